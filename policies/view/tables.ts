import type { Table } from "./components.js";

/** A table that decides for a gateway, and where it is. */
export interface PlacedTable {
  /** The route that it is within; undefined for the gateway's own. */
  readonly within: string | undefined;
  readonly table: Table;
}

/**
 * A gateway's table, and those of the routes within its routes, which decide further. What leads to another gateway, as a
 * blueprint's to a cluster's, is judged there.
 */
export function placedTables(table: Table, within?: string): readonly PlacedTable[] {
  const inner = new Map<string, PlacedTable>();
  // A route leads to the same by its condition and by its weight.
  for (const { route, target } of [...table.conditions, ...table.pool])
    if (target.kind === "table" && isWithin(target, table, route))
      for (const placed of placedTables(target, within === undefined ? route : `${within}: ${route}`))
        inner.set(placed.table.gateway, placed);
  return [{ within, table }, ...inner.values()];
}

/** True for the table of the routes within a route, which is called by both; another gateway's has a name of its own. */
function isWithin({ gateway }: Table, outer: Table, route: string): boolean {
  return gateway === `${outer.gateway}/${route}`;
}
