import { implied, subjectOf } from "../conditions/implied.js";
import { canHold } from "../conditions/satisfiable.js";
import type { PlainTest } from "../conditions/simplify.js";
import { type Formula, not } from "../conditions/tree.js";
import type { Answered } from "./cell.js";

/** A test, and whether it has to hold. */
interface Literal {
  readonly test: PlainTest;
  readonly holds: boolean;
}

/** What has to hold together: tests, and how many parts are more than that. */
interface Parts {
  readonly literals: readonly Literal[];
  readonly others: number;
}

const partsOf = remembered((formula: Formula<PlainTest>): Parts => {
  const operands = formula.kind === "and" ? formula.operands : [formula];
  const literals = operands.flatMap((operand): readonly Literal[] => {
    if (operand.kind === "atom") return [{ test: operand.atom, holds: true }];
    return operand.kind === "not" && operand.operand.kind === "atom"
      ? [{ test: operand.operand.atom, holds: false }]
      : [];
  });
  return { literals, others: operands.length - literals.length };
});

/**
 * False when it is certain that no request gives an answer where another question was answered with no. Quick, for there
 * may be thousands of questions, and nearly all of them are tests that have to hold together.
 */
export function mayCoincide({ question, holds }: Answered, { question: failed }: Answered): boolean {
  const [asked, other] = [question.formula, failed.formula];
  if (asked === undefined || other === undefined) return true;
  const [own, theirs] = [partsOf(asked), partsOf(other)];
  if (!holds) {
    const [one, another] = [onlyLiteral(own), onlyLiteral(theirs)];
    // Both can fail, but where one says the opposite of the other.
    if (one !== undefined && another !== undefined) return !follows({ ...one, holds: !one.holds }, another);
    const several = [own, theirs].every(({ literals, others }) => literals.length + others > 1);
    return several || canHold([not(asked), not(other)]);
  }
  // It takes all of what the other asks for to meet it.
  if (own.others === 0 && theirs.literals.some((wanted) => !own.literals.some((has) => follows(has, wanted))))
    return true;
  if (theirs.others === 0 && own.others === 0) return false;
  return canHold([asked, not(other)]);
}

function onlyLiteral({ literals, others }: Parts): Literal | undefined {
  return literals.length === 1 && others === 0 ? literals[0] : undefined;
}

function follows(known: Literal, wanted: Literal): boolean {
  // Tests of different subjects say nothing of each other.
  if (subjectOf(known.test) !== subjectOf(wanted.test)) return false;
  if (!known.holds) return !wanted.holds && implied(wanted.test, known.test) === true;
  return implied(known.test, wanted.test) === wanted.holds;
}

function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const before = made.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
