import fc from "fast-check";
import { expect, it } from "vitest";
import { testsIn } from "../../../sdk/conditions/tests.js";
import { allOf, anyOf, atom, not } from "../../../sdk/conditions/tree.js";
import { conditions } from "./arbitraries.js";

it("testsIn tells which tests are wanted to fail", () => {
  const formula = allOf(atom("a"), not(anyOf(atom("b"), not(atom("c")))));
  expect(testsIn(formula)).toEqual([
    { test: "a", negated: false },
    { test: "b", negated: true },
    { test: "c", negated: false },
  ]);
});

it("testsIn tells the opposite of the opposite of a condition", () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      const opposite = testsIn(not(condition)).map(({ test, negated }) => ({ test, negated: !negated }));
      expect(opposite).toEqual(testsIn(condition));
    }),
  );
});
