import type { RawAcls } from "../conditions/evaluate.js";
import { exampleOf } from "../conditions/example.js";
import type { RequestFacts } from "../conditions/request.js";
import { not } from "../conditions/tree.js";
import type { Bounds } from "./bounds.js";
import { type Answered, Cell } from "./cell.js";
import { type Distribution, Program } from "./program.js";
import { type Question, Questions } from "./question.js";
import type { Entrance } from "./simulate.js";

/** Requests for which gateways do the same. */
export interface RequestClass {
  /** What they have in common, in the order in which it is asked. */
  readonly answers: readonly Answered[];
  /** Where they end, for each of the gateways; undefined for one that is not there. */
  readonly ends: readonly (Distribution | undefined)[];
}

/** Requests that are not told apart any further, though gateways may do different things with them. */
export interface RequestGroup {
  /** What they have in common, in the order in which it is asked. */
  readonly answers: readonly Answered[];
  /** Where they may end, for each of the gateways; undefined for one that is not there. */
  readonly bounds: readonly (Bounds | undefined)[];
}

/** Classes and groups that hold every request once. */
export interface Partition {
  readonly classes: readonly RequestClass[];
  /** None where there are not too many classes. */
  readonly groups: readonly RequestGroup[];
}

/** How many classes are looked for. */
export const mostClasses = 20_000;

/**
 * The classes of requests that some gateways tell apart: by site, by the first condition that matches, by sticky cookies,
 * and by whether it is a preflight, in the tables behind them too. They hold every request exactly once. Classes of which
 * it is certain that no request is in them are left out. Where there would be too many, the last ones stay together in groups.
 *
 * @param entrances such as a gateway before and after a change; undefined for one that is not there
 */
export function classesOf(entrances: readonly (Entrance | undefined)[], most = mostClasses): Partition {
  const questions = new Questions();
  const programs = entrances.map((entrance) => entrance && new Program(entrance, questions));
  const classes: RequestClass[] = [];
  const groups: RequestGroup[] = [];
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
    else if (classes.length + groups.length + open.length >= most)
      groups.push({ answers: cell.answers, bounds: programs.map((program) => program?.bounds(cell)) });
    else {
      const { size } = cell;
      // The one that holds is looked at first, so that classes stand in the order of conditions.
      for (const holds of [false, true])
        if (cell.mayAnswer(question, holds)) open.push({ size, answered: { question, holds }, ends });
    }
  }
  return { classes, groups };
}

/** A part of the requests that is to be looked at. */
interface Open {
  /** How many answers it has in common with the part that it was split from. */
  readonly size: number;
  readonly answered: Answered | undefined;
  readonly ends: readonly (Distribution | undefined)[];
}

type Answers = Pick<RequestClass, "answers">;

/** True for a request that is in a class or a group; undefined where a raw ACL decides about which nothing is known. */
export function isInClass({ answers }: Answers, request: RequestFacts, rawAcls?: RawAcls): boolean | undefined {
  let certain = true;
  for (const { question, holds } of answers) {
    const answer = question.ask(request, rawAcls);
    if (answer === !holds) return false;
    certain &&= answer !== undefined;
  }
  return certain ? true : undefined;
}

/** A request of a class or a group; undefined when none was found, which does not mean that there is none. */
export function exampleIn(one: Answers): RequestFacts | undefined {
  const formulas = one.answers.flatMap(({ question: { formula }, holds }) =>
    formula === undefined ? [] : [holds ? formula : not(formula)],
  );
  return exampleOf(formulas, (request) => isInClass(one, request) === true);
}
