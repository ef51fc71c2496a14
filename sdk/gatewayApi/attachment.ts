import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import { covers, type Hostname, intersection, narrowerFirst } from "./hosts.js";
import {
  type GatewayManifest,
  gatewayGroup,
  type HttpRoute,
  type ListenerManifest,
  type Manifests,
  namespaceOf,
  type ParentReference,
} from "./manifests.js";

/** A route on a listener, for the hosts that both mean. */
export interface Attachment {
  readonly listener: ListenerManifest;
  readonly route: HttpRoute;
  readonly hostname: Hostname;
}

/** Every route that a Gateway takes, once for each of its listeners and hosts. */
export function attachmentsOf(gateway: GatewayManifest, manifests: Manifests): readonly Attachment[] {
  return manifests.routes.flatMap((route) => {
    const parents = (route.spec.parentRefs ?? []).filter((parent) => isParent(parent, route, gateway));
    const listeners = gateway.spec.listeners.filter(
      (listener) =>
        parents.some((parent) => asksFor(parent, listener)) && isAllowed(route, listener, gateway, manifests),
    );
    return listeners.flatMap((listener) => {
      const hosts: readonly Hostname[] = route.spec.hostnames ?? [undefined];
      const common = hosts.flatMap((host) => intersection(lower(listener.hostname), lower(host)));
      return [...new Set(common)].map((hostname) => ({ listener, route, hostname }));
    });
  });
}

/** The routes that answer for a host on a port, each with the narrowest of its hosts; the narrower first. */
export function attachedFor(
  host: Hostname,
  listeners: readonly ListenerManifest[],
  attachments: readonly Attachment[],
): readonly Attachment[] {
  // The narrowest listener takes all requests for its hosts, also those that it has no route for.
  const [listener] = listeners
    .filter((one) => covers(lower(one.hostname), host))
    .sort((one, other) => narrowerFirst(lower(one.hostname), lower(other.hostname)));
  const found = new Map<HttpRoute, Attachment>();
  const all = attachments.filter((one) => one.listener === listener && covers(one.hostname, host));
  for (const one of all.sort((a, b) => narrowerFirst(a.hostname, b.hostname)))
    if (!found.has(one.route)) found.set(one.route, one);
  return [...found.values()];
}

/** Tells routes that no Gateway takes. */
export function warnOfUnattached(routes: readonly HttpRoute[], taken: ReadonlySet<HttpRoute>, problems: Problems) {
  for (const route of routes)
    if (!taken.has(route))
      problems.warn(
        "DroppedByImport",
        locationOf(route.metadata),
        `no listener of a Gateway given here takes the HTTPRoute \`${route.metadata.name}\`, and it is left out`,
      );
}

/** A host in lower case. */
export function lower(host: Hostname): Hostname {
  return host?.toLowerCase();
}

function isParent(parent: ParentReference, route: HttpRoute, gateway: GatewayManifest): boolean {
  const { group = gatewayGroup, kind = "Gateway", name, namespace = namespaceOf(route) } = parent;
  const isGateway = group === gatewayGroup && kind === "Gateway";
  return isGateway && name === gateway.metadata.name && namespace === namespaceOf(gateway);
}

function asksFor({ sectionName, port }: ParentReference, listener: ListenerManifest): boolean {
  return (sectionName ?? listener.name) === listener.name && (port ?? listener.port) === listener.port;
}

/** Whether a listener takes routes from the Namespace of a route. */
function isAllowed(
  route: HttpRoute,
  { allowedRoutes }: ListenerManifest,
  gateway: GatewayManifest,
  { namespaces }: Manifests,
): boolean {
  const { from = "Same", selector } = allowedRoutes?.namespaces ?? {};
  if (from === "All") return true;
  if (from !== "Selector") return from === "Same" && namespaceOf(route) === namespaceOf(gateway);
  const { metadata } = namespaces.find((one) => one.metadata.name === namespaceOf(route)) ?? {};
  // Every Namespace has this label, whoever made it.
  const labels = { ...metadata?.labels, "kubernetes.io/metadata.name": namespaceOf(route) };
  const labelOf = (key: string): string | undefined => Object.entries(labels).find(([name]) => name === key)?.[1];
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labelOf(key) === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => fits(labelOf(key), operator, values))
  );
}

function fits(value: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return operator === "DoesNotExist" && value === undefined;
  }
}
