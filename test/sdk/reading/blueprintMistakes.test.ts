import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact, readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { marked, placeOf, readProgram, readText } from "./read.js";

const breed = (keys: string) => `clusters: {s: {breed: {name: a, deployable: i, ${keys}}}}`;
const service = (keys: string) => `clusters: {s: {breed: a, ${keys}}}`;
const gateway = (keys: string) => `gateways: {9050: {routes: s/w, ${keys}}}\nclusters: {s: a}`;
const route = (keys: string) => `gateways: {9050: {routes: {s/w: {${keys}}}}}\nclusters: {s: a}`;
const times = "initial_delay: 1s, timeout: 1s, interval: 1s";

describe("what is wrong has Vamp's code and its place", () => {
  it.each([
    ["MissingPathValueError", "nothing at all", "▸"],
    ["UnexpectedTypeError", "a text", "▸hello"],
    ["NoServiceError", "no clusters", "▸name: x"],
    ["NoServiceError", "empty clusters", "clusters:▸"],
    ["NoServiceError", "no cluster", "clusters: ▸{}"],
    ["UnexpectedElement", "an unknown key", "clusters: {s: a}\n▸clutsers: {}"],
    ["UnexpectedElement", "a key in camel case", breed("▸healthChecks: []")],
    ["InconsistentArtifactKind", "another kind", "kind: ▸breeds\nclusters: {s: a}"],
    ["UnexpectedElement", "variables of a cluster, by their short name", "clusters: {s: {services: a, ▸env: {A: b}}}"],
    ["IllegalName", "a name with a space", "name: ▸a b\nclusters: {s: a}"],
    ["IllegalName", "a cluster's name with a slash", "clusters: {▸s/t: a}"],
    ["IllegalName", "an empty name", "name: ▸''\nclusters: {s: a}"],
    ["MissingPathValueError", "a breed without a name", "clusters: {s: {breed: ▸{deployable: i}}}"],
    ["MissingPathValueError", "a breed without a deployable", "clusters: {s: {breed: ▸{name: a}}}"],
    ["MissingPathValueError", "no definition", "clusters: {s: {breed: {name: a, deployable: ▸{type: docker}}}}"],
    ["IllegalStrictName", "a port's name with a dot", breed("ports: {▸w.x: 1}")],
    ["MissingPortValueError", "a port without a number", breed("ports: {w: ▸}")],
    ["MalformedTraitError", "a port that is a map", breed("ports: {w: ▸{}}")],
    ["InvalidPortError", "port 0", breed("ports: {w: ▸0}")],
    ["InvalidPortError", "port 65536", breed("ports: {w: ▸65536}")],
    ["InvalidPortError", "a port that speaks UDP", breed("ports: {w: ▸53/udp}")],
    ["IllegalStrictName", "a variable's name with a dot", breed("env: {▸A.B: 1}")],
    ["MalformedTraitError", "a variable that is a list", breed("env: {A: ▸[1]}")],
    ["MissingConstantValueError", "a constant without a value", breed("constants: {A: ▸~}")],
    ["MalformedTraitError", "a constant that is a map", breed("constants: {A: ▸{b: c}}")],
    ["MissingEnvironmentVariableError", "a set variable without a value", service("env: {A: ▸~}")],
    ["MissingPathValueError", "a scale without memory", service("scale: ▸{cpu: 1}")],
    ["UnexpectedTypeError", "instances that are no number", service("scale: {cpu: 1, memory: 1MB, instances: ▸two}")],
    ["InvalidValue", "instances below zero", service("scale: {cpu: 1, memory: 1MB, instances: ▸-1}")],
    ["UnexpectedTypeError", "half an instance", service("scale: {cpu: 1, memory: 1MB, instances: ▸0.5}")],
    ["UnexpectedTypeError", "memory without a unit", service("scale: {cpu: 1, memory: ▸64}")],
    [
      "NegativeFailuresNumberError",
      "fewer than zero failures",
      service(`health_checks: {port: w, ${times}, failures: ▸-1}`),
    ],
    ["MissingPathValueError", "a check without a port", service(`health_checks: ▸{${times}, failures: 1}`)],
    ["UnexpectedTypeError", "a weight without %", route("weight: ▸50")],
    ["UnexpectedTypeError", "a weight over 100 %", route("weight: ▸101%")],
    ["UnexpectedTypeError", "a strength below 0 %", route("condition_strength: ▸-1%")],
    ["IllegalGatewayStickyValue", "a stickiness that is none", gateway("sticky: ▸always")],
    ["IllegalGatewayVirtualHosts", "hosts that are a map", gateway("virtual_hosts: ▸{a: b}")],
    ["IllegalGatewayVirtualHosts", "hosts that are lists", gateway("virtual_hosts: [▸[a]]")],
    ["InvalidGatewayPortError", "a gateway's port", gateway("port: ▸65536")],
    ["DuplicateKey", "two spellings of one key", breed("env: {A: 1}, ▸environment_variables: {A: 2}")],
    [
      "UnexpectedElement",
      "a key beside a condition",
      "gateways: {9050: {routes: {s/w: {condition: {definition: has cookie a, ▸strength: 5%}}}}}\nclusters: {s: a}",
    ],
    ["UnsupportedMetadata", "metadata that is no map", "metadata: ▸5\nclusters: {s: a}"],
    ["MissingPathValueError", "a cluster that is empty", "clusters: {s: ▸~}"],
    ["MissingPathValueError", "a service that is empty", "clusters: {s: {services: [▸~]}}"],
    ["MissingPathValueError", "no breed", "clusters: {s: {breed: ▸~}}"],
    ["UnexpectedTypeError", "a list for a map", breed("ports: ▸[1]")],
    ["UnexpectedTypeError", "a map for a list", "gateways: ▸[1]\nclusters: {s: a}"],
  ])("%s: %s", (code, _, source) => {
    const { text, places } = marked(source);
    expect(readText(text).problems).toEqual(places.map((place) => `${code} ${place}`));
  });

  it("names the nearest key", () => {
    const { list } = readText("clusters:\n  s:\n    services:\n      breed: a\n      scael: b\n");
    expect(list).toMatchObject([{ code: "UnexpectedElement", nearest: "scale" }]);
  });

  it("names keys as the source spells them", () => {
    const nearest = (reading: ReturnType<typeof readText>) => reading.list.map((problem) => problem.nearest);
    expect(nearest(readText(service("helth_checks: []")))).toEqual(["health_checks"]);
    expect(nearest(readProgram({ clusters: { s: { breed: "a", helthChecks: [] } } }))).toEqual(["healthChecks"]);
  });
});

describe("five mistakes", () => {
  const text = `name: sava:1.0
gateways:
  9050: sava/wepbort
clusters:
  sava:
    gateways:
      webport:
        routes:
          sava:1.0.0: {weight: 50%}
          sava:1.1.0: {weight: 40%}
    services:
      - breed:
          name: sava:1.0.0
          deployable: vampio/sava:1.0.0
          ports: {webport: 8080/http}
          dependencies: {db: postgres:9}
        scale: {cpu: 0.2, memory: 64MB, instances: many}
      - breed:
          name: sava:1.1.0
          deployable: vampio/sava:1.1.0
          ports: {webport: 8080/http}
        sclae: {cpu: 0.2, memory: 64MB}
`;

  it("are five problems, in the order of the source", () => {
    const { list, problems } = readText(text);
    expect(problems).toEqual([
      "UnresolvedGatewayPortError 3:9",
      "GatewayRouteWeightError 9:11",
      "UnresolvedBreedDependencyError 16:30",
      "UnexpectedTypeError 17:52",
      "UnexpectedElement 22:9",
    ]);
    expect(list.map((problem) => problem.nearest)).toEqual(["webport", undefined, undefined, undefined, "scale"]);
  });

  it("are five problems also where one part cannot be read at all", () => {
    const { problems } = readText(`${text}  db: [{breed: {name: 1}}]\nkind: gateways\n`);
    expect(problems).toContain("MissingPathValueError 23:16");
    expect(problems).toContain("InconsistentArtifactKind 24:7");
  });
});

describe("whatever comes", () => {
  const words = [
    ..."clusters gateways services breed name deployable ports routes weight condition sticky scale env kind".split(
      " ",
    ),
    ..."cpu memory instances health_checks dependencies ref constants __proto__ constructor toString".split(" "),
  ];
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 8080, "50%", "a/b", "[a:1]", "has cookie x", "1MB", "10s", ""),
    fc.string({ maxLength: 5 }),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), tie("value"), { maxKeys: 5 }),
    ),
  }));
  const blueprints = fc.record({ clusters: value, gateways: value }, { requiredKeys: ["clusters"] });
  const answers = (run: (problems: Problems) => unknown) => {
    const problems = new Problems();
    const read = run(problems);
    expect(read !== undefined || problems.hasErrors).toBe(true);
    expect(problems.list.map(placeOf).every((place) => !place.includes("NaN"))).toBe(true);
  };

  it("an object is read or has problems", () => {
    fc.assert(
      fc.property(fc.oneof(blueprints, value, fc.anything()), (input) =>
        answers((problems) => readArtifactObject("blueprints", input, "blueprint", problems)),
      ),
      { numRuns: 2000 },
    );
  });

  it("a text is read or has problems", () => {
    fc.assert(
      fc.property(blueprints, fc.nat(), fc.nat(9), fc.string({ maxLength: 3 }), (input, at, length, more) => {
        const json = JSON.stringify(input, undefined, 1);
        const offset = at % (json.length + 1);
        const text = json.slice(0, offset) + more + json.slice(offset + length);
        answers((problems) => readArtifact("blueprints", { name: "x.yml", text }, problems));
      }),
      { numRuns: 1000 },
    );
  });
});
