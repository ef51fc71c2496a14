import type { Parsed } from "./parsed.js";
/** tmp */
export function parsePercentage(text: string | number): Parsed<number> {
  const m = /^\s*(\d{1,3}(?:\.\d{1,2})?)\s*%\s*$/.exec(String(text));
  const value = Math.round(Number(m?.[1]) * 100);
  return m && value <= 10000 ? { value } : { problem: `\`${text}\` is not a percentage`, expected: "0% to 100%" };
}
