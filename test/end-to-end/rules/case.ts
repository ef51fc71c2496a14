import type { Known } from "../../../sdk/later.js";
import type { Answer, Backend, RoutingTable, Target } from "../../../sdk/routing/table.js";
import { table, way } from "../../sdk/haproxy/listeners.js";
import type { Asked } from "../agent.js";

/** What a client should see. */
export interface Expected {
  /** Name of the backend that answers; undefined where the agent does. */
  readonly server?: string | undefined;
  readonly status?: number;
  /** The path and query that the backend sees. */
  readonly url?: string;
  /** Headers that the backend sees; undefined for none. */
  readonly request?: Readonly<Record<string, readonly string[] | undefined>>;
  /** Headers that the client sees; undefined for none. */
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly body?: string;
}

/** A rule, the table that shows it, and a request with what has to come of it. */
export type Case = readonly [
  rule: string,
  to: (backends: Backends) => Known<RoutingTable>,
  asked: Asked,
  expected: Expected,
];
/** Backends of the cases, by name. */
export type Backends = Readonly<Record<"a" | "b" | "c", Known<Backend>>>;

/** A table with one route, beside those with conditions. */
export const only = (target: Known<Target>, ...conditions: Known<RoutingTable>["conditions"]) =>
  table("shop/web", [way(target, 100)], conditions);

/** An answer of the agent's own. */
export const answer = (status: number, more: Partial<Known<Answer>> = {}): Known<Answer> => ({
  kind: "answer",
  status,
  ...more,
});

/** What a client sends that has the cookie of a beta. */
export const beta = { cookie: "beta=1" };
