import type { Route } from "../artifacts/gateway.js";
import { parseCondition } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/shape.js";
import { within } from "../reading/source.js";

/** Checks that a condition written in place can be read, and points into it where it cannot. */
export function checkCondition(condition: NonNullable<Route["condition"]>, problems: Problems): void {
  // Vamp takes an empty condition for none.
  if (condition.definition === undefined || condition.definition.trim() === "") return;
  const parsed = parseCondition(condition.definition);
  if (parsed.problems === undefined) return;
  const at = locationOf(condition, "definition");
  for (const { offset, length, message, expected } of parsed.problems) {
    problems.error("ConditionParseError", within(at, condition.definition, offset, length), message, { expected });
  }
}
