import { implied, subjectOf } from "./implied.js";
import type { PlainTest } from "./simplify.js";
import type { Formula } from "./tree.js";

/** How many times {@link canHold} may guess before it gives up and says that it may be. */
const mostGuesses = 2_000;

/**
 * False when no request can meet all of the conditions; true when one can, as far as it can be told.
 *
 * Tests are taken for independent but for what one says about another ({@link implied}), so `false` is certain, while
 * `true` may be wrong: about three tests that only together exclude each other, about regular expressions, and where
 * the conditions are so entangled that finding out would take too long.
 *
 * @param conditions with browsers' names spelled out, as `simplify` gives them
 */
export function canHold(conditions: readonly Formula<PlainTest>[]): boolean {
  return new Search(conditions).from(0);
}

/** Tests that are taken for true or false, by their subject. */
type Assumptions = Map<string, { readonly test: PlainTest; readonly holds: boolean }[]>;

/** Goes through the formulas in order, and guesses a test where one is neither true nor false yet. */
class Search {
  private guesses = 0;
  private readonly assumptions: Assumptions = new Map();

  constructor(private readonly formulas: readonly Formula<PlainTest>[]) {}

  from(first: number): boolean {
    for (let index = first; ; index += 1) {
      const formula = this.formulas[index];
      if (formula === undefined) return true;
      const open = judge(formula, this.assumptions);
      if (open === false) return false;
      if (open !== true) return this.guess(open, index);
    }
  }

  private guess({ test, wanted }: Open, index: number): boolean {
    this.guesses += 1;
    if (this.guesses > mostGuesses) return true;
    const subject = subjectOf(test);
    const about = this.assumptions.get(subject) ?? [];
    this.assumptions.set(subject, about);
    return [wanted, !wanted].some((holds) => {
      about.push({ test, holds });
      const possible = this.from(index);
      about.pop();
      return possible;
    });
  }
}

/** A test on which a formula still depends, and the answer that is likelier to make the formula true. */
interface Open {
  readonly test: PlainTest;
  readonly wanted: boolean;
}

function judge(formula: Formula<PlainTest>, assumptions: Assumptions): boolean | Open {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "atom":
      return answer(formula.atom, assumptions) ?? { test: formula.atom, wanted: true };
    case "not": {
      const inner = judge(formula.operand, assumptions);
      return typeof inner === "boolean" ? !inner : { ...inner, wanted: !inner.wanted };
    }
    case "and":
    case "or": {
      const deciding = formula.kind === "or";
      let open: Open | undefined;
      for (const operand of formula.operands) {
        const one = judge(operand, assumptions);
        if (one === deciding) return deciding;
        if (typeof one !== "boolean") open ??= one;
      }
      return open ?? !deciding;
    }
  }
}

function answer(asked: PlainTest, assumptions: Assumptions): boolean | undefined {
  for (const { test, holds } of assumptions.get(subjectOf(asked)) ?? []) {
    if (!holds && implied(asked, test) === true) return false;
    const told = holds ? implied(test, asked) : undefined;
    if (told !== undefined) return told;
  }
  return undefined;
}
