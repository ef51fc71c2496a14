import type { Leaf } from "../later.js";
import type { Edits } from "./edits.js";
import type { Listener } from "./listener.js";
import type { Traffic } from "./traffic.js";
import { whole } from "./weights.js";

export type { Listener } from "./listener.js";

/** Somewhere requests can go: a host name and a port that the agent connects to. */
export interface Backend {
  readonly kind: "backend";
  /** Name in HAProxy's configuration, its statistics and its log; unique for the target, its edits and its traffic. */
  readonly name: string;
  /** What it is in Vamp's terms, for people: `sava:1.0.0`. */
  readonly title: string;
  readonly host: string;
  readonly port: number;
  /** True when an agent is not ready before this answers; false for what may be down without anyone's fault here. */
  readonly awaited: boolean;
  /** Its instances, where the agent has to tell them apart: for `balance` or for stickiness by instance. */
  readonly instances?: Instances | undefined;
  /** How the agent gets along with it. */
  readonly traffic?: Traffic;
  /** What happens to requests that go there, after what happened on the way. */
  readonly edits?: Edits;
}

/** Where the instances of a backend are found. */
export interface Instances {
  /** Name whose addresses in the DNS are the instances: a headless Service. */
  readonly host: string;
  /** Port of an instance. */
  readonly port: number;
  /** How many there may be at most. */
  readonly most: number;
  /** Cookie that keeps a client with its instance (`dynamic-cookie-key`). Absent: none. */
  readonly cookie?: string | undefined;
}

/** An answer that the agent gives itself. */
export interface Answer {
  readonly kind: "answer";
  /** A name for the log: why nobody else answers. Sent as the header `x-vamp-reason`; absent for an answer that is wanted. */
  readonly reason?: string | undefined;
  /** 200–599. */
  readonly status: Leaf<number>;
  /** Default: `text/plain`. */
  readonly contentType?: Leaf<string> | undefined;
  /** Default: none. */
  readonly body?: Leaf<string> | undefined;
  readonly headers?: Readonly<Record<string, Leaf<string>>> | undefined;
}

/** Statuses of answers that have no body (RFC 9110). */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Sends the client elsewhere. What is absent stays as it was in the request. */
export interface Redirect {
  readonly kind: "redirect";
  readonly status: 301 | 302 | 303 | 307 | 308;
  readonly scheme?: "http" | "https" | undefined;
  readonly host?: Leaf<string> | undefined;
  /** Left out of the address where it is the scheme's own. Absent: the scheme's own if there is a scheme, else the request's. */
  readonly port?: Leaf<number> | undefined;
  /** A whole new path, or a new beginning of it; the query stays. */
  readonly path?:
    | { readonly kind: "whole"; readonly path: Leaf<string> }
    | { readonly kind: "prefix"; readonly from: string; readonly to: string }
    | undefined;
}

/** Where a route leads: to a backend, to another table that decides further, or to what the agent says itself. */
export type Target = Backend | RoutingTable | Answer | Redirect;

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
 * How one gateway shares its requests. Conditions are asked in order, and the first that matches decides: the request
 * goes there with the probability of the strength, and falls to the weights of all routes otherwise, as it does when
 * none matches.
 *
 * With stickiness a client that has the cookie of a route goes there (whatever its weight, 0 included) where it would
 * have been shared: instead of the weights, and instead of a strength below 100 %. A condition that takes all its
 * requests is stronger. The cookie of a route that is gone counts for nothing.
 */
export interface RoutingTable {
  readonly kind: "table";
  /** Vamp's name of the gateway, such as `shop/9050` or `shop/cart/web`. */
  readonly gateway: string;
  readonly conditions: readonly ConditionalRoute[];
  /** Weights sum to 100 %, or to 0 % for a gateway that only its conditions let through. */
  readonly pool: readonly WeightedRoute[];
  /** Cookie that keeps a client with its route. Absent: none. */
  readonly stickyCookie?: string | undefined;
  /** What a request gets that no route takes. Absent: {@link noRoute}. */
  readonly otherwise?: Answer | undefined;
  /** What happens to requests that enter here, when another table leads here: edits of the route that does. */
  readonly edits?: Edits;
}

/** What a request gets that no route takes. */
export const noRoute = {
  kind: "answer",
  reason: "no-route",
  status: 503,
  body: "no route\n",
} as const satisfies Answer;

/** What a request gets for a host that no gateway answers for. */
export const unknownHost = {
  kind: "answer",
  reason: "unknown-host",
  status: 404,
  body: "unknown host\n",
} as const satisfies Answer;

/** Every table that a listener may ask first. */
export function tablesOf(listener: Pick<Listener, "sites" | "table">): readonly RoutingTable[] {
  return [...new Set([...(listener.sites ?? []).map((site) => site.table), listener.table])];
}

/** Every target below some tables, each once, in the order of the tables; those that a route leads to. */
export function targetsOf(tables: readonly RoutingTable[]): readonly Target[] {
  const found = new Set<Target>();
  const visit = (target: Target): void => {
    if (found.has(target)) return;
    found.add(target);
    if (target.kind === "table") for (const route of [...target.conditions, ...target.pool]) visit(route.target);
  };
  for (const table of tables) for (const route of [...table.conditions, ...table.pool]) visit(route.target);
  return [...found];
}

/** Every backend that some tables can reach, each name once, in the order of the tables. */
export function backendsOf(tables: readonly RoutingTable[]): readonly Backend[] {
  const found = new Map<string, Backend>();
  for (const target of targetsOf(tables)) if (target.kind === "backend") found.set(target.name, target);
  return [...found.values()];
}

/** How many decisions by counting one gateway may need: HAProxy counts with `gpc(N)`, and N is at most 100. */
export const mostDecisions = 100;

/** How many decisions by counting a table and those below it may need, whatever the weights turn out to be. */
export function decisionCount(table: RoutingTable): number {
  const below = new Set([...table.conditions, ...table.pool].map((route) => route.target));
  const own = table.conditions.filter((route) => route.strength !== whole).length + (table.pool.length > 1 ? 1 : 0);
  return [...below].reduce((sum, target) => sum + (target.kind === "table" ? decisionCount(target) : 0), own);
}

/** Where every request goes that enters a table; undefined when an agent has to decide. */
export function onlyTarget({ conditions, pool }: RoutingTable): Target | undefined {
  const [only] = pool;
  // A weight that is known only later may turn out to be nothing.
  return conditions.length === 0 && pool.length === 1 && only?.weight === whole ? only.target : undefined;
}

/** True when there is something for an agent to do: to decide where a request goes, or to do something about it. */
export function decides(table: RoutingTable): boolean {
  const target = onlyTarget(table);
  if (target?.kind !== "backend" || table.edits !== undefined) return true;
  return target.instances !== undefined || target.edits !== undefined || target.traffic !== undefined;
}

/** Where all requests go that enter a table which does nothing about them; undefined when it does. */
export function straightTarget<T extends RoutingTable>(
  table: T,
): T["pool"][number]["target"] | NonNullable<T["otherwise"]> | typeof noRoute | undefined {
  const { edits, conditions, pool, stickyCookie, otherwise } = table;
  if (edits !== undefined || conditions.length > 0 || stickyCookie !== undefined) return undefined;
  if (pool.every(({ weight }) => weight === 0)) return pool.length === 0 ? (otherwise ?? noRoute) : undefined;
  const [only] = pool;
  return pool.length === 1 && only?.weight === whole ? only.target : undefined;
}
