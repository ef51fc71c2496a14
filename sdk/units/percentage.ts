import { type Parsed, shown } from "./parsed.js";

const expected = "a percentage from `0%` to `100%`, with at most two decimals";

/**
 * Reads a share in hundredths of a percent: `50%` is 5000, `0.01%` is 1. Vamp knew whole percents only.
 *
 * A bare number is refused, as in Vamp: `0.5` could mean half of everything or half a percent.
 */
export function parsePercentage(given: string | number): Parsed<number> {
  const match = /^\s*(\d{1,3})(?:\.(\d{1,2}))?\s*%\s*$/.exec(String(given));
  const value = Number(match?.[1]) * 100 + Number((match?.[2] ?? "").padEnd(2, "0"));
  if (match === null || value > 10_000) return { problem: `\`${shown(given)}\` is not a percentage`, expected };
  return { value };
}

/** Writes hundredths of a percent as the language does: `50%`, `0.01%`. */
export function formatPercentage(hundredths: number): string {
  return `${hundredths / 100}%`;
}
