import type { Entrance } from "../routing/simulate.js";
import { type RoutingTable, type Target, tablesOf } from "../routing/table.js";
import { whole } from "../routing/weights.js";

/** A table that decides for a gateway, with how requests come to it. */
export interface PlacedTable {
  /** The host that it is for and the routes that it is within, behind each other; empty for the gateway's own. */
  readonly place: string;
  readonly table: RoutingTable;
  /** How many of all requests may come to it at most, from 0 to 1. */
  readonly most: number;
}

/** True for the name of a gateway that is told by itself, such as a cluster's. */
export type IsTold = (gateway: string) => boolean;

/** Every table that decides for a gateway: its own, those of its hosts, and those within routes. */
export function placedTables(entrance: Entrance | undefined, isTold: IsTold): readonly PlacedTable[] {
  const found = new Map<string, PlacedTable>();
  const visit = (place: string, table: RoutingTable, most: number): void => {
    const before = found.get(place);
    // A route leads to the same by its condition and by its weight.
    if (before !== undefined && before.most >= most) return;
    found.set(place, { place, table, most });
    for (const { route, target, part } of routesIn(table))
      if (target.kind === "table" && !isTold(target.gateway)) visit(inside(place, route), target, most * part);
  };
  if (entrance === undefined) return [];
  const own = entrance.table.gateway;
  const hosts = new Map((entrance.sites ?? []).map((site) => [site.table, site.hosts.join(", ")]));
  // Virtual hosts are further names for the gateway's own routes.
  for (const table of tablesOf(entrance)) visit(table.gateway === own ? "" : (hosts.get(table) ?? ""), table, 1);
  return [...found.values()];
}

/** What a route is called that stands at a place. */
export function inside(place: string, route: string): string {
  return place === "" ? route : `${place}: ${route}`;
}

/** The names of all hosts and versions, by {@link Backend.title}, that requests may end at behind some targets. */
export function backendsBehind(targets: readonly Target[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (target: Target): void => {
    if (target.kind === "backend") found.add(target.title);
    if (target.kind === "table") for (const { target: next } of routesIn(target)) visit(next);
  };
  for (const target of targets) visit(target);
  return found;
}

/** The same behind a gateway. */
export function backendsOf(entrance: Entrance | undefined): ReadonlySet<string> {
  return backendsBehind(entrance === undefined ? [] : tablesOf(entrance));
}

/** The routes of a table, once for each way to them, and what part of its requests may take them at most. */
function routesIn({ conditions, pool }: RoutingTable) {
  return [
    ...conditions.map(({ route, target }) => ({ route, target, part: 1 })),
    ...pool.map(({ route, target, weight }) => ({
      route,
      target,
      part: typeof weight === "number" ? weight / whole : 1,
    })),
  ];
}
