import type { Entrance } from "../routing/simulate.js";
import { type Effect, effectOf } from "./affected.js";
import { type Gates, type Refusal, refusalsOf } from "./gates.js";
import { type RouteChange, routeChanges, textOf } from "./routes.js";
import { settingChanges } from "./settings.js";
import { type GatewayState, onlyVersionOf, type TrafficState } from "./state.js";
import { type PlacedTable, placedTables } from "./tables.js";
import { type WorkloadChange, workloadChanges } from "./workloads.js";

/** A gateway before and after. */
export interface GatewayPair {
  readonly name: string;
  readonly namespace: string;
  readonly before: Entrance | undefined;
  readonly after: Entrance | undefined;
  /** What decides for it. */
  readonly tables: { readonly before: readonly PlacedTable[]; readonly after: readonly PlacedTable[] };
  /** The ports on which it listens, as far as they are known. */
  readonly ports: { readonly before: readonly string[] | undefined; readonly after: readonly string[] | undefined };
}

/** How a gateway changes. */
export interface GatewayDiff extends GatewayPair, Effect {
  readonly routes: readonly RouteChange[];
  /** What changes beside its routes, in words. */
  readonly settings: readonly string[];
}

/** What a change does to traffic, and to what runs. */
export interface Diff {
  /** Those that change. */
  readonly gateways: readonly GatewayDiff[];
  readonly workloads: readonly WorkloadChange[];
  readonly refusals: readonly Refusal[];
}

/** What changes from one state to another, and whether the gates let it through. */
export function diffOf(before: TrafficState, after: TrafficState, gates: Gates, mostClasses?: number): Diff {
  const pairs = pairsOf(before, after);
  const gateways = pairs.flatMap((pair) => gatewayDiff(pair, mostClasses) ?? []);
  const workloads = workloadChanges(before, after);
  const judged = {
    gateways,
    pairs,
    before: before.workloads,
    after: after.workloads,
    onlyChanges: before.onlyChanges === true,
  };
  const refusals = refusalsOf(judged, gates);
  return { gateways, workloads, refusals };
}

function pairsOf(before: TrafficState, after: TrafficState): readonly GatewayPair[] {
  const states = [before, after] as const;
  const all = new Map(states.flatMap(({ gateways }) => gateways.map((gateway) => [keyOf(gateway), gateway] as const)));
  const [olds, news] = states.map((state) => new Map(state.gateways.map((gateway) => [keyOf(gateway), gateway])));
  return [...all].map(([key, { name, namespace }]) => {
    const isTold = (gateway: string) => all.has(keyOf({ name: gateway, namespace }));
    const [was, is] = [olds?.get(key), news?.get(key)];
    // Of a cluster without an agent nothing is told but its versions. It is spoken to as it is where there is one.
    const mode = (was ?? is)?.entrance.mode ?? "http";
    const entrances = {
      before: was?.entrance ?? onlyVersionOf(name, namespace, before, mode),
      after: is?.entrance ?? onlyVersionOf(name, namespace, after, mode),
    };
    const tables = {
      before: placedTables(entrances.before, isTold),
      after: placedTables(entrances.after, isTold),
    };
    return { name, namespace, ...entrances, tables, ports: { before: was?.ports, after: is?.ports } };
  });
}

function keyOf({ namespace, name }: Pick<GatewayState, "namespace" | "name">): string {
  return `${namespace} ${name}`;
}

/** How a gateway changes; undefined for one that stays as it is. */
function gatewayDiff(pair: GatewayPair, mostClasses: number | undefined): GatewayDiff | undefined {
  const { before, after, tables, ports } = pair;
  const routes = routeChanges(tables.before, tables.after);
  const effect = effectOf(before, after, mostClasses);
  if (before === undefined || after === undefined) return { ...pair, routes, settings: [], ...effect };
  const settings = settingChanges(
    { entrance: before, ports: ports.before },
    { entrance: after, ports: ports.after },
    tables,
  );
  const changes = routes.length > 0 || settings.length > 0 || effect.affected.length > 0;
  // Of groups only bounds are known, which say nothing of a change where there is none.
  const mayChange = effect.grouped.length > 0 && decisionsOf(before) !== decisionsOf(after);
  return changes || mayChange ? { ...pair, routes, settings, ...effect } : undefined;
}

/** Everything that decides about requests, as a text. */
function decisionsOf({ table, sites, mode, trustedProxies }: Entrance): string {
  return textOf({ table, sites, mode, trustedProxies });
}
