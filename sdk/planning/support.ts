import type { Blueprint } from "../artifacts/blueprint.js";
import type { Gateway } from "../artifacts/gateway.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";

/**
 * Refuses what the language has and this version does not realise yet, at its place: nothing that is read is ignored.
 */
export function refuseUnsupported(blueprint: Blueprint, problems: Problems): void {
  for (const gateway of Object.values(blueprint.gateways ?? {})) refuseInGateway(gateway, problems);
  for (const cluster of Object.values(blueprint.clusters)) {
    refuseNetwork(cluster, problems);
    for (const gateway of Object.values(cluster.gateways ?? {})) refuseInGateway(gateway, problems);
    for (const service of cluster.services) refuseNetwork(service, problems);
  }
}

/** The same for one gateway. */
export function refuseInGateway(gateway: Gateway, problems: Problems): void {
  refuse(gateway, ["selector", "virtualHosts"], problems);
  if (gateway.sticky !== "none") refuse(gateway, ["sticky"], problems);
  for (const route of gateway.routes ?? []) {
    refuse(route, ["rewrites", "balance", "selector"], problems);
    if (route.condition?.reference !== undefined)
      problems.error(
        "NotSupportedYet",
        locationOf(route, "condition"),
        "a condition by name is not supported yet: write it here",
      );
  }
}

/** Docker's and Mesos' networks. A pod always has an address of its own, as with `BRIDGE`. */
function refuseNetwork(part: { readonly network?: string | undefined }, problems: Problems): void {
  if (part.network !== undefined && part.network.toUpperCase() !== "BRIDGE")
    problems.error("InvalidValue", locationOf(part, "network"), `Kubernetes has no network \`${part.network}\``, {
      expected: "none, or `hostNetwork` in the dialect `kubernetes`",
    });
}

function refuse<T extends object>(part: T, keys: readonly (keyof T & string)[], problems: Problems): void {
  for (const key of keys)
    if (part[key] !== undefined)
      problems.error(
        "NotSupportedYet",
        locationOf(part, key),
        `\`${key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}\` is not supported yet`,
      );
}
