import { Later } from "../later.js";
import type { Entrance } from "../routing/simulate.js";
import { type RoutingTable, tablesOf } from "../routing/table.js";
import { whole } from "../routing/weights.js";
import type { GatewayPair } from "./diff.js";
import type { Judged, Refusal } from "./gates.js";
import type { WorkloadState } from "./state.js";

/** What one instance of a version takes of its cluster's requests. */
interface Load {
  readonly version: string;
  readonly instances: number;
  /** In hundredths of a percent; infinite where nobody is there to take it. */
  readonly each: number;
}

/** A cluster, of which some versions may not be there before or after. */
interface Cluster {
  readonly namespace: string;
  readonly deployment: string;
  readonly cluster: string;
}

/**
 * Instances that would have to take a larger part of their cluster's requests than any instance took before. By the weights
 * of the clusters' gateways; where a cluster has none, all requests go to its only version.
 */
export function capacityRefusals({ pairs, before, after }: Judged): readonly Refusal[] {
  const clusters = new Map(before.map((one) => [JSON.stringify([one.namespace, one.deployment, one.cluster]), one]));
  return [...clusters.values()].flatMap((cluster) => {
    const path = `${cluster.deployment}/${cluster.cluster}`;
    const own = pairs.filter(({ name, namespace }) => namespace === cluster.namespace && name.startsWith(`${path}/`));
    const [old, fresh] = [before, after].map((workloads) => versionsOf(cluster, workloads));
    const gateways = own.length > 0 ? own : [{ name: path, before: undefined, after: undefined }];
    return gateways.flatMap((gateway) =>
      overloaded(loads(gateway.before, old ?? []), loads(gateway.after, fresh ?? [])).map(
        (message): Refusal => ({ gate: "capacity", gateway: gateway.name, message }),
      ),
    );
  });
}

function versionsOf(own: Cluster, workloads: readonly WorkloadState[]): readonly WorkloadState[] {
  return workloads.filter(
    ({ namespace, deployment, cluster }) =>
      namespace === own.namespace && deployment === own.deployment && cluster === own.cluster,
  );
}

function overloaded(before: readonly Load[], after: readonly Load[]): readonly string[] {
  const most = Math.max(0, ...before.map(({ each }) => each));
  if (most === 0) return [];
  return after
    .filter(({ each }) => each > most + tolerance)
    .map(({ version, instances, each }) => {
      const now = Number.isFinite(each) ? `${Math.round(each) / 100} % each` : "none to take it";
      return `${version} has ${instances} instance${instances === 1 ? "" : "s"}, ${now}; before, an instance took ${Math.round(most) / 100} % at most`;
    });
}

/** Sums of parts of parts are not exact. */
const tolerance = 1e-6;

function loads(entrance: GatewayPair["before"], versions: readonly WorkloadState[]): readonly Load[] {
  const shares = entrance === undefined ? sharesOfOnly(versions) : sharesOf(entrance);
  return [...shares].flatMap(([version, weight]) => {
    const instances = versions.find(({ service }) => service === version)?.instances;
    if (instances === undefined || instances instanceof Later || weight === 0) return [];
    return [{ version, instances, each: weight / instances }];
  });
}

function sharesOfOnly(versions: readonly WorkloadState[]): ReadonlyMap<string, number> {
  return new Map(versions.length === 1 ? versions.map(({ service }) => [service, whole]) : []);
}

/** What the weights give each version, as far as they are known, in hundredths of a percent. */
function sharesOf(entrance: Entrance): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  const visit = ({ pool }: RoutingTable, part: number): void => {
    for (const { route, weight, target } of pool) {
      if (weight instanceof Later) continue;
      const own = (part * weight) / whole;
      if (target.kind === "table") visit(target, own);
      else shares.set(route, (shares.get(route) ?? 0) + own);
    }
  };
  for (const table of tablesOf(entrance)) visit(table, whole);
  return shares;
}
