import { type Parsed, readAmount, shown, wholeNumber } from "./parsed.js";

/** Bytes by unit. Vamp took Mi for 1.024 MB and had no Gi; these are the true ones. */
const units: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
};

const expected = "a number and one of K, M, G, Ki, Mi, Gi: `64MB`, `1.5Gi`";

/**
 * Reads an amount of memory in bytes: `64MB`, `128Mi`, `.1gb`; upper and lower case alike, the B may be left out. As in
 * Vamp, a number without unit is refused.
 */
export function parseMemory(given: string | number): Parsed<number> {
  const amount = readAmount(given);
  const unit = amount?.unit.toLowerCase().replace(/b$/, "") ?? "";
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (amount === undefined || factor === undefined)
    return { problem: `\`${shown(given)}\` is not an amount of memory`, expected };
  return wholeNumber(amount, factor, given, expected);
}

/** Writes bytes as a Kubernetes quantity in the largest unit that needs no fraction: `64M`, `128Mi`, `1500`. */
export function formatMemory(bytes: number): string {
  const [unit, factor] = largestUnit(bytes);
  // Kubernetes writes the thousand small and the others large.
  return `${bytes / factor}${unit === "k" ? unit : unit.charAt(0).toUpperCase() + unit.slice(1)}`;
}

/** Writes bytes as the language does, which wants a unit always: `64MB`, `128MiB`, `1.5KB`, `0MB`. */
export function formatMemoryText(bytes: number): string {
  if (bytes === 0) return "0MB";
  const [unit, factor] = largestUnit(bytes);
  if (unit !== "") return `${bytes / factor}${unit.charAt(0).toUpperCase()}${unit.slice(1)}B`;
  // Put together from digits, because dividing would round large numbers.
  return `${Math.floor(bytes / 1000)}.${String(bytes % 1000).padStart(3, "0")}`.replace(/0+$/, "").concat("KB");
}

/** The unit that leaves the smallest number without fraction, and its bytes. No name when it is the byte. */
function largestUnit(bytes: number): readonly [string, number] {
  return Object.entries(units)
    .filter(([, size]) => bytes >= size && bytes % size === 0)
    .reduce<readonly [string, number]>((best, next) => (next[1] > best[1] ? next : best), ["", 1]);
}
