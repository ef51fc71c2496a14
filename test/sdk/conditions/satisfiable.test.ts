import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../sdk/conditions/evaluate.js";
import { implied, subjectOf } from "../../../sdk/conditions/implied.js";
import { parseCondition } from "../../../sdk/conditions/parse.js";
import { canHold } from "../../../sdk/conditions/satisfiable.js";
import { type PlainTest, simplify } from "../../../sdk/conditions/simplify.js";
import { allOf, atom, type Condition, not } from "../../../sdk/conditions/tree.js";
import { conditions, requests, requestTests } from "./arbitraries.js";
import { writeCondition } from "./write.js";

const read = (text: string): Condition => {
  const { tree, problems } = parseCondition(text, { allowRawAcl: true });
  if (tree === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return tree;
};
const simple = (text: string) => simplify(read(text));

const plainTests = requestTests.filter((test): test is PlainTest => test.kind !== "userAgent");

describe("implied", () => {
  it("never says what a request disproves", () => {
    fc.assert(
      fc.property(plainTests, plainTests, fc.array(requests, { minLength: 5, maxLength: 30 }), (one, other, all) => {
        fc.pre(subjectOf(one) === subjectOf(other));
        const told = implied(one, other);
        fc.pre(told !== undefined);
        for (const request of all) if (evaluate(atom(one), request)) expect(evaluate(atom(other), request)).toBe(told);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["host == a.example.com", "host == *.example.com", true],
    ["host == A.example.com", "host == a.example.com", true],
    ["host == a.example.com", "host == b.example.com", false],
    ["host == *.a.example.com", "host == *.example.com", true],
    ["host == *.example.com", "host == *.a.example.com", undefined],
    ["host == *.example.com", "host == *.example.org", false],
    ["host == *.example.com", "host == example.com", false],
    ["method == GET", "method == POST", false],
    ["path == /x/y", "path starts with /x", true],
    ["path == /xy", "path starts with /x", false],
    ["path == /xy", "path ~ ^/x", true],
    ["path starts with /x", "path == /x", undefined],
    ["path starts with /x", "path == /y", false],
    ["path starts with /x/y", "path starts with /x", true],
    ["path starts with /x", "path starts with /xy", false],
    ["path ~ ^/x", "path == /y", false],
    ["header A == ab", "has header a", true],
    ["header A == ab", "header A contains b", true],
    ["header A == a", "header A == b", undefined],
    ["cookie c contains ab", "cookie c contains b", true],
    ["cookie c == a", "has cookie c", true],
    ["source in 10.1.0.0/16", "source in 10.0.0.0/8", true],
    ["source in 10.0.0.0/8", "source in 10.1.0.0/16", undefined],
    ["source in 10.0.0.0/8", "source in 11.0.0.0/8", false],
  ])("%s: of %s it says %s", (known, asked, expected) => {
    const [one, other] = [read(known), read(asked)];
    if (one.kind !== "atom" || other.kind !== "atom") throw new Error("tests only");
    expect(implied(one.atom as PlainTest, other.atom as PlainTest)).toBe(expected);
  });
});

describe("canHold", () => {
  it("never denies what a request does", () => {
    fc.assert(
      fc.property(fc.array(conditions, { minLength: 1, maxLength: 4 }), requests, (all, request) => {
        const met = all.map((condition) => (evaluate(condition, request) ? condition : not(condition)));
        expect(canHold(met.map(simplify))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("denies every contradiction of a length that people write", () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        fc.pre(writeCondition(condition).length < 300);
        expect(canHold([simplify(condition), not(simplify(condition))])).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [["has cookie a", "not has cookie a"], false],
    [["has cookie a", "not has cookie b"], true],
    [["method == GET or method == POST", "method == PUT"], false],
    [["user-agent is Safari", "header User-Agent misses Version"], false],
    [["path starts with /shop and has cookie a", "not (path starts with /)"], false],
    [["<x>", "not <x>"], false],
    [["<x>", "not <y>"], true],
  ])("%j: %s", (texts, expected) => {
    expect(canHold(texts.map(simple))).toBe(expected);
  });

  it("gives up on what would take too long", () => {
    const pigeons = 9;
    const cookie = (pigeon: number, hole: number) => atom({ kind: "cookie" as const, name: `c${pigeon}-${hole}` });
    const holes = [...Array(pigeons - 1).keys()];
    const each = [...Array(pigeons).keys()].map((pigeon) => ({
      kind: "or" as const,
      operands: holes.map((hole) => cookie(pigeon, hole)),
    }));
    const apart = holes.flatMap((hole) =>
      [...Array(pigeons).keys()].flatMap((one) =>
        [...Array(one).keys()].map((other) => not(allOf(cookie(one, hole), cookie(other, hole)))),
      ),
    );
    expect(canHold([...each, ...apart])).toBe(true);
  });
});
