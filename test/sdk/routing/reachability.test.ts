import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../sdk/conditions/evaluate.js";
import { parseCondition } from "../../../sdk/conditions/parse.js";
import { Later } from "../../../sdk/later.js";
import { type Decisions, shadowedConditions, unreachedRoutes } from "../../../sdk/routing/reachability.js";
import { conditions, requests } from "../conditions/arbitraries.js";
import { writeCondition } from "../conditions/write.js";

/** A table of routes: weight in percent, condition, and its strength in percent. */
function table(routes: Record<string, readonly [weight: number, condition?: string, strength?: number]>): Decisions {
  const all = Object.entries(routes);
  return {
    conditions: all.flatMap(([route, [, condition, strength = 100]]) =>
      condition === undefined ? [] : [{ route, condition, strength: strength * 100 }],
    ),
    pool: all.map(([route, [weight]]) => ({ route, weight: weight * 100 })),
  };
}

describe("shadowedConditions", () => {
  it.each([
    ["one that is asked before", { a: [50, "has cookie x"], b: [50, "has cookie x and method == GET"] }, ["b by a"]],
    [
      "two together, and not by a third",
      { a: [25, "has cookie x"], b: [25, "method == GET"], c: [25, "not has cookie x"], d: [25, "has cookie z"] },
      ["d by a,c"],
    ],
    ["none: it contradicts itself", { a: [100, "method == GET and method == POST"] }, ["a by "]],
    ["a wildcard", { a: [50, "host == *.example.com"], b: [50, "host == a.example.com"] }, ["b by a"]],
    ["one of half strength", { a: [50, "has cookie x", 50], b: [50, "has cookie x"] }, ["b by a"]],
    ["none, as it is the wider one", { a: [50, "has cookie x and method == GET"], b: [50, "has cookie x"] }, []],
  ] as const)("by %s", (_, routes, expected) => {
    expect(shadowedConditions(table(routes)).map(({ route, by }) => `${route} by ${by}`)).toEqual(expected);
  });
});

describe("among hundreds of conditions", () => {
  const many = (condition: (index: number) => string) =>
    Array.from({ length: 400 }, (_, index) => ({ route: `r${index}`, condition: condition(index), strength: 10_000 }));
  const last = (condition: string) => ({ route: "last", condition, strength: 10_000 });

  it.each([
    ["one", (index: number) => `cookie user == u${index}`, "cookie user == u7 and has header x", ["r7"]],
    [
      "two together, where others ask about the same",
      (index: number) =>
        index < 398 ? `path == /p${index}` : `path == /x and ${index === 398 ? "" : "not "}has cookie beta`,
      "path == /x",
      ["r398", "r399"],
    ],
  ] as const)("finds %s that takes another", (_, condition, shadowed, by) => {
    const conditions = [...many(condition), last(shadowed)];
    expect(shadowedConditions({ conditions, pool: [] })).toEqual([{ route: "last", condition: shadowed, by }]);
  });
});

describe("unreachedRoutes", () => {
  it.each([
    ["a weight", { a: [100] }, []],
    ["a condition", { a: [100], b: [0, "has cookie x"] }, []],
    ["nothing", { a: [100], b: [0] }, ["b idle"]],
    ["a condition without strength", { a: [100], b: [0, "has cookie x", 0] }, ["b powerless"]],
    [
      "a condition whose requests another takes",
      { a: [100, "has cookie x"], b: [0, "has cookie x and method == GET"] },
      ["b shadowed"],
    ],
    [
      "a weight, after conditions that take all",
      { a: [50, "has cookie x"], b: [0, "not has cookie x"], c: [50] },
      ["c covered"],
    ],
  ] as const)("judges a route with %s", (_, routes, expected) => {
    expect(unreachedRoutes(table(routes)).map(({ route, reason }) => `${route} ${reason}`)).toEqual(expected);
  });

  it("tells no route at 0 % where clients may have been sent before, and stay", () => {
    expect(unreachedRoutes({ ...table({ a: [100], b: [0] }), stickyCookie: "gateway" })).toEqual([]);
  });

  it("takes what a strength leaves for shared by weight", () => {
    const all = { a: [0, "has cookie x", 50], b: [0, "not has cookie x"], c: [100] } as const;
    expect(unreachedRoutes(table(all))).toEqual([]);
  });

  it("takes a weight that is known only later for one that may be more than nothing", () => {
    const later = Later.of({ path: "weight" }).map(Number);
    expect(unreachedRoutes({ conditions: [], pool: [{ route: "a", weight: later }] })).toEqual([]);
  });

  it("never tells a route that a request takes", () => {
    const route = fc.record({
      condition: fc.option(conditions.map(writeCondition), { nil: undefined }),
      weight: fc.constantFrom(0, 5000),
      strength: fc.constantFrom(0, 5000, 10_000, 10_000),
    });
    fc.assert(
      fc.property(fc.array(route, { minLength: 1, maxLength: 5 }), requests, (routes, request) => {
        const named = routes.map((one, index) => ({ ...one, route: `r${index}` }));
        const asked = named.flatMap((one) =>
          one.condition === undefined ? [] : [{ ...one, condition: one.condition }],
        );
        const unreached = unreachedRoutes({ conditions: asked, pool: named }).map((one) => one.route);
        const takes = (text: string) => {
          const { tree } = parseCondition(text);
          return tree !== undefined && evaluate(tree, request) === true;
        };
        const first = asked.find((one) => takes(one.condition));
        if (first !== undefined && first.strength > 0) expect(unreached).not.toContain(first.route);
        if (first === undefined || first.strength < 10_000)
          for (const one of named) if (one.weight > 0) expect(unreached).not.toContain(one.route);
      }),
      { numRuns: 500 },
    );
  });
});
