import type { RawAcls } from "../conditions/evaluate.js";
import { exampleOf } from "../conditions/example.js";
import type { RequestFacts } from "../conditions/request.js";
import { not } from "../conditions/tree.js";
import { type Answered, Cell } from "./cell.js";
import { type Distribution, Program } from "./program.js";
import { type Question, Questions } from "./question.js";
import type { Entrance } from "./simulate.js";

/** Requests for which gateways do the same. */
export interface RequestClass {
  /** What they have in common, in the order in which it is asked. */
  readonly answers: readonly Answered[];
  /** Where they end, for each of the gateways; undefined for one that is not there, or that was not looked into. */
  readonly ends: readonly (Distribution | undefined)[];
}

/** Classes that hold every request once. */
export interface Partition {
  readonly classes: readonly RequestClass[];
  /** False when there would have been too many: then some classes hold requests that end differently, and say no ends. */
  readonly complete: boolean;
}

/** How many classes are looked for. */
export const mostClasses = 20_000;

/**
 * The classes of requests that some gateways tell apart: by site, by the first condition that matches, by sticky cookies,
 * and by whether it is a preflight, in the tables behind them too. They hold every request exactly once. Classes of which
 * it is certain that no request is in them are left out.
 *
 * @param entrances such as a gateway before and after a change; undefined for one that is not there
 */
export function classesOf(entrances: readonly (Entrance | undefined)[], most = mostClasses): Partition {
  const questions = new Questions();
  const programs = entrances.map((entrance) => entrance && new Program(entrance, questions));
  const classes: RequestClass[] = [];
  let complete = true;
  const cell = new Cell();
  const open: Open[] = [{ size: 0, answered: undefined, ends: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    cell.backTo(next.size);
    if (next.answered !== undefined) cell.add(next.answered.question, next.answered.holds);
    const ends = [...next.ends];
    let asked: Question | undefined;
    while (ends.length < programs.length && asked === undefined) {
      const result = programs[ends.length]?.run(cell);
      if (result !== undefined && "ask" in result) asked = result;
      else ends.push(result);
    }
    const question = asked;
    if (question === undefined) classes.push({ answers: cell.answers, ends });
    else if (classes.length + open.length >= most) {
      complete = false;
      classes.push({ answers: cell.answers, ends: entrances.map(() => undefined) });
    } else {
      const { size } = cell;
      // The one that holds is looked at first, so that classes stand in the order of conditions.
      for (const holds of [false, true])
        if (cell.mayAnswer(question, holds)) open.push({ size, answered: { question, holds }, ends });
    }
  }
  return { classes, complete };
}

/** A part of the requests that is to be looked at. */
interface Open {
  /** How many answers it has in common with the part that it was split from. */
  readonly size: number;
  readonly answered: Answered | undefined;
  readonly ends: readonly (Distribution | undefined)[];
}

/** True for a request that is in a class; undefined where a raw ACL decides about which nothing is known. */
export function isInClass({ answers }: RequestClass, request: RequestFacts, rawAcls?: RawAcls): boolean | undefined {
  let certain = true;
  for (const { question, holds } of answers) {
    const answer = question.ask(request, rawAcls);
    if (answer === !holds) return false;
    certain &&= answer !== undefined;
  }
  return certain ? true : undefined;
}

/** A request of a class; undefined when none was found, which does not mean that there is none. */
export function exampleIn(one: RequestClass): RequestFacts | undefined {
  const formulas = one.answers.flatMap(({ question: { formula }, holds }) =>
    formula === undefined ? [] : [holds ? formula : not(formula)],
  );
  return exampleOf(formulas, (request) => isInClass(one, request) === true);
}
