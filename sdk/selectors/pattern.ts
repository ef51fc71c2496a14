import { regexProblem } from "../conditions/regex.js";
import type { Pattern } from "./tree.js";

/** Says why a text cannot be a {@link Pattern}, or undefined when it can. */
export function patternProblem(text: string): string | undefined {
  if (text.trim() === "") return "it is empty";
  if (/[^\x20-\x7e]/.test(text)) return "names in Kubernetes are plain ASCII";
  return (
    regexProblem(text) ??
    (groups(text) > 1 ? "it captures more than once; write `(?:…)` for a group that does not" : undefined)
  );
}

/** How many groups capture. The empty alternative always matches, and the answer has a place for every group. */
function groups(pattern: Pattern): number {
  return (new RegExp(`${pattern}|`).exec("")?.length ?? 1) - 1;
}

/** What a pattern says of a text: nothing, that it matches, or that it matches and what it captured. */
export type PatternMatch = { readonly captured: string | undefined } | undefined;

/** Makes a pattern ready for use, because compiling it for every target would take most of the time. */
export function compilePattern(pattern: Pattern): (text: string) => PatternMatch {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (text) => {
    const match = whole.exec(text);
    return match === null ? undefined : { captured: match[1] };
  };
}
