import type { Formula } from "./tree.js";

/** A test of a condition, and whether the condition wants it to fail. */
export interface AskedTest<Atom> {
  readonly test: Atom;
  readonly negated: boolean;
}

/** Every test that a condition asks, in its order. */
export function testsIn<Atom>(condition: Formula<Atom>, negated = false): readonly AskedTest<Atom>[] {
  switch (condition.kind) {
    case "constant":
      return [];
    case "atom":
      return [{ test: condition.atom, negated }];
    case "not":
      return testsIn(condition.operand, !negated);
    case "and":
    case "or":
      return condition.operands.flatMap((operand) => testsIn(operand, negated));
  }
}
