import { parseCondition } from "../conditions/parse.js";
import { canHold } from "../conditions/satisfiable.js";
import { type PlainTest, simplify } from "../conditions/simplify.js";
import { type Formula, not } from "../conditions/tree.js";
import type { Leaf } from "../later.js";
import { mayBothHold, mayCoincide } from "./coincide.js";
import { whole } from "./weights.js";

/** What decides about requests in a routing table, whatever its routes lead to. */
export interface Decisions {
  readonly conditions: readonly {
    readonly route: string;
    readonly condition: string;
    readonly strength: Leaf<number>;
  }[];
  readonly pool: readonly { readonly route: string; readonly weight: Leaf<number> }[];
  readonly stickyCookie?: string | undefined;
}

/** A condition that no request gets to. */
export interface ShadowedCondition {
  readonly route: string;
  readonly condition: string;
  /** Routes whose conditions, asked before, meet all that it would; none where the condition contradicts itself. */
  readonly by: readonly string[];
}

/** A route that no request takes. */
export interface UnreachedRoute {
  readonly route: string;
  /**
   * `idle`: its weight is 0 % and it has no condition. `powerless`: its weight is 0 % and its condition has a strength of
   * 0 %. `shadowed`: its weight is 0 % and no request gets to its condition. `covered`: it has a weight, and conditions
   * take every request before weights are asked.
   */
  readonly reason: "idle" | "powerless" | "shadowed" | "covered";
  /** Routes whose conditions take its requests. */
  readonly by: readonly string[];
}

/**
 * The conditions that no request gets to: they contradict themselves, or conditions that are asked before meet all that they
 * would, with whatever strength, for the first that matches decides. What is told is certain; what is not told may still be
 * so (see {@link canHold}).
 */
export function shadowedConditions(table: Decisions): readonly ShadowedCondition[] {
  return shadowedOf(judge(table));
}

/** The routes that no request takes, as far as weights are known. */
export function unreachedRoutes(table: Decisions): readonly UnreachedRoute[] {
  return unreachedOf(table, judge(table));
}

/** Both {@link shadowedConditions} and {@link unreachedRoutes}, in the time of one. */
export function reachabilityOf(table: Decisions): {
  readonly shadowed: readonly ShadowedCondition[];
  readonly unreached: readonly UnreachedRoute[];
} {
  const judged = judge(table);
  return { shadowed: shadowedOf(judged), unreached: unreachedOf(table, judged) };
}

/** A condition with those before that leave it no request. */
interface Judged extends Asked {
  /** Undefined for one that requests get to. */
  readonly by: readonly string[] | undefined;
}

function shadowedOf(judged: readonly Judged[]): readonly ShadowedCondition[] {
  return judged.flatMap(({ route, condition, by }) => (by === undefined ? [] : [{ route, condition, by }]));
}

function unreachedOf(table: Decisions, judged: readonly Judged[]): readonly UnreachedRoute[] {
  const reached = judged.filter(({ by }) => by === undefined);
  // What a strength leaves goes to the weights, and so does what meets no condition.
  const covering = reached.every(({ strength }) => strength === whole)
    ? takenBy({ kind: "constant", value: true }, reached)
    : undefined;
  const sticky = table.stickyCookie !== undefined;
  return table.pool.flatMap(({ route, weight }): readonly UnreachedRoute[] => {
    if (reached.some((one) => one.route === route && one.strength !== 0)) return [];
    if (covering === undefined && (weight !== 0 || sticky)) return [];
    if (weight !== 0) return [{ route, reason: "covered", by: covering ?? [] }];
    const own = judged.filter((one) => one.route === route);
    if (own.length === 0) return [{ route, reason: "idle", by: [] }];
    if (own.every(({ strength }) => strength === 0)) return [{ route, reason: "powerless", by: [] }];
    return [{ route, reason: "shadowed", by: [...new Set(own.flatMap(({ by }) => by ?? []))] }];
  });
}

/** A condition of a table as a formula. */
interface Asked {
  readonly route: string;
  readonly condition: string;
  readonly strength: Leaf<number>;
  readonly tree: Formula<PlainTest>;
}

/** The conditions of a table, each with those before that leave it no request. */
function judge({ conditions }: Decisions): readonly Judged[] {
  const before: Asked[] = [];
  return conditions.flatMap(({ route, condition, strength }) => {
    const { tree } = parseCondition(condition, { allowRawAcl: true });
    if (tree === undefined) return [];
    const asked = { route, condition, strength, tree: simplify(tree) };
    const by = takenBy(asked.tree, before);
    if (by === undefined) before.push(asked);
    return [{ ...asked, by }];
  });
}

/** How many conditions that may take a part of something are held against it all at once. */
const mostTogether = 50;

/**
 * The routes whose conditions take all that a condition would: one alone, or several together; undefined when they do not.
 * Quick where there are many, for each is held against each.
 */
function takenBy(tree: Formula<PlainTest>, before: readonly Asked[]): readonly string[] | undefined {
  const first = before.find((one) => !mayCoincide(tree, true, one.tree));
  if (first !== undefined) return [first.route];
  const left = (asked: readonly Asked[]) => canHold([tree, ...asked.map((one) => not(one.tree))]);
  let needed: readonly Asked[] = before.filter((one) => mayBothHold(tree, one.tree)).slice(0, mostTogether);
  if (left(needed)) return undefined;
  // As few as are needed: those without which it could not be told.
  for (const one of needed) {
    const fewer = needed.filter((other) => other !== one);
    if (!left(fewer)) needed = fewer;
  }
  return [...new Set(needed.map((one) => one.route))];
}
