import { z } from "zod";
import type { Gateway, Workload } from "../../view/vampResources.js";

/** Under which key of its metadata a breed says that it is a canary. */
export const canaryKey = z
  .string()
  .default("canary")
  .describe("The key in the `metadata` of a breed that marks it as a canary, when it is `true`.");

/** A route that leads to a version, with the share that it is known to get. */
export interface VersionRoute {
  readonly gateway: Gateway;
  readonly route: string;
  /** In hundredths of a percent. */
  readonly weight: number;
  readonly workload: Workload;
}

/** The routes that lead straight to a version, as far as their weights are known. */
export function versionRoutes(gateway: Gateway): readonly VersionRoute[] {
  return gateway.routing.pool.flatMap(({ route, weight, target }) => {
    if (typeof weight !== "number" || target.kind !== "backend") return [];
    const [service] = target.host.split(".");
    const workload = gateway.workloads.find((one) => one.backend === service);
    return workload === undefined ? [] : [{ gateway, route, weight, workload }];
  });
}

/** The routes to versions that are marked as canaries. */
export function canaryRoutes(gateways: readonly Gateway[], mark: string): readonly VersionRoute[] {
  return gateways.flatMap(versionRoutes).filter(({ workload }) => isMarked(workload.metadata[mark]));
}

/** Metadata are kept as they were written, and `true` may be a text in YAML. */
function isMarked(value: unknown): boolean {
  return value === true || value === "true";
}
