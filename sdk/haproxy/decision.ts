import { formatShare, whole } from "../routing/weights.js";

/**
 * A decision by counting: HAProxy's means to give exactly a share of requests one way, whatever their order.
 *
 * Each decision has a counter of its own (`gpc` number `index` of the entry that the frontend tracks): two decisions on
 * one counter would be correlated. The counter is multiplied by 2^32 divided by the golden ratio, which spreads
 * consecutive values evenly, and scaled to 0–9999. It is masked first because HAProxy's `mul` saturates instead of
 * wrapping. From a fresh counter,
 * every threshold is met within 2 requests in the first 1,000 and the first 10,000, and within 3 in between.
 */
export function countedShare(index: number): string {
  return `sc_inc_gpc(${index},0),and(2147483647),mul(2654435769),and(4294967295),div(429497)`;
}

/** One way of a decision: it is taken by counter values below `below`. */
export interface Way<T> {
  readonly target: T;
  /** Upper bound, exclusive, in 0–10000. The last way has 10000. */
  readonly below: number;
  /** Its share, for people. */
  readonly share: string;
}

/** Turns weights into the bounds of a decision, leaving out what gets nothing. */
export function waysOf<T extends { readonly weight: number }>(routes: readonly T[]): readonly Way<T>[] {
  let below = 0;
  return routes
    .filter((route) => route.weight > 0)
    .map((route) => {
      below += route.weight;
      return { target: route, below: Math.min(below, whole), share: formatShare(route.weight) };
    });
}
