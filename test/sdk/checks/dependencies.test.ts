import { describe, expect, it } from "vitest";
import { clusterOf, neededClusters } from "../../../sdk/checks/dependencies.js";
import { marked, readProgram, readText, valid } from "../reading/read.js";

/** A blueprint with a cluster for each name, whose breed `<name>:1` depends on others. */
function needing(needs: Readonly<Record<string, readonly string[]>>) {
  return readProgram({
    clusters: Object.fromEntries(
      Object.entries(needs).map(([name, needed]) => {
        const dependencies = Object.fromEntries(needed.map((other) => [other.replace(/:.*/, ""), other]));
        return [name, { services: { name: `${name}:1`, deployable: "i", dependencies } }];
      }),
    ),
  });
}

describe("checkDependencies", () => {
  it.each([
    ["on itself", { a: ["a:1"] }, ["RecursiveDependenciesError clusters.a.services.dependencies.a"]],
    ["in a circle of two", { a: ["b:1"], b: ["a:1"] }, ["RecursiveDependenciesError clusters.a"]],
    [
      "in a circle of three, entered from outside",
      { x: ["b:1"], a: ["c:1"], b: ["a:1"], c: ["b:1"] },
      ["RecursiveDependenciesError clusters.b"],
    ],
    [
      "in two circles",
      { a: ["b:1"], b: ["a:1"], c: ["d:1"], d: ["c:1"] },
      ["RecursiveDependenciesError clusters.a", "RecursiveDependenciesError clusters.c"],
    ],
    ["in a diamond, which is no circle", { a: ["b:1", "c:1"], b: ["d:1"], c: ["d:1"], d: [] }, []],
    [
      "on what is not there",
      { a: ["b:2"], b: [] },
      ["UnresolvedBreedDependencyError clusters.a.services.dependencies.b"],
    ],
    ["on the beginning of a name", { a: ["b:*"], b: [] }, []],
    [
      "on the beginning of no name",
      { a: ["c:*"], b: [] },
      ["UnresolvedBreedDependencyError clusters.a.services.dependencies.c"],
    ],
  ])("%s", (_, needs, problems) => {
    expect(needing(needs).problems).toEqual(problems);
  });

  it("names the nearest breed", () => {
    const { list } = needing({ shop: ["bakend:1"], backend: [] });
    expect(list.map((problem) => problem.nearest)).toEqual(["backend:1"]);
  });

  it("takes dependencies in every form", () => {
    const forms =
      "{a: a, b: {ref: a}, c: {breed: a}, d: {name: a, deployable: i}, e: {breed: {name: a, deployable: i}}}";
    const { clusters } = valid(
      readText(`clusters: {s: {breed: {name: b, deployable: i, dependencies: ${forms}}}, t: a}`),
    );
    expect(clusters.s?.services[0]?.breed.inline?.dependencies).toEqual({
      a: { reference: "a" },
      b: { reference: "a" },
      c: { reference: "a" },
      d: { inline: { name: "a", deployable: { definition: "i" } } },
      e: { inline: { name: "a", deployable: { definition: "i" } } },
    });
  });

  it("points at a dependency of a text", () => {
    const { text, places } = marked("clusters: {s: {breed: {name: a, deployable: i, dependencies: {x: a, y: ▸z}}}}");
    expect(readText(text).problems).toContain(`UnresolvedBreedDependencyError ${places[0]}`);
  });
});

it("a chain of a thousand clusters takes no time", () => {
  const chain = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`c${index}`, index === 0 ? [] : [`c${index - 1}:1`]]),
  );
  expect(needing(chain).problems).toEqual([]);
});

it("clusterOf finds the first cluster that runs a breed", () => {
  const blueprint = valid(readText("clusters: {s: [a:1, a:2], t: [a:3, b:1]}"));
  expect(["a:1", "a:3", "a:*", "b*", "c", "a"].map((breed) => clusterOf(blueprint, breed))).toEqual([
    "s",
    "t",
    "s",
    "t",
    undefined,
    undefined,
  ]);
});

it("neededClusters has every cluster", () => {
  const blueprint = valid(needing({ a: ["b:1", "c:*"], b: ["c:1"], c: [] }));
  expect(neededClusters(blueprint)).toEqual(
    new Map([
      ["a", ["b", "c"]],
      ["b", ["c"]],
      ["c", []],
    ]),
  );
});
