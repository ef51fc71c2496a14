import { Later, type Leaf } from "../later.js";
import type { RoutingTable, Target } from "../routing/table.js";
import { backendsBehind, inside, type PlacedTable } from "./tables.js";

/** What a gateway says of one route. */
export interface RouteState {
  /** In hundredths of a percent; undefined for a route without a share. */
  readonly weight: Leaf<number> | undefined;
  /** Its conditions with their strengths, in hundredths of a percent. */
  readonly conditions: readonly { readonly condition: string; readonly strength: Leaf<number> }[];
  /** Where it leads and what happens there, equal for what is the same. */
  readonly target: string;
  /** How agents get along with where it leads, by name of the setting, equal for what is the same. */
  readonly traffic: Readonly<Record<string, string>>;
}

/** How a route changes. */
export interface RouteChange {
  /** Vamp's path of the route; behind the hosts it is for and the routes it is within, where there are such. */
  readonly route: string;
  readonly before: RouteState | undefined;
  readonly after: RouteState | undefined;
  /** The names of what its requests may end at: as it will be, or for a route that goes, as it was. */
  readonly backends: ReadonlySet<string>;
  /** How many of all requests may be asked about it at most, from 0 to 1. */
  readonly most: number;
}

interface Found extends Pick<RouteChange, "backends" | "most"> {
  readonly state: RouteState;
}

/** The routes that differ, those that were there first. */
export function routeChanges(before: readonly PlacedTable[], after: readonly PlacedTable[]): readonly RouteChange[] {
  const [old, fresh] = [routesOf(before), routesOf(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names.flatMap((route) => {
    const [was, is] = [old.get(route), fresh.get(route)];
    const either = is ?? was;
    if (either === undefined || textOf(was?.state) === textOf(is?.state)) return [];
    const { backends, most } = either;
    return [{ route, before: was?.state, after: is?.state, backends, most }];
  });
}

/** Every route of some tables, by name. */
function routesOf(tables: readonly PlacedTable[]): ReadonlyMap<string, Found> {
  return new Map(
    tables.flatMap(({ place, table, most }) =>
      statesOf(table).map(([route, own]) => [inside(place, route), { ...own, most }] as const),
    ),
  );
}

function statesOf({ pool, conditions }: RoutingTable): readonly (readonly [string, Omit<Found, "most">])[] {
  const names = new Set([...pool, ...conditions].map(({ route }) => route));
  return [...names].map((name) => {
    const own = conditions.filter(({ route }) => route === name);
    const shared = pool.find(({ route }) => route === name);
    const { weight, target } = shared ?? { weight: undefined, target: own[0]?.target };
    const asked = own.map(({ condition, strength }) => ({ condition, strength }));
    const state = { weight, conditions: asked, target: targetText(target), traffic: trafficTexts(target) };
    return [name, { state, backends: backendsBehind(target === undefined ? [] : [target]) }] as const;
  });
}

/** What is within a table is told by itself, and how a version is reached is the agent's matter. */
function targetText(target: Target | undefined): string {
  if (target?.kind === "table")
    return target.edits === undefined ? target.gateway : textOf([target.gateway, target.edits]);
  return target?.kind === "backend" ? textOf([target.title, target.edits]) : textOf(target);
}

function trafficTexts(target: Target | undefined): RouteState["traffic"] {
  const traffic = target?.kind === "backend" ? (target.traffic ?? {}) : {};
  return Object.fromEntries(Object.entries(traffic).map(([name, setting]) => [name, textOf(setting)]));
}

/** A text that is equal for equal values; what is known only later is taken for equal. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (inner instanceof Later ? "later" : inner)) ?? "";
}
