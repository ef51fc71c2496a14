import { type RequestFacts, Share } from "pulumi-vamp/sdk";
import { z } from "zod";
import type { Table } from "../../view/components.js";
import type { Workload } from "../../view/memory.js";
import { conditionMet, plainRequestsTo } from "../../view/plainRequests.js";
import { decisionKey, type Gateway, type VampResources } from "../../view/vampResources.js";

/** Under which key of its metadata a breed says that it is a canary. */
export const canaryKey = z
  .string()
  .default("canary")
  .describe("The key in the `metadata` of a breed that marks it as a canary, when it is `true`.");

/**
 * What a gateway gives a version of some requests, through routes within routes too: of those that no condition takes, which
 * are shared by weights, or of those that meet one. What goes to another gateway, as a blueprint's to a cluster's, is shared there, and told there.
 */
export interface VersionShare {
  readonly workload: Workload;
  /** As far as weights and strengths are known. */
  readonly share: Share;
  /** The routes of the gateway that lead to it. */
  readonly routes: readonly string[];
}

/** A canary at a gateway. */
export interface Canary extends VersionShare {
  readonly gateway: Gateway;
  /** One of the requests; undefined for those that no condition takes. */
  readonly request: RequestFacts | undefined;
}

/** A canary that gets requests by weight, among the versions of its cluster. */
export interface WeightedCanary extends Canary {
  /** The versions of its cluster that get requests here, itself among them. */
  readonly cluster: readonly VersionShare[];
}

/** The versions that are marked as canaries, at every gateway that gives them requests by weight. */
export function canariesOf(resources: VampResources, mark: string): readonly WeightedCanary[] {
  const others = decisionsOf(resources);
  return resources.gateways.flatMap((gateway) => {
    const shares = sharesAt(gateway, resources, { others });
    return canariesIn(shares, mark).map((canary) => ({
      ...canary,
      gateway,
      request: undefined,
      cluster: shares.filter((one) => isOfCluster(one, canary)),
    }));
  });
}

/** The same at every gateway whose conditions give them requests that have nothing special, once for each such condition. */
export function canariesMet(resources: VampResources, mark: string): readonly Canary[] {
  const others = decisionsOf(resources);
  const isCanary = (host: string) => isMarked(resources.workloadAt(host)?.metadata[mark]);
  return resources.gateways.flatMap((gateway) =>
    plainRequestsTo(gateway.routing, isCanary).flatMap((request) =>
      canariesIn(sharesAt(gateway, resources, { others, request }), mark).map((canary) => ({
        ...canary,
        gateway,
        request,
      })),
    ),
  );
}

function decisionsOf({ gateways }: VampResources): ReadonlySet<string> {
  return new Set(gateways.map(({ routing }) => decisionKey(routing)));
}

function sharesAt({ routing }: Gateway, { workloadAt }: VampResources, asked: Asked): readonly VersionShare[] {
  return sharesOf(ends(routing, Share.all, asked), workloadAt);
}

function canariesIn(shares: readonly VersionShare[], mark: string): readonly VersionShare[] {
  return shares.filter(({ workload }) => isMarked(workload.metadata[mark]));
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

/** Where the routes of a table lead in the end, by the route of that table which leads there. */
interface End {
  readonly route: string;
  readonly share: Share;
  readonly host: string;
}

interface Asked {
  /** What other gateways decide. */
  readonly others: ReadonlySet<string>;
  /** Absent for one that meets no condition. */
  readonly request?: RequestFacts;
}

function ends(table: Table, of: Share, asked: Asked): readonly End[] {
  return choices(table, asked.request).flatMap(({ route, share: part, target }) => {
    const share = of.times(part);
    if (target.kind === "backend") return [{ route, share, host: target.host }];
    if (target.kind !== "table" || asked.others.has(decisionKey(target))) return [];
    return ends(target, share, asked).map((end) => ({ ...end, route }));
  });
}

/** The routes of a table that take a part of some requests, as far as weights and strengths are known. */
function choices(table: Table, request: RequestFacts | undefined) {
  const met = request && conditionMet(table, request);
  const taken = met === undefined ? Share.none : typeof met.strength === "number" ? Share.of(met.strength) : Share.all;
  const byWeight = table.pool.flatMap(({ route, weight, target }) =>
    typeof weight === "number" ? [{ route, target, share: taken.rest.times(Share.of(weight)) }] : [],
  );
  const byCondition = typeof met?.strength === "number" ? [{ ...met, share: taken }] : [];
  return [...byCondition, ...byWeight].filter(({ share }) => Share.none.isLessThan(share));
}

function isOfCluster({ workload: one }: VersionShare, { workload: other }: VersionShare): boolean {
  return one.urn === other.urn && one.cluster === other.cluster;
}

/** Metadata are kept as they were written, and `true` may be a text in YAML. */
function isMarked(value: unknown): boolean {
  return value === true || value === "true";
}
