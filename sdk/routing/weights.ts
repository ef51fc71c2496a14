import type { Leaf } from "../later.js";
import { Later } from "../later.js";

/** All of a gateway's traffic, in hundredths of a percent: the unit of every weight and strength. */
export const whole = 10_000;

/** Weights that cannot be filled: what they sum to. */
export interface WeightProblem {
  readonly sum: number;
}

/**
 * Fills the weights of a gateway's routes, in their order, as Vamp does: what is given must sum to 0 % or 100 %, and
 * routes without a weight share what is left, the last of them taking what does not divide.
 *
 * @param given weights in hundredths of a percent; undefined where none is given.
 * @returns weights that sum to 100 %, or to 0 % when all are given as 0 %.
 */
export function fillWeights(given: readonly (number | undefined)[]): readonly number[] | WeightProblem {
  const sum = given.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  if (sum !== whole && sum !== 0) return { sum };
  const open = given.filter((weight) => weight === undefined).length;
  // Vamp shares whole percents, so that three routes get 33, 33 and 34.
  const left = whole - sum;
  const share = open === 0 ? 0 : Math.floor(left / open / 100) * 100;
  let seen = 0;
  return given.map((weight) => weight ?? (++seen === open ? left - share * (open - 1) : share));
}

/** The weights as far as they are known: `undefined` when one is known only later, so that nothing can be said yet. */
export function knownWeights(
  given: readonly (Leaf<number> | undefined)[],
): readonly (number | undefined)[] | undefined {
  const known: (number | undefined)[] = [];
  for (const weight of given) {
    if (weight instanceof Later) return undefined;
    known.push(weight);
  }
  return known;
}

/** A weight for people: `12.5 %`. */
export function formatShare(hundredths: number): string {
  return `${hundredths / 100} %`;
}
