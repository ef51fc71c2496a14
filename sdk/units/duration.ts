import { type Parsed, readAmount, shown, wholeNumber } from "./parsed.js";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds by unit, in all of Vamp's spellings, and the `ms` that Vamp had not. */
const units: Readonly<Record<string, number>> = {
  ms: 1,
  "": second,
  s: second,
  sec: second,
  second,
  seconds: second,
  m: minute,
  min: minute,
  minute,
  minutes: minute,
  h: hour,
  hrs: hour,
  hour,
  hours: hour,
};

const expected = "a number and one of ms, s, m, h: `500ms`, `10s`";

/**
 * Reads a span of time in milliseconds: `500ms`, `10s`, `5 minutes`; a bare number means seconds. Vamp knew whole
 * seconds only, and no space before the unit.
 */
export function parseDuration(given: string | number): Parsed<number> {
  const amount = readAmount(given);
  const factor = amount !== undefined && Object.hasOwn(units, amount.unit) ? units[amount.unit] : undefined;
  if (amount === undefined || factor === undefined)
    return { problem: `\`${shown(given)}\` is not a span of time`, expected };
  return wholeNumber(amount, factor, given, expected);
}

/** Writes milliseconds in the largest unit that needs no fraction: `500ms`, `10s`, `5m`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds % second !== 0) return `${milliseconds}ms`;
  if (milliseconds % hour === 0 && milliseconds > 0) return `${milliseconds / hour}h`;
  return milliseconds % minute === 0 && milliseconds > 0 ? `${milliseconds / minute}m` : `${milliseconds / second}s`;
}
