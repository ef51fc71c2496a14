/** What a text stands for, or what is wrong with it and what would be right. Both in plain words, without position. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string; readonly expected: string };

/** A number as it was written, without rounding, and the unit behind it (empty when there is none). */
export interface Amount {
  /** All digits, as if there were no point: `1.50` has 150. */
  readonly digits: bigint;
  /** How many of the digits stand behind the point. */
  readonly decimals: number;
  readonly unit: string;
}

/** Texts longer than this stand for nothing, and are not even looked at. */
const longest = 40;

/**
 * Splits a number and the unit behind it, white space round both left out. The number has no sign and no exponent, and
 * digits before or behind its point may be missing: `.5`, `64.`.
 */
export function readAmount(given: string | number): Amount | undefined {
  const text = String(given);
  if (text.length > longest) return undefined;
  const match = /^\s*(\d*)(?:\.(\d*))?\s*([A-Za-z]*)\s*$/.exec(text);
  const [, whole = "", fraction = "", unit = ""] = match ?? [];
  const digits = whole + fraction;
  return digits === "" ? undefined : { digits: BigInt(digits), decimals: fraction.length, unit };
}

/**
 * An amount in whole smallest units, a half rounded up. Refused: more than can be counted exactly (2^53 - 1), and what
 * is not nothing but would be rounded to it.
 */
export function wholeNumber(
  { digits, decimals }: Amount,
  factor: number,
  given: string | number,
  expected: string,
): Parsed<number> {
  const scale = 10n ** BigInt(decimals);
  const rounded = (2n * digits * BigInt(factor) + scale) / (2n * scale);
  if (rounded > BigInt(Number.MAX_SAFE_INTEGER)) return { problem: `\`${shown(given)}\` is too large`, expected };
  if (rounded === 0n && digits > 0n) return { problem: `\`${shown(given)}\` is too small`, expected };
  return { value: Number(rounded) };
}

/** A value in a message, cut when it is long. */
export function shown(given: string | number): string {
  const text = String(given);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
