import type { GatewayPair } from "./diff.js";
import type { RouteChange } from "./routes.js";
import type { WorkloadState } from "./state.js";
import { backendsOf } from "./tables.js";

/** True for a route to something that was not there before, whatever the gateway said of it. */
export function isNewRoute(
  { before, backends }: RouteChange,
  gateway: GatewayPair,
  workloads: readonly WorkloadState[],
): boolean {
  return before === undefined && ![...backends].some((backend) => wasThere(backend, gateway, workloads));
}

/**
 * True for a backend that ran before, or that the gateway led to.
 * @param title `cluster/version/port` in a deployment's own gateway; a path that begins with the deployment in others
 */
export function wasThere(title: string, gateway: GatewayPair, workloads: readonly WorkloadState[]): boolean {
  if (backendsOf(gateway.before).has(title)) return true;
  const [own] = gateway.name.split("/");
  const parts = title.split("/");
  const [first, second, third] = parts;
  return workloads.some(({ namespace, deployment, cluster, service }) => {
    if (namespace !== gateway.namespace) return false;
    if (parts.length === 4) return deployment === first && cluster === second && service === third;
    // A cluster of another deployment, or a gateway of one, is there when something of it is.
    if (parts.length === 2) return deployment === first;
    const isOwn = deployment === own && cluster === first && service === second;
    return isOwn || (deployment === first && cluster === second);
  });
}
