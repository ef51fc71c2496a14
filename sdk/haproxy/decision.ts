import { formatShare, whole } from "../routing/weights.js";

/**
 * A decision by counting: HAProxy's means to give exactly a share of requests one way, whatever their order.
 *
 * Each decision has a counter of its own (`gpc` number `index` of the entry that the frontend tracks): two decisions on
 * one counter would be correlated. The values 0–9999 come in an order that spreads each stretch of them evenly: 6199 is
 * near 10,000 divided by the golden ratio, and has no divisor in common with 10,000. So of 10,000 requests one after
 * another every way gets exactly its share, and of the first 1,000 and each 1,000 after them so does one of whole
 * percents; of any other number, from wherever the counter stands, within 5.
 */
export function countedShare(index: number): string {
  return `sc_inc_gpc(${index},0),mul(6199),mod(${whole})`;
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
