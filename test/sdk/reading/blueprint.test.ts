import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact, readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { ownCorpus } from "../../corpusTable.js";
import { marked, placeOf, readProgram, readText, valid } from "./read.js";

const tutorials = join(ownCorpus, "vamp/vamp.io/content/documentation/tutorials");
const tutorial = (name: string) => readText(readFileSync(join(tutorials, `${name}.yml`), "utf8"));

const check = { port: "webport", initialDelay: 10_000, timeout: 5000, interval: 10_000, failures: 10 };
const small = { inline: { cpu: 200, memory: 64_000_000, instances: 1 } };
const webport = { webport: { number: 8080, type: "http" } };

describe("the tutorials", () => {
  it("deploy-your-first-blueprint is read as it is", () => {
    expect(valid(tutorial("deploy-your-first-blueprint#1"))).toEqual({
      name: "sava:1.0",
      gateways: { 9050: { routes: [{ path: "sava/webport" }] } },
      clusters: {
        sava: {
          services: [
            {
              breed: {
                inline: { name: "sava:1.0.0", deployable: { definition: "vampio/sava:1.0.0" }, ports: webport },
              },
              scale: small,
              healthChecks: [check],
            },
          ],
        },
      },
    });
  });

  it("split-a-monolith is read as it is", () => {
    const backend = (name: string) => ({
      services: [
        { breed: { inline: { name, deployable: { definition: `vampio/${name}` }, ports: webport } }, scale: small },
      ],
    });
    expect(valid(tutorial("split-a-monolith#1"))).toEqual({
      name: "sava:1.2",
      gateways: { 9060: { routes: [{ path: "sava/webport" }] } },
      clusters: {
        sava: {
          services: [
            {
              breed: {
                inline: {
                  name: "sava-frontend:1.2.0",
                  deployable: { definition: "vampio/sava-frontend:1.2.0" },
                  ports: webport,
                  environmentVariables: {
                    BACKEND_1: { value: "http://$backend1.host:$backend1.ports.webport/api/message" },
                    BACKEND_2: { value: "http://$backend2.host:$backend2.ports.webport/api/message" },
                  },
                  dependencies: {
                    backend1: { reference: "sava-backend1:1.2.0" },
                    backend2: { reference: "sava-backend2:1.2.0" },
                  },
                },
              },
              scale: small,
              healthChecks: [check],
            },
          ],
        },
        backend1: backend("sava-backend1:1.2.0"),
        backend2: backend("sava-backend2:1.2.0"),
      },
    });
  });
});

/** Two ways to write the same, each beside what has to stand round it. */
const shortForms: readonly (readonly [name: string, short: string, long: string])[] = [
  ["1: a cluster is a breed's name", "clusters: {s: a}", "clusters: {s: {services: [{breed: {ref: a}}]}}"],
  [
    "2: a cluster is a list of services",
    "clusters: {s: [a, b]}",
    "clusters: {s: {services: [{breed: a}, {breed: b}]}}",
  ],
  [
    "3: a cluster is its only service",
    "clusters: {s: {breed: a, scale: {cpu: 1, memory: 1MB}}}",
    "clusters: {s: {services: [{breed: a, scale: {cpu: 1, memory: 1MB}}]}}",
  ],
  [
    "3: a cluster is its only service, and `sla` and `gateways` are the cluster's",
    "clusters: {s: {breed: {name: a, deployable: i, ports: {w: 1}}, sla: x, gateways: {w: {sticky: route}}}}",
    "clusters: {s: {sla: x, gateways: {w: {sticky: route}}, services: [{breed: {name: a, deployable: i, ports: {w: 1}}}]}}",
  ],
  ["4: `services` is a name", "clusters: {s: {services: a}}", "clusters: {s: {services: [{breed: a}]}}"],
  ["4: `services` is one service", "clusters: {s: {services: {breed: a}}}", "clusters: {s: {services: [{breed: a}]}}"],
  [
    "5: a service is a breed's name",
    "clusters: {s: {services: [a]}}",
    "clusters: {s: {services: [{breed: {reference: a}}]}}",
  ],
  [
    "5: a service is a breed",
    "clusters: {s: {services: [{name: a, deployable: i}]}}",
    "clusters: {s: {services: [{breed: {name: a, deployable: {definition: i}}}]}}",
  ],
  ["5: a service is a reference", "clusters: {s: {services: [{ref: a}]}}", "clusters: {s: {services: [{breed: a}]}}"],
  [
    "5: a service is a reference, with a scale beside it",
    "clusters: {s: {services: [{reference: a, scale: large}]}}",
    "clusters: {s: {services: [{breed: a, scale: large}]}}",
  ],
  [
    "6: a gateway is a path",
    "gateways: {9050: s/w}\nclusters: {s: a}",
    "gateways: {9050: {routes: [s/w]}}\nclusters: {s: a}",
  ],
  [
    "6: `routes` is a path",
    "gateways: {9050: {routes: s/w}}\nclusters: {s: a}",
    "gateways: {9050: s/w}\nclusters: {s: a}",
  ],
  [
    "6: `routes` is a list of paths and maps",
    "gateways: {9050: {routes: [s/w, {s/v: {weight: 50%}}, {s/u: {weight: 50%}}]}}\nclusters: {s: a}",
    "gateways: {9050: {routes: {s/w: {}, s/v: {weight: 50%}, s/u: {weight: 50%}}}}\nclusters: {s: a}",
  ],
  [
    "6: `routes` is a map",
    "gateways: {9050: {routes: {s/w: ~, s/v: {weight: 100%}}}}\nclusters: {s: a}",
    "gateways: {9050: {routes: [s/w, {s/v: {weight: 100%}}]}}\nclusters: {s: a}",
  ],
  [
    "7: a condition is its definition",
    "gateways: {9050: {routes: {s/w: {condition: has cookie x}}}}\nclusters: {s: a}",
    "gateways: {9050: {routes: {s/w: {condition: {condition: has cookie x}}}}}\nclusters: {s: a}",
  ],
  [
    "7: a condition that is not there",
    "gateways: {9050: {routes: {s/w: {condition: ~}}}}\nclusters: {s: a}",
    "gateways: {9050: {routes: {s/w: {}}}}\nclusters: {s: a}",
  ],
  [
    "8: `gateways` is that of the only port",
    "clusters: {s: {gateways: {sticky: route}, services: {name: a, deployable: i, ports: {w: 1}}}}",
    "clusters: {s: {gateways: {'': {sticky: route}}, services: {name: a, deployable: i, ports: {w: 1}}}}",
  ],
  [
    "9: `virtual_hosts` is one host",
    "gateways: {9050: {virtual_hosts: a.b, routes: s/w}}\nclusters: {s: a}",
    "gateways: {9050: {virtual_hosts: [a.b], routes: s/w}}\nclusters: {s: a}",
  ],
  [
    "10: `env` and `dialect`",
    "clusters: {s: {services: {breed: {name: a, deployable: i, env: {X: 1.0}}, env: {X: 2}, dialect: {k: 1}}}}",
    "clusters: {s: {services: {breed: {name: a, deployable: i, environment_variables: {X: 1.0}}, environment_variables: {X: 2}, dialects: {k: 1}}}}",
  ],
  [
    "10: `health_checks` is one check",
    "clusters: {s: {services: {breed: a, health_checks: {port: w, initial_delay: 1, timeout: 1s, interval: 1m, failures: 1}}}}",
    "clusters: {s: {services: {breed: a, health_checks: [{port: w, initial_delay: 1s, timeout: 1, interval: 60, failures: 1}]}}}",
  ],
  ["a scale is a name", "clusters: {s: {breed: a, scale: large}}", "clusters: {s: {breed: a, scale: {ref: large}}}"],
  ["`kind` in the singular", "kind: blueprint\nclusters: {s: a}", "kind: blueprints\nclusters: {s: a}"],
];

it("an empty condition is none", () => {
  const text =
    "gateways: {9050: {routes: {s/w: {condition: ''}, s/v: {condition: {condition: ''}}}}}\nclusters: {s: a}";
  expect(readText(text).problems).toEqual([]);
});

describe("short forms mean the long ones", () => {
  it.each(shortForms)("%s", (_, short, long) => {
    expect(valid(readText(short))).toEqual(valid(readText(long)));
  });
});

describe("the long forms", () => {
  it.each([
    ["a port without a type speaks HTTP", "ports: {w: 8080}", { ports: { w: { number: 8080, type: "http" } } }],
    ["a port with a type", "ports: {w: 8080/tcp}", { ports: { w: { number: 8080, type: "tcp" } } }],
    ["`1.0` stays `1.0`", "constants: {v: 1.0, w: 1.10}", { constants: { v: "1.0", w: "1.10" } }],
    ["YAML's own words stay", "constants: {v: yes, w: 0x10}", { constants: { v: "yes", w: "0x10" } }],
    ["a variable with an alias", "env: {'A[B]': x}", { environmentVariables: { A: { alias: "B", value: "x" } } }],
    ["a variable that is left open", "env: {A: ~}", { environmentVariables: { A: {} } }],
    [
      "a variable called `constructor`",
      "env: {constructor: x}",
      { environmentVariables: { constructor: { value: "x" } } },
    ],
  ])("%s", (_, keys, breed) => {
    const { clusters } = valid(readText(`clusters: {s: {breed: {name: a, deployable: i, ${keys}}}}`));
    expect(clusters.s?.services[0]?.breed.inline).toEqual({ name: "a", deployable: { definition: "i" }, ...breed });
  });

  it("an external route may be written without quotes", () => {
    const problems = new Problems();
    const gateway = readArtifactObject(
      "gateways",
      { port: 80, routes: { "[a.example.com:80]": { weight: "100%" } } },
      "web",
      problems,
    );
    expect(problems.list).toEqual([]);
    expect(gateway?.routes).toEqual([{ path: "[a.example.com:80]", weight: 10_000 }]);
    const { blueprint } = readText("gateways: {80: {routes: {? [external/1/2] : {weight: 100%}}}}\nclusters: {s: a}");
    expect(blueprint?.gateways?.["80"]?.routes).toEqual([{ path: "[external/1/2]", weight: 10_000 }]);
  });

  it("conditions and strengths", () => {
    const { clusters } = valid(
      readText(`
clusters:
  s:
    gateways:
      w:
        sticky: NONE
        routes:
          a: {weight: 90%, condition: "host == a.example.com", condition_strength: 12.5%}
          b: {weight: 10 %}
    services:
      - {name: a, deployable: i, ports: {w: 1}}
      - {name: b, deployable: i, ports: {w: 1}}
`),
    );
    expect(clusters.s?.gateways).toEqual({
      w: {
        sticky: "none",
        routes: [
          { path: "a", weight: 9000, condition: { definition: "host == a.example.com" }, conditionStrength: 1250 },
          { path: "b", weight: 1000 },
        ],
      },
    });
  });
});

const asYaml = `
name: shop
gateways:
  9050: cart/web
  admin: {port: 9000/tcp, routes: cart/admin}
clusters:
  cart:
    health_checks: {port: web, initial_delay: 5s, timeout: 1s, interval: 2s, failures: 0, protocol: TCP}
    gateways:
      web:
        routes:
          cart:1.0.0: {weight: 99.5%, condition_strength: 50%, condition: has cookie beta}
          cart:1.1.0: {weight: 0.5%}
    services:
      - breed:
          name: cart:1.0.0
          deployable: {type: container/docker, definition: example/cart:1.0}
          ports: {web: 8080, admin: 9000/tcp}
          environment_variables: {LEVEL: ~, 'NAME[X]': y}
          constants: {one: "1.0"}
          dependencies: {db: db:9}
        environment_variables: {LEVEL: debug}
        scale: {cpu: 200m, memory: 64MB, instances: 2}
      - breed: {name: cart:1.1.0, deployable: example/cart:1.1, ports: {web: 8080, admin: 9000/tcp}}
  db:
    services: {breed: {name: db:9, deployable: postgres}}
environment_variables: {cart.LEVEL: info}
`;

const asProgram = {
  name: "shop",
  gateways: { 9050: "cart/web", admin: { port: "9000/tcp", routes: "cart/admin" } },
  clusters: {
    cart: {
      healthChecks: { port: "web", initialDelay: 5, timeout: "1s", interval: "2s", failures: 0, protocol: "TCP" },
      gateways: {
        web: {
          routes: {
            "cart:1.0.0": { weight: "99.5%", conditionStrength: "50%", condition: "has cookie beta" },
            "cart:1.1.0": { weight: "0.5%" },
          },
        },
      },
      services: [
        {
          breed: {
            name: "cart:1.0.0",
            deployable: { type: "container/docker", definition: "example/cart:1.0" },
            ports: { web: 8080, admin: "9000/tcp" },
            environmentVariables: { LEVEL: null, "NAME[X]": "y" },
            constants: { one: "1.0" },
            dependencies: { db: "db:9" },
          },
          environmentVariables: { LEVEL: "debug" },
          scale: { cpu: "200m", memory: "64MB", instances: 2 },
        },
        { breed: { name: "cart:1.1.0", deployable: "example/cart:1.1", ports: { web: 8080, admin: "9000/tcp" } } },
      ],
    },
    db: { services: { breed: { name: "db:9", deployable: "postgres" } } },
  },
  environmentVariables: { "cart.LEVEL": "info" },
};

describe("a blueprint as an object of a program", () => {
  it("is the same artifact as its YAML", () => {
    expect(valid(readProgram(asProgram))).toEqual(valid(readText(asYaml)));
  });

  it("may keep Vamp's spelling", () => {
    const breed = { name: "a", deployable: "i", environment_variables: { A: "x" } };
    expect(readProgram({ clusters: { s: { breed, health_checks: [] } } }).problems).toEqual([]);
  });

  it("has property paths for positions", () => {
    const services = [{ breed: { name: "a b", deployable: "i", prots: { web: 0 } }, scale: { cpu: 1, memory: 64 } }];
    expect(readProgram({ clusters: { "my shop": { services } } }).problems).toEqual([
      'IllegalName clusters["my shop"]',
      'IllegalName clusters["my shop"].services[0].breed.name',
      'UnexpectedElement clusters["my shop"].services[0].breed.prots',
      'UnexpectedTypeError clusters["my shop"].services[0].scale.memory',
    ]);
  });
});

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
