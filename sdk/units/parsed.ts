/** What a text stands for, or what is wrong with it and what would be right. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string; readonly expected: string };

/** Texts longer than this stand for nothing, and are not even looked at. */
const longest = 40;

/**
 * Splits a number and the unit behind it, white space round both left out. The number has no sign, and digits before or
 * behind its point may be missing: `.5`, `64.`.
 */
export function splitUnit(given: string | number): { readonly number: number; readonly unit: string } | undefined {
  const text = String(given).trim();
  if (text.length > longest) return undefined;
  const match = /^(\d+\.?\d*|\.\d+) *([A-Za-z%]*)$/.exec(text);
  return match === null ? undefined : { number: Number(match[1]), unit: match[2] ?? "" };
}

/** A whole number of the smallest unit, unless it is too large to be counted exactly. */
export function wholeNumber(value: number, given: string | number, expected: string): Parsed<number> {
  const rounded = Math.round(value);
  if (Number.isSafeInteger(rounded)) return { value: rounded };
  return { problem: `\`${shown(given)}\` is too large`, expected };
}

/** A value in a message, cut when it is long. */
export function shown(given: string | number): string {
  const text = String(given);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
