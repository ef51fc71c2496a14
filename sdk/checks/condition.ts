import type { Route } from "../artifacts/gateway.js";
import { parseCondition } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/shape.js";

/** Checks that a condition written in place can be read, and points into it where it cannot. */
export function checkCondition(condition: NonNullable<Route["condition"]>, problems: Problems): void {
  if (condition.definition === undefined) return;
  const parsed = parseCondition(condition.definition);
  if (parsed.problems === undefined) return;
  const at = locationOf(condition, "definition");
  for (const { offset, length, message, expected } of parsed.problems) {
    // A plain scalar stands in the source as it is, so an offset into it is one into the source; a folded one does not.
    const inPlace = at.source.text?.startsWith(condition.definition, at.offset);
    const location = inPlace ? { ...at, offset: at.offset + offset, length: Math.max(1, length) } : at;
    problems.error("ConditionParseError", location, message, { expected });
  }
}
