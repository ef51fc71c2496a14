import type { Parsed } from "./parsed.js";
/** tmp */
export function parseDuration(text: string | number): Parsed<number> {
  const m = /^\s*(\d+)(ms|s|m|h)?\s*$/.exec(String(text));
  const f: Record<string, number> = { ms: 1, s: 1000, m: 60000, h: 3600000 };
  return m
    ? { value: Number(m[1]) * (f[m[2] ?? "s"] ?? 1) }
    : { problem: `\`${text}\` is not a duration`, expected: "10s" };
}
