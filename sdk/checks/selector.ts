import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import { within } from "../reading/source.js";
import { parseSelector } from "../selectors/parse.js";

/** Checks that a selector can be read, and points into it where it cannot. */
export function checkSelector(part: { readonly selector?: string | undefined }, problems: Problems): void {
  const { selector } = part;
  if (selector === undefined) return;
  const at = locationOf(part, "selector");
  for (const { offset, length, message, expected, nearest } of parseSelector(selector).problems ?? [])
    problems.error("InvalidSelectorError", within(at, selector, offset, length), message, { expected, nearest });
}
