import { formatProblem } from "../diagnostics/format.js";
import type { Problem } from "../diagnostics/problem.js";
import type { World } from "./command.js";

/** Tells problems, in colour for a person: beside the result, or where they are the result, as that. */
export function tellProblems(problems: readonly Problem[], world: World, as: "said" | "result" = "said"): void {
  const print = as === "said" ? world.say : world.out;
  for (const problem of problems) print(`${formatProblem(problem, { colour: world.colour })}\n\n`);
}
