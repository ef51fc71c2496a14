import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../../../sdk/expansion/artifactSet.js";
import { type ReadOptions, readArtifact, readDocuments } from "../../../sdk/reading/artifacts.js";
import { placeOf } from "../reading/read.js";

const store = `
name: shop:1.0.0
deployable: example/shop
ports: {web: 8080}
dependencies: {db: "mysql:*"}
---
kind: scales
name: small
cpu: 0.2
memory: 64MB
---
kind: conditions
name: firefox
condition: user-agent == Firefox
---
kind: slas
name: fast
type: response_time_sliding_window
threshold: {upper: 1000, lower: 100}
window: {interval: 600, cooldown: 600}
escalations: grow
---
kind: escalations
name: grow
type: to_one
escalations: [more, notify]
---
kind: escalations
name: more
type: scale_instances
minimum: 1
maximum: 4
scale_by: 1
---
kind: routes
name: canary
weight: 10%
condition: {ref: firefox}
---
kind: escalations
name: round
type: to_all
escalations: {ref: around}
---
kind: escalations
name: around
type: to_all
escalations: round
`;

/** Reads a blueprint that may name what is in the store. */
function read(text: string, { more = "", ...options }: ReadOptions & { readonly more?: string } = {}) {
  const problems = new Problems();
  const documents = readDocuments({ name: "store.yml", text: store + more }, problems);
  const artifacts = new ArtifactSet(documents, problems);
  const blueprint = readArtifact("blueprints", { name: "shop.yml", text }, problems, { artifacts, ...options });
  const errors = problems.list.filter(({ severity }) => severity === "error");
  return {
    cluster: blueprint?.clusters.s,
    problems: errors.map((problem) => `${problem.location.source.name} ${placeOf(problem)}`),
    errors,
  };
}

describe("a name", () => {
  it("of a breed and of a scale becomes what it names", () => {
    const { cluster, problems } = read(
      "clusters: {s: {breed: shop:1.0.0, scale: small}, db: {breed: {name: 'mysql:1', deployable: m}}}",
    );
    expect(problems).toEqual([]);
    expect(cluster?.services[0]).toMatchObject({
      breed: { inline: { name: "shop:1.0.0", deployable: { definition: "example/shop" } } },
      scale: { inline: { cpu: 200, memory: 64_000_000 } },
    });
  });

  it("of a breed lets its rules speak, at their place in its own file", () => {
    const { problems } = read("clusters: {s: shop:1.0.0}");
    expect(problems).toEqual(["store.yml UnresolvedBreedDependencyError 5:20"]);
  });

  it("of a condition becomes its text", () => {
    const gateways = "gateways: {routes: {a: {weight: 100%, condition: {ref: firefox}}}}";
    const { cluster, problems } = read(
      `clusters: {s: {services: {name: a, deployable: i, ports: {w: 1}}, ${gateways}}}`,
    );
    expect(problems).toEqual([]);
    expect(cluster?.gateways?.[""]?.routes?.[0]?.condition).toEqual({ definition: "user-agent == Firefox" });
  });

  it("of a route gives the route what it does not say itself", () => {
    const gateways = "gateways: {routes: {a: {weight: 90%}, b: canary}}";
    const { cluster, problems } = read(`clusters: {s: {services: [a, b], ${gateways}}}`, { missing: "keep" });
    expect(problems).toEqual([]);
    expect(cluster?.gateways?.[""]?.routes).toMatchObject([
      { path: "a", weight: 9000 },
      { path: "b", weight: 1000, condition: { definition: "user-agent == Firefox" } },
    ]);
  });

  it("of an SLA becomes the SLA, with its escalations and theirs", () => {
    const { cluster, problems } = read("clusters: {s: {breed: a, sla: fast}}", { missing: "keep" });
    expect(problems).toEqual([]);
    expect(cluster?.sla?.inline?.escalations).toMatchObject([
      {
        inline: {
          type: "to_one",
          escalations: [{ inline: { type: "scale_instances", maximum: 4 } }, { reference: "notify" }],
        },
      },
    ]);
  });

  it("of an SLA keeps escalations that stand beside it", () => {
    const { cluster } = read("clusters: {s: {breed: a, sla: {ref: fast, escalations: notify}}}", { missing: "keep" });
    expect(cluster?.sla?.inline?.escalations).toEqual([{ reference: "notify" }]);
  });

  it.each([
    ["a breed", "clusters: {s: shop:1.0.1}", "ArtifactNotFound 1:15", "shop:1.0.0"],
    ["a scale", "clusters: {s: {breed: {name: a, deployable: i}, scale: smal}}", "ArtifactNotFound 1:56", "small"],
  ])("of %s that there is not is told, with the nearest", (_, text, place, nearest) => {
    const { problems, errors } = read(text);
    expect(problems).toEqual([`shop.yml ${place}`]);
    expect(errors[0]?.nearest).toBe(nearest);
  });

  it("that two artifacts have is told with both places", () => {
    const { errors } = read("clusters: {s: {breed: {name: a, deployable: i}, scale: small}}", {
      more: "---\nkind: scales\nname: small\ncpu: 1\nmemory: 1GB\n",
    });
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "ArtifactAlreadyExists `small` is there twice: store.yml:7:1 and store.yml:50:1",
    ]);
  });

  it("in a circle is told once", () => {
    const { errors } = read("clusters: {s: {breed: {name: a, deployable: i}, sla: {type: x, escalations: round}}}");
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "RecursiveDependenciesError these need each other: escalations/round -> escalations/around -> escalations/round",
    ]);
  });

  it("stays a name where nothing is given", () => {
    const problems = new Problems();
    const blueprint = readArtifact(
      "blueprints",
      { name: "shop.yml", text: "clusters: {s: {breed: a, scale: b}}" },
      problems,
    );
    expect(blueprint?.clusters.s?.services).toEqual([{ breed: { reference: "a" }, scale: { reference: "b" } }]);
    expect(problems.list).toEqual([]);
  });
});
