import { Later, type Leaf } from "../later.js";
import { shadowedConditions, unreachedRoutes } from "../routing/reachability.js";
import { type RoutingTable, tablesOf } from "../routing/table.js";
import { formatShare } from "../routing/weights.js";
import type { GatewayDiff } from "./diff.js";
import type { WorkloadState } from "./state.js";
import type { WorkloadChange } from "./workloads.js";

/** What a change may be refused for. */
export const refusable = ["unreachable", "shadowed", "capacity", "removed-with-weight"] as const;

/** What a change has to keep to. */
export interface Gates {
  /** The most that a version may get which was not there before, in hundredths of a percent. Default: no bound. */
  readonly maxFirst?: number | undefined;
  /** The most by which a weight or a strength may grow, in hundredths of a percent. Default: no bound. */
  readonly maxStep?: number | undefined;
  readonly failOn: readonly (typeof refusable)[number][];
}

/** Why a change is refused. */
export interface Refusal {
  readonly gate: "max-first" | "max-step" | (typeof refusable)[number];
  /** Name of the gateway. */
  readonly gateway: string;
  readonly message: string;
}

/** What a gate looks at. */
export interface Judged {
  readonly gateways: readonly GatewayDiff[];
  readonly workloads: readonly WorkloadChange[];
  /** Versions as they will be. */
  readonly after: readonly WorkloadState[];
  readonly before: readonly WorkloadState[];
}

/** Everything for which a change is refused. */
export function refusalsOf(judged: Judged, { maxFirst, maxStep, failOn }: Gates): readonly Refusal[] {
  return judged.gateways.flatMap((gateway) => [
    ...(maxFirst === undefined ? [] : firsts(gateway, judged, maxFirst)),
    ...(maxStep === undefined ? [] : steps(gateway, judged, maxStep)),
    ...failOn.flatMap((gate) => checks[gate](gateway, judged)),
  ]);
}

type Check = (gateway: GatewayDiff, judged: Judged) => readonly Refusal[];

const checks: Readonly<Record<(typeof refusable)[number], Check>> = {
  unreachable: ({ name, after }) =>
    tables(after).flatMap((table) =>
      unreachedRoutes(table)
        // A version that waits for its share is no mistake.
        .filter(({ reason }) => reason !== "idle")
        .map(({ route }) => ({ gate: "unreachable", gateway: name, message: `no request takes the route ${route}` })),
    ),
  shadowed: ({ name, after }) =>
    tables(after).flatMap((table) =>
      shadowedConditions(table).map(({ route, condition, by }) => ({
        gate: "shadowed",
        gateway: name,
        message: `no request gets to \`${condition}\` of ${route}${by.length === 0 ? "" : `, for ${by.join(", ")} comes before`}`,
      })),
    ),
  capacity,
  "removed-with-weight": ({ name, routes }) =>
    routes.flatMap(({ route, before, after }): readonly Refusal[] => {
      const weight = before?.weight ?? 0;
      if (after !== undefined || weight === 0) return [];
      const message = `${route} is removed while it has ${share(weight)}`;
      return [{ gate: "removed-with-weight", gateway: name, message }];
    }),
};

/** True for a version that was there before, whatever the gateway said of it. */
function wasThere(route: string, before: readonly WorkloadState[]): boolean {
  return before.some(({ service }) => service === route);
}

function firsts({ name, routes, before }: GatewayDiff, judged: Judged, most: number): readonly Refusal[] {
  // Where there was no gateway, or no version before, there is nothing to compare with.
  if (before === undefined) return [];
  return routes.flatMap(({ route, before: was, after: is }): readonly Refusal[] => {
    if (was !== undefined || is?.weight === undefined || wasThere(route, judged.before)) return [];
    if (is.weight instanceof Later || is.weight <= most) return [];
    const message = `${route} is new and gets ${share(is.weight)}; at most ${formatShare(most)} at first`;
    return [{ gate: "max-first", gateway: name, message }];
  });
}

function steps({ name, routes, before }: GatewayDiff, { before: workloads }: Judged, most: number): readonly Refusal[] {
  if (before === undefined) return [];
  return routes.flatMap(({ route, before: was, after: is }): readonly Refusal[] => {
    const isNew = was === undefined && !wasThere(route, workloads);
    // The first share of a new version is a matter of its own.
    if (isNew || is === undefined) return [];
    const grown = [
      { what: "its weight", from: was?.weight ?? 0, to: is.weight ?? 0 },
      ...is.conditions.map(({ condition, strength }) => ({
        what: `the strength of \`${condition}\``,
        from: was?.conditions.find((one) => one.condition === condition)?.strength ?? strength,
        to: strength,
      })),
    ];
    return grown.flatMap(({ what, from, to }): readonly Refusal[] => {
      if (from instanceof Later || to instanceof Later || to - from <= most) return [];
      const message = `${route}: ${what} grows from ${share(from)} to ${share(to)}; at most by ${most / 100} points at once`;
      return [{ gate: "max-step", gateway: name, message }];
    });
  });
}

/**
 * An instance that would have to take a larger part of its cluster's requests than any instance took before. Gateways of
 * clusters only, by their weights.
 */
function capacity(gateway: GatewayDiff, { before, after }: Judged): readonly Refusal[] {
  const [deployment, cluster, port] = gateway.name.split("/");
  if (port === undefined) return [];
  const load = (table: RoutingTable, workloads: readonly WorkloadState[]) =>
    table.pool.flatMap(({ route, weight }) => {
      const instances = workloads.find(
        (one) => one.deployment === deployment && one.cluster === cluster && one.service === route,
      )?.instances;
      if (instances === undefined || instances instanceof Later || weight instanceof Later) return [];
      return weight === 0 ? [] : [{ route, instances, each: weight / instances }];
    });
  const most = Math.max(
    0,
    ...tables(gateway.before)
      .flatMap((table) => load(table, before))
      .map(({ each }) => each),
  );
  if (most === 0) return [];
  return tables(gateway.after)
    .flatMap((table) => load(table, after))
    .filter(({ each }) => each > most)
    .map(({ route, instances, each }): Refusal => {
      const now = Number.isFinite(each) ? `${Math.round(each) / 100} % each` : "none to take it";
      const message = `${route} has ${instances} instance${instances === 1 ? "" : "s"}, ${now}; before, an instance took ${Math.round(most) / 100} % at most`;
      return { gate: "capacity", gateway: gateway.name, message };
    });
}

function tables(entrance: GatewayDiff["after"]): readonly RoutingTable[] {
  return entrance === undefined ? [] : tablesOf(entrance);
}

function share(hundredths: Leaf<number>): string {
  return hundredths instanceof Later ? "a share that is known only later" : formatShare(hundredths);
}
