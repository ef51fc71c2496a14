import type { ConfigSettings } from "../../../sdk/haproxy/config.js";
import type { Known } from "../../../sdk/later.js";
import type { Backend, Listener, RoutingTable, Target } from "../../../sdk/routing/table.js";

/** What an agent is told beside its listeners. */
export const settings: ConfigSettings = { title: "demo", healthPort: 8404, hardStopAfter: 30, threads: 1 };

/** A backend on this machine. */
export function backend(name: string, port = 8080): Known<Backend> {
  return { kind: "backend", name, title: `shop/${name}/web`, host: "127.0.0.1", port, awaited: true };
}

/** A route with its weight in percent. */
export function way(target: Known<Target>, percent: number) {
  return { route: routeOf(target), weight: Math.round(percent * 100), target };
}

/** A route with a condition and its strength in percent. */
export function when(condition: string, target: Known<Target>, percent = 100) {
  return { route: routeOf(target), condition, strength: Math.round(percent * 100), target };
}

function routeOf(target: Known<Target>): string {
  if (target.kind === "table") return target.gateway;
  return target.kind === "backend" ? target.name : target.kind;
}

/** A table whose weights are known. */
export function table(
  gateway: string,
  pool: Known<RoutingTable>["pool"],
  conditions: Known<RoutingTable>["conditions"] = [],
): Known<RoutingTable> {
  return { kind: "table", gateway, conditions, pool };
}

/** A listener on a port. */
export function listener(
  portName: string,
  decided: Known<RoutingTable>,
  port = 10_000,
  mode: Listener["mode"] = "http",
): Known<Listener> {
  return { portName, port, mode, table: decided };
}
