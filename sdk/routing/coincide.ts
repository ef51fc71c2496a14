import { implied, subjectOf } from "../conditions/implied.js";
import { canHold } from "../conditions/satisfiable.js";
import type { PlainTest } from "../conditions/simplify.js";
import { type Formula, not } from "../conditions/tree.js";

/** A test, and whether it has to hold. */
interface Literal {
  readonly test: PlainTest;
  /** What it is about. */
  readonly subject: string;
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
    const [inner, holds] = operand.kind === "not" ? [operand.operand, false] : [operand, true];
    return inner.kind === "atom" ? [{ test: inner.atom, subject: subjectOf(inner.atom), holds }] : [];
  });
  return { literals, others: operands.length - literals.length };
});

/**
 * False when it is certain that no request for which one formula fails makes another one hold, or fail. Quick, for there may
 * be thousands of formulas, and nearly all of them are tests that have to hold together.
 */
export function mayCoincide(asked: Formula<PlainTest>, holds: boolean, other: Formula<PlainTest>): boolean {
  const [own, theirs] = [partsOf(asked), partsOf(other)];
  if (!holds) {
    const [one, another] = [onlyLiteral(own), onlyLiteral(theirs)];
    // Both can fail, but where one says the opposite of the other.
    if (one !== undefined && another !== undefined) return !follows(opposite(one), another);
    const several = [own, theirs].every(({ literals, others }) => literals.length + others > 1);
    return several || canHold([not(asked), not(other)]);
  }
  // It takes all of what the other asks for to meet it.
  if (own.others === 0 && theirs.literals.some((wanted) => !own.literals.some((has) => follows(has, wanted))))
    return true;
  if (theirs.others === 0 && own.others === 0) return false;
  return canHold([asked, not(other)]);
}

/** False when it is certain that no request makes two formulas hold; as quick as {@link mayCoincide}. */
export function mayBothHold(one: Formula<PlainTest>, other: Formula<PlainTest>): boolean {
  const [own, theirs] = [partsOf(one), partsOf(other)];
  return !own.literals.some((has) => theirs.literals.some((other) => follows(has, opposite(other))));
}

function opposite(literal: Literal): Literal {
  return { ...literal, holds: !literal.holds };
}

function onlyLiteral({ literals, others }: Parts): Literal | undefined {
  return literals.length === 1 && others === 0 ? literals[0] : undefined;
}

function follows(known: Literal, wanted: Literal): boolean {
  // Tests of different subjects say nothing of each other.
  if (known.subject !== wanted.subject) return false;
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
