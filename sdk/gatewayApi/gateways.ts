import type { Problems } from "../diagnostics/problem.js";
import type { Document } from "../expansion/artifactSet.js";
import { type Entry, type MapNode, mapOf, type Node, nodeIn, textOf } from "../reading/node.js";
import { locationOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";
import { type Attachment, attachedFor, attachmentsOf, lower, warnOfUnattached } from "./attachment.js";
import { type Hostname, narrowerFirst } from "./hosts.js";
import {
  type GatewayManifest,
  type ListenerManifest,
  type Manifests,
  namespaceOf,
  readManifests,
} from "./manifests.js";
import { matchesOf, strongerFirst } from "./matches.js";
import { routesOf, type TranslatedRoute } from "./rules.js";

/** How manifests are translated. */
export interface ImportOptions {
  /** Name of the cluster in its DNS. Default: `cluster.local`. */
  readonly clusterDomain?: string;
}

/**
 * The gateways that manifests of the Gateway API stand for: one for each port of each Gateway, named `gateway/port`, with
 * the HTTPRoutes that it takes. Which route takes a request, what happens to it and what it gets that nobody takes is as
 * the Gateway API says (v1, standard channel, and CORS). What has no equivalent is left out, with a warning.
 */
export function manifestsToGateways(
  nodes: readonly MapNode[],
  problems: Problems,
  options: ImportOptions = {},
): readonly Document[] {
  const manifests = readManifests(nodes, problems);
  const taken = manifests.gateways.flatMap((gateway) => attachmentsOf(gateway, manifests).map(({ route }) => route));
  warnOfUnattached(manifests.routes, new Set(taken), problems);
  return manifests.gateways.flatMap((gateway) => gatewaysOf(gateway, manifests, options, problems));
}

function gatewaysOf(
  gateway: GatewayManifest,
  manifests: Manifests,
  { clusterDomain = "cluster.local" }: ImportOptions,
  problems: Problems,
): readonly Document[] {
  const attachments = attachmentsOf(gateway, manifests);
  const listeners = gateway.spec.listeners.filter((listener) => isHttp(listener, problems));
  return [...new Set(listeners.map(({ port }) => port))].map((port): Document => {
    const name = `${gateway.metadata.name}/${port}`;
    const here = listeners.filter((listener) => listener.port === port);
    const own = attachments.filter(({ listener }) => here.includes(listener));
    const context = { manifests, port, clusterDomain };
    const location = locationOf(here[0] ?? gateway);
    const hosts = hostsOf(here, own).map((host) => {
      const matches = attachedFor(host, here, own).flatMap(({ route, hostname }) =>
        matchesOf(route).map((match) => ({ hostname, ...match })),
      );
      matches.sort((one, other) => narrowerFirst(one.hostname, other.hostname) || strongerFirst(one, other));
      return { host, routes: routesNode(routesOf(matches, context, problems), location) };
    });
    const node = mapOf(location, {
      name: textOf(location, name),
      port: textOf(location, String(port)),
      ...tls(gateway, here, problems),
      ...hostNodes(hosts, location),
      otherwise: nodeIn(location, { status: 404 }),
    });
    return { kind: "gateways", name, node };
  });
}

/** The hosts of a port that have routes of their own; undefined among them when there are some for every host. */
function hostsOf(listeners: readonly ListenerManifest[], attachments: readonly Attachment[]): readonly Hostname[] {
  const all = [
    ...listeners.flatMap(({ hostname }) => (hostname === undefined ? [] : [lower(hostname)])),
    ...attachments.map(({ hostname }) => hostname),
  ];
  return [...new Set(all)].sort((one, other) => narrowerFirst(one, other) || compare(one ?? "", other ?? ""));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function routesNode(routes: readonly TranslatedRoute[], location: Location): MapNode {
  const entries = routes.map(
    (route): Entry => ({
      key: route.name,
      keyLocation: route.location,
      value: nodeIn(route.location, route.settings),
    }),
  );
  return { kind: "map", location, entries };
}

/** The routes for every host, and those of hosts. */
function hostNodes(
  hosts: readonly { readonly host: Hostname; readonly routes: MapNode }[],
  location: Location,
): Readonly<Record<string, Node>> {
  const forAll = hosts.find(({ host }) => host === undefined);
  const entries = hosts.flatMap(({ host, routes }): readonly Entry[] =>
    host === undefined ? [] : [{ key: host, keyLocation: location, value: mapOf(location, { routes }) }],
  );
  return {
    ...(entries.length > 0 && { hosts: { kind: "map", location, entries } }),
    ...(forAll !== undefined && { routes: forAll.routes }),
  };
}

function isHttp(listener: ListenerManifest, problems: Problems): boolean {
  const { protocol, tls } = listener;
  if (protocol === "HTTP" || (protocol === "HTTPS" && (tls?.mode ?? "Terminate") === "Terminate")) return true;
  problems.warn(
    "DroppedByImport",
    locationOf(listener),
    `the listener \`${listener.name}\` speaks ${protocol}, which HTTPRoutes do not, and is left out`,
  );
  return false;
}

/** The certificates of all listeners on a port; the Secrets have to be in the environment's Namespace. */
function tls(
  gateway: GatewayManifest,
  listeners: readonly ListenerManifest[],
  problems: Problems,
): Readonly<Record<string, Node>> {
  const secure = listeners.filter(({ protocol }) => protocol === "HTTPS");
  const [first] = secure;
  if (first === undefined) return {};
  const location = locationOf(first);
  if (secure.length < listeners.length)
    problems.error("InvalidValue", location, `port ${first.port} has listeners with TLS and without`, {
      expected: "the same on every listener of a port",
    });
  const references = secure.flatMap((listener) => listener.tls?.certificateRefs ?? []);
  for (const reference of references)
    if ((reference.namespace ?? namespaceOf(gateway)) !== namespaceOf(gateway))
      problems.warn(
        "DroppedByImport",
        locationOf(reference),
        `the Secret \`${reference.name}\` is in another Namespace: it has to be in that of the environment`,
      );
  const names = [...new Set(references.map(({ name }) => name))];
  return { tls: nodeIn(location, { certificates: names.map((secret) => ({ secret })) }) };
}
