import * as pulumi from "@pulumi/pulumi";
import { formatProblems, ProblemsError } from "../sdk/diagnostics/format.js";
import { type Problem, Problems, propertyOf } from "../sdk/diagnostics/problem.js";

/**
 * What is wrong with the arguments of a component: all of it at once, each part with its place.
 *
 * To a program in another language it is an error of each property. In a TypeScript program the engine prints the
 * message, without a stack trace: the mistake is in the arguments, not in the code.
 */
export class InputProblemsError extends pulumi.InputPropertiesError {
  /** Marks it for the language host as an error whose message says everything, as a RunError is. */
  readonly __pulumiRunError = true;

  constructor(problems: readonly Problem[]) {
    super({
      message: `${problems.length === 1 ? "there is a mistake" : `there are ${problems.length} mistakes`}:\n\n${formatProblems(problems)}\n`,
      errors: problems.map((problem) => ({
        propertyPath: propertyOf(problem),
        reason: `${problem.message} (${problem.code})`,
      })),
    });
    // Where an Output fails, the engine prints the stack; the place that matters is in the message.
    this.stack = this.message;
  }
}

/**
 * Runs a part of the sdk and turns its problems into an {@link InputProblemsError}. A part that cannot go on returns
 * undefined, and has said why.
 */
export function throwInputProblems<T>(run: (problems: Problems) => T): Exclude<T, undefined> {
  const problems = new Problems();
  let result: T | undefined;
  try {
    result = run(problems);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.add(error.problems);
  }
  if (problems.hasErrors) throw new InputProblemsError(problems.list.filter((problem) => problem.severity === "error"));
  for (const warning of problems.list) void pulumi.log.warn(formatProblems([warning]));
  if (result === undefined) throw new TypeError("a part that cannot go on has to say why");
  return result as Exclude<T, undefined>;
}
