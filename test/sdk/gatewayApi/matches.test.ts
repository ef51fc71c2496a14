import { describe, expect, it } from "vitest";
import { conditionOf } from "../../../sdk/artifacts/route.js";
import { edge, gatewayOf, route, to, translated } from "./manifests.js";

const path = (value: string, type = "PathPrefix") => ({ path: { type, value } });
const header = (name: string, value = "x") => ({ name, value });

/** The conditions of the routes that some matches become, in their order. */
function conditions(...matches: readonly object[]) {
  const rules = matches.map((match, index) => ({ matches: [match], backendRefs: [to(`s${index}`)] }));
  return (gatewayOf(edge(), route("r", rules)).routes ?? []).map((one) => conditionOf(one) ?? "all");
}

describe("a match", () => {
  it.each<[object, string]>([
    [path("/a", "Exact"), "path == /a"],
    [path("/a"), "path starts with /a"],
    [path("/a/.*", "RegularExpression"), "path ~ '^(?:/a/.*)$'"],
    [path("/it's"), "path starts with '/it''s'"],
    [path("/"), "all"],
    [{}, "all"],
    [{ method: "PUT" }, "method == PUT"],
    [{ headers: [header("a", "b c")] }, "header a == 'b c'"],
    [{ headers: [header("a", "1"), header("A", "2")] }, "header a == 1"],
    [{ queryParams: [header("q", "1")] }, "query q == 1"],
    [{ queryParams: [header("q", "a b")] }, "query q == a%20b"],
    [{ queryParams: [header("q", "a/b")] }, "(query q == a/b or query q == a%2Fb)"],
    [
      { ...path("/a"), method: "GET", headers: [header("h")], queryParams: [header("q")] },
      "path starts with /a and method == GET and header h == x and query q == x",
    ],
  ])("%j asks %s", (match, condition) => {
    expect(conditions(match)).toEqual([condition]);
  });

  it("comes before weaker ones: exact path, regular expression, longest beginning, method, headers, parameters", () => {
    const strongest = [
      path("/a", "Exact"),
      path("/.*", "RegularExpression"),
      path("/aaa"),
      path("/a"),
      { method: "GET" },
      { headers: [header("a"), header("b")] },
      { headers: [header("a")], queryParams: [header("q")] },
      { headers: [header("a")] },
      { queryParams: [header("q"), header("r")] },
      { queryParams: [header("q")] },
      {},
    ];
    const expected = strongest.map((match) => conditions(match)[0]);
    expect(conditions(...strongest)).toEqual(expected);
    expect(conditions(...[...strongest].reverse())).toEqual(expected);
  });

  it("of an older route comes before an equal one, then that of the first name", () => {
    const rules = (name: string) => [{ matches: [path("/a")], backendRefs: [to(name)] }];
    const made = (year: number) => ({ creationTimestamp: `${year}-01-01T00:00:00Z` });
    const { gateways, said } = translated(
      edge(),
      route("c", rules("c")),
      route("b", rules("b")),
      route("new", rules("n"), {}, made(2026)),
      route("old", rules("o"), {}, made(2025)),
    );
    expect(gateways.get("edge/80")?.routes?.map((one) => one.path)).toEqual(["old", "new", "b", "c"]);
    const taken = (name: string) => `UnreachableRoute: no request takes the route \`${name}\``;
    expect(said).toEqual(["new", "b", "c"].map((name) => expect.stringContaining(taken(name))));
  });

  it("that takes everything ends the list", () => {
    const rules = [{ backendRefs: [to("a")] }, { backendRefs: [to("b")] }];
    expect(gatewayOf(edge(), route("r", rules)).routes?.map((one) => one.path)).toEqual(["r-1"]);
  });

  it("beside others of its rule is one route with them", () => {
    const rules = [{ matches: [path("/a"), path("/b"), { ...path("/c"), method: "GET" }], backendRefs: [to("a")] }];
    const { routes = [] } = gatewayOf(edge(), route("r", rules));
    expect(routes.map(conditionOf)).toEqual([
      "(path starts with /c and method == GET) or path starts with /a or path starts with /b",
    ]);
  });

  it.each([
    [{ headers: [{ ...header("a"), type: "RegularExpression" }] }, /^NotSupportedYet: `a` is compared/],
    [path("/a b"), /^ConditionParseError: /],
  ])("%j is refused", (match, message) => {
    const { said } = translated(edge(), route("r", [{ matches: [match], backendRefs: [to("a")] }]));
    expect(said).toEqual([expect.stringMatching(message)]);
  });
});
