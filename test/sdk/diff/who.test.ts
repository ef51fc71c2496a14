import { describe, expect, it } from "vitest";
import { diffed, edge, shop } from "./shop.js";

/** A gateway that asks these conditions in front of two versions, of which each takes whom its conditions name. */
const asks = (conditions: readonly (readonly [condition: string, version: 1 | 2])[], more = "") => {
  const routes = conditions.map(
    ([condition, version], index) =>
      `r${index}: {weight: 0%, condition: "${condition}", routes: {"shop/shop/s:${version}/web": {}}}`,
  );
  return edge(`port: 8080\n${more}routes: {${[...routes, '"shop/shop/s:1/web": {weight: 100%}'].join(", ")}}\n`);
};
const whoIn = (before: string, after: string): readonly string[] => {
  const { gateways } = JSON.parse(diffed(before, after, "--json").out);
  return gateways
    .filter(({ name }: { name: string }) => name === "edge")
    .flatMap(({ affected }: { affected: { who: string[] }[] }) => affected.flatMap(({ who }) => who));
};

describe("who is affected is told", () => {
  it("with what they do not meet, where it is asked later and nothing happens to others", () => {
    expect(whoIn(asks([["has cookie beta", 2]]), asks([["has cookie test", 2]]))).toEqual([
      "has cookie beta, and not has cookie test",
      "has cookie test, and not has cookie beta",
    ]);
    expect(diffed(asks([["has cookie beta", 2]]), asks([["has cookie test", 2]])).out).toContain(
      "  has cookie beta, and not has cookie test\n",
    );
  });

  it("without what they do not meet, where the same happens to others", () => {
    const before = asks([
      ["has cookie a", 1],
      ["has cookie b", 2],
    ]);
    const after = asks([
      ["has cookie c", 1],
      ["has cookie b", 1],
    ]);
    // Those with `c` as well are a class of their own, to whom the same happens.
    expect(whoIn(before, after)).toEqual([
      "has cookie b, and has cookie c, and not has cookie a",
      "has cookie b, and not has cookie a",
    ]);
  });

  it("without what nobody of them can meet", () => {
    const routes = (version: 1 | 2) =>
      asks([
        ["path starts with /a", 2],
        ["path starts with /b", version],
      ]);
    expect(whoIn(routes(1), routes(2))).toEqual(["path starts with /b"]);
  });

  it("with how many conditions they do not meet, where those are many", () => {
    const routes = (version: 1 | 2) =>
      asks([...["a", "b", "c", "d"].map((name) => [`has cookie ${name}`, 1] as const), ["has cookie e", version]]);
    expect(whoIn(routes(1), routes(2))).toEqual(["has cookie e, and none of 4 other conditions"]);
  });

  it("with the parts of what they do not meet together", () => {
    expect(whoIn(asks([["has cookie a", 2]]), asks([["has cookie b or has cookie c", 2]]))[0]).toBe(
      "has cookie a, and not (has cookie b or has cookie c)",
    );
  });

  it("without preflights, which are nobody's requests", () => {
    const cors = "cors: {origins: ['https://example.com']}\n";
    expect(whoIn(asks([["has cookie a", 1]], cors), asks([["has cookie a", 2]], cors))).toEqual(["has cookie a"]);
  });

  it("with the cookies that keep clients where they are", () => {
    const routes = (condition: string) =>
      shop({ routes: `{"s:1": {weight: 95%}, "s:2": {weight: 5%, ${condition}}}` }).replace(
        "gateways: {routes",
        "gateways: {sticky: route, routes",
      );
    const strength = (percent: number) => routes(`condition: has cookie a, condition_strength: ${percent}%`);
    const { out } = diffed(strength(0), strength(50));
    expect(out).toContain("  has cookie a, and has no cookie of a route\n");
  });
});
