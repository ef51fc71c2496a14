import type { ConditionUse } from "../artifacts/condition.js";
import { type ConditionOptions, parseCondition } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import { within } from "../reading/source.js";

/** Checks that a condition written in place can be read, and points into it where it cannot. */
export function checkCondition(
  condition: Pick<ConditionUse, "definition">,
  problems: Problems,
  options: ConditionOptions = {},
): void {
  const { definition } = condition;
  // Vamp takes an empty condition for none.
  if (definition === undefined || definition.trim() === "") return;
  const parsed = parseCondition(definition, options);
  if (parsed.problems === undefined) return;
  const at = locationOf(condition, "definition");
  for (const { offset, length, message, expected, nearest } of parsed.problems)
    problems.error("ConditionParseError", within(at, definition, offset, length), message, { expected, nearest });
}
