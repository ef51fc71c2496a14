import type { Leaf } from "../later.js";
import { whole } from "./weights.js";

/** Somewhere requests can go: a host name and a port that the agent connects to. */
export interface Backend {
  readonly kind: "backend";
  /** Name in HAProxy's configuration, its statistics and its log; unique for the target. */
  readonly name: string;
  /** What it is in Vamp's terms, for people: `sava:1.0.0`. */
  readonly title: string;
  readonly host: string;
  readonly port: number;
  /** True when an agent is not ready before this answers; false for what may be down without anyone's fault here. */
  readonly awaited: boolean;
}

/** Where a route leads: straight to a backend, or to another table that decides further. */
export type Target = Backend | RoutingTable;

/** A route that takes matching requests before the weights are asked. */
export interface ConditionalRoute {
  /** Vamp's path of the route. */
  readonly route: string;
  /** The condition in Vamp's language. */
  readonly condition: string;
  /** Share of the matching requests that it takes, in hundredths of a percent. */
  readonly strength: Leaf<number>;
  readonly target: Target;
}

/** A route with its share of the requests that no condition took. */
export interface WeightedRoute {
  readonly route: string;
  /** In hundredths of a percent. */
  readonly weight: Leaf<number>;
  readonly target: Target;
}

/**
 * How one gateway shares its requests. Conditions are asked first, in order; a request that matches goes there with
 * the probability of the strength, and falls to the weights of all routes otherwise.
 */
export interface RoutingTable {
  readonly kind: "table";
  /** Vamp's name of the gateway, such as `shop/9050` or `shop/cart/web`. */
  readonly gateway: string;
  readonly conditions: readonly ConditionalRoute[];
  /** Weights sum to 100 %, or to 0 % for a gateway that only its conditions let through. */
  readonly pool: readonly WeightedRoute[];
}

/** A port on which an agent listens, and the table for what arrives there. */
export interface Listener {
  /** Name of the container's port; a Service's target port names it. */
  readonly portName: string;
  /** Number of the container's port. */
  readonly port: number;
  readonly mode: "http" | "tcp";
  readonly table: RoutingTable;
}

/** Every backend a table can reach, each once, in the order of the table. */
export function backendsOf(tables: readonly RoutingTable[]): readonly Backend[] {
  const found = new Map<string, Backend>();
  const visit = (target: Target): void => {
    if (target.kind === "backend") found.set(target.name, target);
    else for (const route of [...target.conditions, ...target.pool]) visit(route.target);
  };
  tables.forEach(visit);
  return [...found.values()];
}

/** How many decisions by counting one gateway may need: HAProxy counts with `gpc(N)`, and N is at most 100. */
export const mostDecisions = 100;

/** How many decisions by counting a table and those below it may need, whatever the weights turn out to be. */
export function decisionsOf(table: RoutingTable): number {
  const below = new Set([...table.conditions, ...table.pool].map((route) => route.target));
  const own = table.conditions.filter((route) => route.strength !== whole).length + (table.pool.length > 1 ? 1 : 0);
  return [...below].reduce((sum, target) => sum + (target.kind === "table" ? decisionsOf(target) : 0), own);
}

/**
 * True when not every request takes the same way, so that an agent has to decide. A weight that is known only later may
 * turn out to be nothing.
 */
export function decides(table: RoutingTable): boolean {
  return table.conditions.length > 0 || table.pool.length !== 1 || table.pool[0]?.weight !== whole;
}
