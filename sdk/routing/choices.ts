import { Later, type Leaf } from "../later.js";
import type { Reason } from "./outcome.js";
import { Share } from "./share.js";
import {
  type ConditionalRoute,
  noRoute,
  type RoutingTable,
  type Target,
  unknownHost,
  type WeightedRoute,
} from "./table.js";
import { whole } from "./weights.js";

/** One of the things that a table may do with a request. */
export interface Choice {
  readonly route?: string | undefined;
  readonly target: Target;
  readonly reason: Reason;
  /** How often; undefined where a weight or a strength is known only later. */
  readonly share: Share | undefined;
}

/**
 * What a table may do with a request: see {@link RoutingTable}.
 *
 * @param taking the first condition that matches it; undefined when none does
 * @param kept the route whose cookie it has; undefined when it has none
 * @returns choices that are taken at least now and then, whose shares sum to all where all are known.
 */
export function choicesOf(
  table: RoutingTable,
  taking: ConditionalRoute | undefined,
  kept: WeightedRoute | undefined,
): readonly Choice[] {
  const strength = taking?.strength ?? 0;
  const own = taking === undefined || strength === 0 ? [] : [byCondition(taking)];
  if (strength === whole) return own;
  if (kept !== undefined) {
    const reason = { kind: "sticky", cookie: table.stickyCookie ?? "" } as const;
    const { route, target } = kept;
    // A strength that is known only later may turn out to be all.
    return strength instanceof Later
      ? [...own, { route, target, reason, share: undefined }]
      : [{ route, target, reason, share: Share.all }];
  }
  const left = partOf(strength)?.rest;
  return [...own, ...byWeight(table, taking?.condition, left)];
}

function byCondition({ route, condition, strength, target }: ConditionalRoute): Choice {
  return { route, target, reason: { kind: "condition", condition, strength }, share: partOf(strength) };
}

function byWeight(table: RoutingTable, after: string | undefined, left: Share | undefined): readonly Choice[] {
  const { pool, otherwise = noRoute } = table;
  const open = pool.filter(({ weight }) => weight !== 0);
  const shared = open.map(({ route, weight, target }): Choice => {
    const only = weight === whole && pool.length === 1 && after === undefined;
    const part = partOf(weight);
    return {
      route,
      target,
      reason: only ? { kind: "only" } : { kind: "weight", weight, after },
      share: part && left?.times(part),
    };
  });
  // Weights that are known only later may all turn out to be nothing.
  if (open.some(({ weight }) => !(weight instanceof Later))) return shared;
  const kind = otherwise.reason === unknownHost.reason ? "unknown-host" : "otherwise";
  return [...shared, { target: otherwise, reason: { kind }, share: open.length === 0 ? left : undefined }];
}

function partOf(hundredths: Leaf<number>): Share | undefined {
  return hundredths instanceof Later ? undefined : Share.of(hundredths);
}
