import { Later, type Leaf } from "../later.js";
import type { Entrance } from "../routing/simulate.js";
import { type RoutingTable, type Target, tablesOf } from "../routing/table.js";

/** What a gateway says of one route. */
export interface RouteState {
  /** In hundredths of a percent; undefined for a route without a share. */
  readonly weight: Leaf<number> | undefined;
  /** Its conditions with their strengths, in hundredths of a percent. */
  readonly conditions: readonly { readonly condition: string; readonly strength: Leaf<number> }[];
  /** Where it leads and what happens there, equal for what is the same. */
  readonly target: string;
}

/** How a route changes. */
export interface RouteChange {
  /** Vamp's path of the route; behind the hosts it is for, where those have a table of their own. */
  readonly route: string;
  readonly before: RouteState | undefined;
  readonly after: RouteState | undefined;
}

/** The routes that differ, those that were there first. */
export function routeChanges(before: Entrance | undefined, after: Entrance | undefined): readonly RouteChange[] {
  const [old, fresh] = [routesOf(before), routesOf(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names.flatMap((route) => {
    const change = { route, before: old.get(route), after: fresh.get(route) };
    return same(change.before, change.after) ? [] : [change];
  });
}

/** Every route of a gateway, by name. */
export function routesOf(entrance: Entrance | undefined): ReadonlyMap<string, RouteState> {
  const found = new Map<string, RouteState>();
  if (entrance === undefined) return found;
  const hosts = new Map((entrance.sites ?? []).map((site) => [site.table, site.hosts.join(", ")]));
  for (const table of tablesOf(entrance)) {
    const prefix = hosts.has(table) ? `${hosts.get(table)}: ` : "";
    for (const [route, state] of statesOf(table)) found.set(`${prefix}${route}`, state);
  }
  return found;
}

function statesOf({ pool, conditions }: RoutingTable): ReadonlyMap<string, RouteState> {
  const names = new Set([...pool, ...conditions].map(({ route }) => route));
  return new Map(
    [...names].map((name) => {
      const own = conditions.filter(({ route }) => route === name);
      const shared = pool.find(({ route }) => route === name);
      const { weight, target } = shared ?? { weight: undefined, target: own[0]?.target };
      const leads = targetText(target);
      return [
        name,
        { weight, conditions: own.map(({ condition, strength }) => ({ condition, strength })), target: leads },
      ];
    }),
  );
}

/** Tables behind it are gateways of their own, and how a version is reached is the agent's matter. */
function targetText(target: Target | undefined): string {
  if (target?.kind === "table") return target.gateway;
  return target?.kind === "backend" ? text([target.title, target.edits]) : text(target);
}

function same(one: RouteState | undefined, other: RouteState | undefined): boolean {
  return text(one) === text(other);
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (inner instanceof Later ? "later" : inner)) ?? "";
}
