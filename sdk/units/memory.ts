import type { Parsed } from "./parsed.js";
/** tmp */
export function parseMemory(text: string | number): Parsed<number> {
  const m = /^\s*(\d+(?:\.\d+)?)\s*(MB|M|Mi|Gi|GB|G)\s*$/.exec(String(text));
  const f: Record<string, number> = { MB: 1e6, M: 1e6, Mi: 2 ** 20, Gi: 2 ** 30, GB: 1e9, G: 1e9 };
  return m
    ? { value: Number(m[1]) * (f[m[2] ?? ""] ?? 1) }
    : { problem: `\`${text}\` is not an amount of memory`, expected: "64MB" };
}
/** tmp */
export function formatMemory(bytes: number): string {
  return bytes % 1e6 === 0 ? `${bytes / 1e6}M` : bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20}Mi` : String(bytes);
}
