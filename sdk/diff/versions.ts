import type { GatewayPair } from "./diff.js";
import type { Judged } from "./gates.js";
import type { RouteChange } from "./routes.js";
import type { WorkloadState } from "./state.js";
import { backendsOf } from "./tables.js";

/** What is known of what ran, and runs. */
type Known = Pick<Judged, "before" | "after" | "onlyChanges">;

/** True for a route to something that was not there before, whatever the gateway said of it. */
export function isNewRoute({ before, backends }: RouteChange, gateway: GatewayPair, known: Known): boolean {
  return before === undefined && ![...backends].some((backend) => wasThere(backend, gateway, known));
}

/**
 * True for a backend that ran before, or that the gateway led to. What belongs to a deployment that stays as it is was there.
 * @param title `cluster/version/port` in a deployment's own gateway; a path that begins with the deployment in others
 */
export function wasThere(title: string, gateway: GatewayPair, known: Known): boolean {
  if (backendsOf(gateway.before).has(title)) return true;
  return known.before.some((one) => isPartOf(one, title, gateway)) || isUntold(title, gateway, known);
}

/** True for a version that a title may mean. */
function isPartOf(
  { namespace, deployment, cluster, service }: WorkloadState,
  title: string,
  gateway: Pick<GatewayPair, "name" | "namespace">,
): boolean {
  if (namespace !== gateway.namespace) return false;
  const [own] = gateway.name.split("/");
  const parts = title.split("/");
  const [first, second, third] = parts;
  if (parts.length === 4) return deployment === first && cluster === second && service === third;
  // A cluster of another deployment, or a gateway of one, is there when something of it is.
  if (parts.length === 2) return deployment === first;
  const isOwn = deployment === own && cluster === first && service === second;
  return isOwn || (deployment === first && cluster === second);
}

/** True for what belongs to a deployment of which a preview says nothing, for nothing of it changes. */
function isUntold(title: string, gateway: GatewayPair, { before, after, onlyChanges }: Known): boolean {
  const parts = title.split("/");
  if (!onlyChanges || parts.length < 2) return false;
  const all = [...before, ...after].filter(({ namespace }) => namespace === gateway.namespace);
  if (all.some((one) => isPartOf(one, title, gateway))) return false;
  const [first] = parts;
  const [own, ...behind] = gateway.name.split("/");
  const isTold = (name: string | undefined) => all.some(({ deployment }) => deployment === name);
  // In the gateway of a deployment that does not change, all of its own is as it was.
  return !isTold(first) || (parts.length === 3 && behind.length > 0 && !isTold(own));
}
