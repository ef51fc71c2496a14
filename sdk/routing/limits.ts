import type { Leaf } from "../later.js";
import type { Backend } from "./table.js";
import { type RateLimit, trafficDefaults } from "./traffic.js";

/** Kinds of limits, with what they are. Times are in milliseconds. */
type Bounds =
  /** So many requests in a time; more are answered with 429 (`rate-limit`). */
  | ({ readonly kind: "rate-limit" } & RateLimit)
  /** So many at the same time; more wait, and are answered with 503 when they have waited so long (`queue-timeout`). */
  | { readonly kind: "connections"; readonly most: Leaf<number>; readonly wait: Leaf<number> }
  /** So many that wait; more are answered with 503 at once (`queue-full`). */
  | { readonly kind: "queue"; readonly most: Leaf<number> };

/**
 * What may keep a request from a backend, which is named by its title. Whether it does depends on all other requests at that
 * time, so nobody can say how often: shares are those of requests for which there is room.
 */
export type Limit = Bounds & { readonly backend: string };

/** The limits of a backend. */
export function limitsOf({ title: backend, traffic = {} }: Backend): readonly Limit[] {
  const { rateLimit, maxConnections, maxQueue, timeouts } = traffic;
  const wait = timeouts?.queue ?? trafficDefaults.timeouts.queue;
  return [
    ...(rateLimit === undefined ? [] : [{ kind: "rate-limit", backend, ...rateLimit } as const]),
    ...(maxConnections === undefined ? [] : [{ kind: "connections", backend, most: maxConnections, wait } as const]),
    ...(maxQueue === undefined ? [] : [{ kind: "queue", backend, most: maxQueue } as const]),
  ];
}
