import { type Parsed, readAmount, shown, wholeNumber } from "./parsed.js";

const expected = "cores or thousandths of one: `0.2`, `200m`";

/** Reads processor time in thousandths of a core: `0.2` and `200m` are 200. Vamp took negative amounts; these are refused. */
export function parseQuantity(given: string | number): Parsed<number> {
  const amount = readAmount(given);
  if (amount === undefined || (amount.unit !== "" && amount.unit !== "m"))
    return { problem: `\`${shown(given)}\` is not an amount of processor time`, expected };
  return wholeNumber(amount, amount.unit === "m" ? 1 : 1000, given, expected);
}

/** Writes thousandths of a core as a Kubernetes quantity: `2`, `200m`. */
export function formatQuantity(thousandths: number): string {
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}
