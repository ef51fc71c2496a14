import { canHold } from "../conditions/satisfiable.js";
import type { PlainTest } from "../conditions/simplify.js";
import { type Formula, not } from "../conditions/tree.js";
import { mayCoincide } from "./coincide.js";
import type { Question } from "./question.js";

/** A question and the answer to it. */
export interface Answered {
  readonly question: Question;
  readonly holds: boolean;
}

/** How many answers are held against each other all at once; of more, each is held against each. */
const mostAtOnce = 6;

/** The requests that answer some questions alike: all that give the answers which are in it now. */
export class Cell {
  private readonly stack: Answered[] = [];
  private readonly known = new Map<Question, boolean>();

  /** The answers, in the order in which they were asked. */
  get answers(): readonly Answered[] {
    return [...this.stack];
  }

  /** How many answers there are. */
  get size(): number {
    return this.stack.length;
  }

  /** The answer that all of its requests give; undefined when it was not asked for. */
  answer(question: Question): boolean | undefined {
    return this.known.get(question);
  }

  /** Takes back all answers but the first. */
  backTo(size: number): void {
    for (const { question } of this.stack.splice(size)) this.known.delete(question);
  }

  /** Adds an answer. */
  add(question: Question, holds: boolean): void {
    this.stack.push({ question, holds });
    this.known.set(question, holds);
  }

  /** False when it is certain that none of its requests answers a question so. */
  mayAnswer(question: Question, holds: boolean): boolean {
    const asked = question.formula;
    if (asked === undefined) return true;
    const formula = holds ? asked : not(asked);
    const related = this.stack.filter(({ question: { subjects } }) => shareOne(subjects, question.subjects));
    if (related.length <= mostAtOnce) return canHold([formula, ...related.flatMap(formulaOf)]);
    const taken = related.filter((one) => one.holds).slice(-mostAtOnce);
    if (!canHold([formula, ...taken.flatMap(formulaOf)])) return false;
    return related.every(
      ({ question: other, holds: held }) =>
        held || other.formula === undefined || mayCoincide(asked, holds, other.formula),
    );
  }
}

function shareOne(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}

function formulaOf({ question: { formula }, holds }: Answered): readonly Formula<PlainTest>[] {
  if (formula === undefined) return [];
  return [holds ? formula : not(formula)];
}
