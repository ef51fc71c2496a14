import { Share } from "pulumi-vamp/sdk";
import { z } from "zod";
import type { Table } from "../../view/components.js";
import type { Workload } from "../../view/memory.js";
import { decisionKey, type Gateway, type VampResources } from "../../view/vampResources.js";

/** Under which key of its metadata a breed says that it is a canary. */
export const canaryKey = z
  .string()
  .default("canary")
  .describe("The key in the `metadata` of a breed that marks it as a canary, when it is `true`.");

/**
 * What the weights of a gateway give a version, through routes within routes too: of the requests that no condition takes. What
 * goes to another gateway, as a blueprint's to a cluster's, is shared there, and told there.
 */
export interface VersionShare {
  readonly workload: Workload;
  /** As far as weights are known. */
  readonly share: Share;
  /** The routes of the gateway that lead to it. */
  readonly routes: readonly string[];
}

/** A canary at a gateway. */
export interface Canary extends VersionShare {
  readonly gateway: Gateway;
  /** The versions of its cluster that get requests here, itself among them. */
  readonly cluster: readonly VersionShare[];
}

/** The versions that are marked as canaries, at every gateway that gives them requests by weight. */
export function canariesOf({ gateways, workloadAt }: VampResources, mark: string): readonly Canary[] {
  const others = new Set(gateways.map(({ routing }) => decisionKey(routing)));
  return gateways.flatMap((gateway) => {
    const shares = sharesOf(ends(gateway.routing, Share.all, others), workloadAt);
    return shares
      .filter(({ workload }) => isMarked(workload.metadata[mark]))
      .map((canary) => ({ ...canary, gateway, cluster: shares.filter((one) => isOfCluster(one, canary)) }));
  });
}

/** The route to name in a message about a canary: none when it takes several to lead there. */
export function routeOf({ routes }: VersionShare): string | undefined {
  return routes.length === 1 ? routes[0] : undefined;
}

/** How a message calls a canary: by its name where no route says which one it is. */
export function calledIn(canary: VersionShare): string {
  return routeOf(canary) === undefined ? `the canary \`${canary.workload.service}\`` : "the canary";
}

/** What reaches versions, each with all that leads to it. */
function sharesOf(all: readonly End[], workloadAt: VampResources["workloadAt"]): readonly VersionShare[] {
  const byVersion = new Map<Workload, VersionShare>();
  for (const { route, share, host } of all) {
    const workload = workloadAt(host);
    if (workload === undefined) continue;
    const { share: before, routes } = byVersion.get(workload) ?? { share: Share.none, routes: [] };
    byVersion.set(workload, { workload, share: before.plus(share), routes: [...new Set([...routes, route])] });
  }
  return [...byVersion.values()];
}

/** Where the weights of a table lead in the end, by the route of that table which leads there. */
interface End {
  readonly route: string;
  readonly share: Share;
  readonly host: string;
}

function ends({ pool }: Table, of: Share, others: ReadonlySet<string>): readonly End[] {
  return pool.flatMap(({ route, weight, target }) => {
    if (typeof weight !== "number" || weight === 0) return [];
    const share = of.times(Share.of(weight));
    if (target.kind === "backend") return [{ route, share, host: target.host }];
    if (target.kind !== "table" || others.has(decisionKey(target))) return [];
    return ends(target, share, others).map((end) => ({ ...end, route }));
  });
}

function isOfCluster({ workload: one }: VersionShare, { workload: other }: VersionShare): boolean {
  return one.urn === other.urn && one.cluster === other.cluster;
}

/** Metadata are kept as they were written, and `true` may be a text in YAML. */
function isMarked(value: unknown): boolean {
  return value === true || value === "true";
}
