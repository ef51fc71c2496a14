import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../sdk/conditions/evaluate.js";
import { simplify, simplifyFormula } from "../../../sdk/conditions/simplify.js";
import { allOf, anyOf, atom, type Formula, not } from "../../../sdk/conditions/tree.js";
import { conditions, requests } from "./arbitraries.js";
import { conditionExpression, expressionOf } from "./expression.js";

const [a, b, c] = [atom("a"), atom("b"), atom("c")] as const;
const yes: Formula<string> = { kind: "constant", value: true };
const no: Formula<string> = { kind: "constant", value: false };

describe("simplify", () => {
  it.each([
    ["a constant in an and", allOf(a, yes, b), "(and a b)"],
    ["a deciding constant in an and", allOf(a, no), "false"],
    ["a constant in an or", anyOf(a, no), "a"],
    ["a deciding constant in an or", anyOf(a, yes), "true"],
    ["a negated constant", allOf(a, not(no)), "a"],
    ["no operands", allOf<string>(), "true"],
    ["no alternatives", anyOf<string>(), "false"],
    ["a double negation", not(not(a)), "a"],
    ["a fourfold negation", not(not(not(not(a)))), "a"],
    ["duplicates", allOf(a, b, a), "(and a b)"],
    ["duplicates that are written differently", anyOf(allOf(a, b), allOf(b, a, b)), "(and a b)"],
    ["nested chains", anyOf(a, anyOf(b, anyOf(c, a))), "(or (or a b) c)"],
    ["a contradiction", allOf(a, b, not(a)), "false"],
    ["a contradiction of groups", allOf(anyOf(a, b), not(anyOf(b, a))), "false"],
    ["an excluded middle", anyOf(a, not(a)), "true"],
    ["an absorbed alternative", anyOf(a, allOf(a, b)), "a"],
    ["an absorbed requirement", allOf(anyOf(a, b), a), "a"],
    ["a negation that absorbs nothing", anyOf(a, not(allOf(a, b))), "(or a (not (and a b)))"],
  ])("removes %s", (_, formula, expected) => {
    expect(expressionOf(simplifyFormula(formula, String), String)).toBe(expected);
  });

  it("spells browsers' names out", () => {
    const simple = simplify(atom({ kind: "userAgent", value: "SAFARI" }));
    expect(conditionExpression(simple)).toBe(
      "(and (header-contains User-Agent Safari) (header-contains User-Agent Version))",
    );
    expect(simplify(atom({ kind: "userAgent", value: "Edge" }))).toEqual(
      atom({ kind: "headerContains", name: "User-Agent", value: "Edge" }),
    );
  });

  it("keeps every answer, and is done after one pass", () => {
    fc.assert(
      fc.property(conditions, fc.array(requests, { minLength: 1, maxLength: 5 }), (condition, requests) => {
        const simple = simplify(condition);
        for (const request of requests) expect(evaluate(simple, request)).toBe(evaluate(condition, request));
        expect(simplify(simple)).toEqual(simple);
      }),
      { numRuns: 500 },
    );
  });

  it("takes time in proportion to the size", () => {
    // Were operands compared with each other one by one, this would take minutes.
    const wide = anyOf(...Array.from({ length: 20_000 }, (_, index) => allOf(atom(`x${index}`), atom("y"))));
    expect(simplifyFormula(wide, String)).toHaveProperty("kind", "or");
  });
});
