import { describe, expect, it } from "vitest";
import { evaluate } from "../../../sdk/conditions/evaluate.js";
import { parseCondition } from "../../../sdk/conditions/parse.js";
import type { RequestFacts } from "../../../sdk/conditions/request.js";

function takes(text: string, request: RequestFacts): boolean | undefined {
  const { tree } = parseCondition(text, { allowRawAcl: true });
  if (tree === undefined) throw new Error(`${text} does not parse`);
  return evaluate(tree, request);
}

const request: RequestFacts = {
  method: "GET",
  path: "/shop/cart",
  query: "page=2&empty=&page=3&q=a%20b",
  headers: [
    ["Host", "Shop.Example.com:8080"],
    ["User-Agent", "Mozilla/5.0 Version/10.0.1 Safari/602"],
    ["X-Group", " beta "],
    ["x-group", "gold,silver"],
    ["X-Empty", ""],
    ["Cookie", 'a=1; b="x;y"; empty=; $v=1'],
    ["Cookie", "a=2,c=3"],
  ],
  sourceAddress: "10.1.2.3",
};

describe("evaluate", () => {
  it.each([
    ["host == shop.example.com", true],
    ["host == *.example.com", true],
    ["host == *.com", true],
    ["host == *.shop.example.com", false],
    ["host == example.com", false],
    ["user-agent is safari", true],
    ["user-agent is chrome", false],
    ["user-agent has Mozilla", true],
    ["has cookie a", true],
    ["has cookie A", false],
    ["has cookie empty", true],
    ["has cookie y", false],
    ["has cookie v", false],
    ["cookie a == 1", true],
    ["cookie a == 2", true],
    ["cookie c == 3", true],
    ["cookie b contains x;y", true],
    ["cookie a contains 3", false],
    ["has header x-GROUP", true],
    ["has header X-Empty", true],
    ["header X-Group == beta", true],
    ["header X-Group == gold", false],
    ["header X-Group contains gold", true],
    ["path == /shop/cart", true],
    ["path == /shop", false],
    ["path starts with /shop", true],
    ["path starts with /shop/", true],
    ["path starts with /sho", false],
    ["path starts with /", true],
    ["path ~ cart$", true],
    ["method == GET", true],
    ["method == POST", false],
    ["query page == 2", true],
    ["query page == 3", true],
    ["query q == a%20b", true],
    ["query q == 'a'", false],
    ["source in 10.0.0.0/8", true],
    ["source not in 10.0.0.0/8", false],
    ["source in ::/0", true],
  ])("%s: %s", (text, expected) => {
    expect(takes(text, request)).toBe(expected);
    expect(takes(`not ${text}`, request)).toBe(!expected);
  });

  it("says nothing where a raw ACL decides", () => {
    expect(takes("< path_beg /x >", request)).toBeUndefined();
    expect(takes("not < path_beg /x >", request)).toBeUndefined();
    expect(takes("< path_beg /x > and method == GET", request)).toBeUndefined();
    expect(takes("< path_beg /x > or method == GET", request)).toBe(true);
    expect(takes("< path_beg /x > and method == POST", request)).toBe(false);
  });

  it("takes a request that has next to nothing", () => {
    const bare: RequestFacts = { method: "OPTIONS", path: "*", headers: [] };
    for (const text of [
      "host == a",
      "has cookie a",
      "path ~ .",
      "path starts with /",
      "query a == 1",
      "source in ::/0",
    ])
      expect(takes(text, bare)).toBe(false);
  });
});
