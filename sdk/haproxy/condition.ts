import { type CompiledCondition, compile } from "../conditions/compile.js";
import { parseCondition } from "../conditions/parse.js";

/** A condition of a route as lines of a frontend, and the words that stand beside others behind `if`. */
export function compileCondition(text: string): CompiledCondition {
  const { tree, problems } = parseCondition(text);
  // Conditions are checked where they are read, so this is a mistake in a program.
  if (tree === undefined)
    throw new TypeError(`\`${text}\` is not a condition: ${problems.map((problem) => problem.message).join("; ")}`);
  return compile(tree, { asConjunction: true });
}
