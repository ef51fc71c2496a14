import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, mostWords } from "../../../sdk/conditions/compile.js";
import { evaluate } from "../../../sdk/conditions/evaluate.js";
import { parseCondition } from "../../../sdk/conditions/parse.js";
import { allOf, anyOf, atom, type Condition, not, type RequestTest } from "../../../sdk/conditions/tree.js";
import { UnquotableError } from "../../../sdk/haproxy/quote.js";
import { conditions, requests } from "./arbitraries.js";
import { run } from "./interpreter.js";

function parsed(text: string): Condition {
  const { tree } = parseCondition(text, { allowRawAcl: true });
  if (tree === undefined) throw new Error(`${text} does not parse`);
  return tree;
}

/** What follows the name in the ACL of a condition that needs one. */
function definitionOf(text: string): string {
  const { statements } = compile(parsed(text));
  expect(statements).toHaveLength(1);
  return (statements[0] ?? "").replace(/^acl [0-9a-f]{16} /, "");
}

const cookie = (number: number): Condition => atom({ kind: "cookie", name: `c${number}` });
const many = (count: number): Condition[] => Array.from({ length: count }, (_, index) => cookie(index));
const pairs = (count: number): Condition =>
  allOf(...Array.from({ length: count }, (_, index) => anyOf(cookie(2 * index), cookie(2 * index + 1))));

describe("ACLs", () => {
  it.each([
    ["host == Shop.example.com", "req.fhdr(host),host_only,lower -m str 'shop.example.com'"],
    ["host == *.example.com", "req.fhdr(host),host_only,lower -m end '.example.com'"],
    ["cookie a contains it's", "req.cook(a) -m sub 'it'\\''s'"],
    ["cookie a == 1", "req.cook(a) -m str '1'"],
    ["header a == 1", "req.fhdr(a) -m str '1'"],
    ["path == /x", "path -m str '/x'"],
    ["path starts with /x", "path,concat(/) -m beg '/x/'"],
    ["path starts with /x/", "path,concat(/) -m beg '/x/'"],
    ["path ~ ^/x$", "path -m reg '^/x$'"],
    ["method == get", "method 'GET'"],
    ["query q == 1", "url_param(q) -m str '1'"],
    ["source in 10.0.0.0/8", "src '10.0.0.0/8'"],
    ["< path_beg /x >", "path_beg /x"],
    // A flag would be one in quotes too.
    ["header a contains -i", "req.fhdr(a) -m sub -- '-i'"],
    ["header a contains $HOME", "req.fhdr(a) -m sub '$HOME'"],
  ])("%s", (text, definition) => {
    expect(definitionOf(text)).toBe(definition);
  });

  it.each<RequestTest>([
    { kind: "headerContains", name: "a", value: "b\nhttp-request deny" },
    { kind: "header", name: "a) -m found" },
    { kind: "raw", value: "path /x\n  default_backend evil" },
    { kind: "pathMatches", value: "(a+)+" },
    { kind: "source", value: "-f /etc/passwd" },
  ])("are refused for what only a program could make: %j", (test) => {
    expect(() => compile(atom(test))).toThrow(UnquotableError);
  });
});

describe("conditions", () => {
  it("are constants where the tests do not matter", () => {
    expect(compile(parsed("has cookie a or misses cookie a"))).toEqual({ statements: [], condition: "TRUE" });
    expect(compile(parsed("has cookie a and misses cookie a"))).toEqual({ statements: [], condition: "FALSE" });
    expect(compile(allOf())).toEqual({ statements: [], condition: "TRUE" });
    expect(compile(anyOf())).toEqual({ statements: [], condition: "FALSE" });
  });

  it("do not declare what they do not use", () => {
    const { statements } = compile(parsed("has cookie a or (has cookie a and has cookie b)"));
    expect(statements).toHaveLength(1);
  });

  it("are right where Vamp's was wrong (its golden file configuration_7)", () => {
    const text = "user-agent != safari and user-agent is chrome and cookie group contains admin and has header x-allow";
    const { condition } = compile(parsed(text));
    const [first = "", second = ""] = condition.split(" or ").map((terms) => terms.split(" ").length);
    expect([first, second]).toEqual([4, 4]);
  });

  it("can be made one conjunction", () => {
    const condition = parsed("has cookie a or has cookie b");
    expect(compile(condition).condition).toContain(" or ");
    const { statements, condition: term } = compile(condition, { asConjunction: true });
    expect(term).toMatch(/^[0-9a-f]{16}$/);
    expect(statements).toHaveLength(4);
    expect(compile(parsed("has cookie a and has cookie b"), { asConjunction: true }).statements).toHaveLength(2);
  });
});

describe("size", () => {
  it("grows with the condition, not with its disjunction", () => {
    const lines = (count: number) => compile(pairs(count)).statements.length;
    // 2 ^ 200 alternatives otherwise.
    expect(lines(200)).toBeLessThan(200 * 5);
    expect(lines(400)).toBeLessThan(2.1 * lines(200));
  });

  it.each([
    ["or", anyOf(...many(1000))],
    ["and", allOf(...many(1000))],
    ["nor", not(anyOf(...many(1000)))],
    ["and of ors", pairs(500)],
  ])("an %s of 1000 keeps every line within HAProxy's limit", (_, condition) => {
    const { statements, condition: rule } = compile(condition);
    expect(statements.length).toBeLessThan(2600);
    for (const line of [...statements, rule]) expect(line.split(" ").length).toBeLessThanOrEqual(mostWords + 5);
    const request = {
      method: "GET",
      path: "/",
      headers: [
        [
          "Cookie",
          many(1000)
            .map((_, index) => `c${index}=1`)
            .join(";"),
        ],
      ],
    } as const;
    expect(run(compile(condition), condition, request)).toBe(evaluate(condition, request));
  });
});

describe("meaning", () => {
  it("is that of evaluate()", () => {
    fc.assert(
      fc.property(
        conditions,
        fc.array(requests, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (condition, requests, asConjunction) => {
          const compiled = compile(condition, { asConjunction });
          for (const request of requests) expect(run(compiled, condition, request)).toBe(evaluate(condition, request));
        },
      ),
      { numRuns: 500 },
    );
  });
});
