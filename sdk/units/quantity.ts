import type { Parsed } from "./parsed.js";
/** tmp */
export function parseQuantity(text: string | number): Parsed<number> {
  const m = /^\s*(\d*\.?\d+)(m?)\s*$/.exec(String(text));
  return m
    ? { value: m[2] ? Number(m[1]) : Math.round(Number(m[1]) * 1000) }
    : { problem: `\`${text}\` is not cpu`, expected: "0.2" };
}
/** tmp */
export function formatQuantity(milli: number): string {
  return `${milli}m`;
}
