import type { z } from "zod";
import { namedMap } from "../artifacts/artifact.js";
import { type Blueprint, breedName, type Cluster, portNames } from "../artifacts/blueprint.js";
import { anonymousPort, clusterGateways, gateway } from "../artifacts/gateway.js";
import { type Overrides, overrides } from "../artifacts/overrides.js";
import { routes } from "../artifacts/route.js";
import { splitKey } from "../checks/variables.js";
import { nearest } from "../diagnostics/nearest.js";
import { Problems } from "../diagnostics/problem.js";
import { asList, type Entry, get, type MapNode, mapOf, type Node } from "../reading/node.js";
import { locationOf } from "../reading/places.js";
import { rulesOf } from "../reading/rules.js";
import { artifactNode } from "../writing/node.js";
import { breedOf, type WrittenBlueprint } from "./merge.js";
import { entryOf, mapIn, overlayNodes, withEntry } from "./nodes.js";

/** Puts what a deployment says over its blueprint into it. What names nothing there is told, at its own place. */
export function override({ blueprint, node }: WrittenBlueprint, given: Overrides, problems: Problems): MapNode {
  const said = artifactNode(overrides, given);
  if (said.kind !== "map") return node;
  let changed = node;
  for (const { key, value } of mapIn(said, "weights").entries)
    changed = overrideRoutes(changed, blueprint, entryOf(key, weighted(value)), given.weights ?? {}, problems);
  for (const { key, value } of mapIn(said, "routes").entries)
    changed = overrideRoutes(changed, blueprint, entryOf(key, value), given.routes ?? {}, problems);
  for (const { key, value } of mapIn(said, "scale").entries)
    changed = overrideScale(changed, blueprint, entryOf(key, value), given.scale ?? {}, problems);
  for (const entry of mapIn(said, "environment_variables").entries) changed = overrideVariable(changed, entry);
  return changed;
}

/** `{route: 90%}` as routes. */
function weighted(shares: Node): Node {
  if (shares.kind !== "map") return shares;
  const entries = shares.entries.map((entry) => ({
    ...entry,
    value: mapOf(entry.value.location, { weight: entry.value }),
  }));
  return { ...shares, entries };
}

function overrideRoutes(
  node: MapNode,
  blueprint: Blueprint,
  { key, value }: Entry,
  told: object,
  problems: Problems,
): MapNode {
  const gateways = Object.keys(blueprint.gateways ?? {});
  if (gateways.includes(key)) return inMap(node, "gateways", key, (known) => overGateway(known, value));
  const [name = "", port] = Object.hasOwn(blueprint.clusters, key) ? [key] : key.split(/\.(?=[^.]*$)/);
  const cluster = Object.hasOwn(blueprint.clusters, name) ? blueprint.clusters[name] : undefined;
  if (cluster !== undefined)
    return inMap(node, "clusters", name, (known) => overCluster(known, gatewayKey(cluster, port), value));
  problems.error("UnresolvedGatewayPortError", locationOf(told, key), `there is no cluster or gateway \`${key}\``, {
    expected: "`cluster`, `cluster.port`, or what the blueprint calls a gateway",
    nearest: nearest(key, [...Object.keys(blueprint.clusters), ...gateways]),
  });
  return node;
}

/** Changes what stands under two keys. */
function inMap(node: MapNode, first: string, second: string, change: (known: Node | undefined) => Node): MapNode {
  const inner = mapIn(node, first);
  const value = change(get(inner, second));
  return withEntry(node, entryOf(first, withEntry(inner, entryOf(second, value))));
}

function overCluster(written: Node | undefined, port: string, said: Node): Node {
  if (written?.kind !== "map") return said;
  const gateways = mapOr(long(clusterGateways, get(written, "gateways")), said);
  const value = withEntry(gateways, entryOf(port, overGateway(get(gateways, port), said)));
  return withEntry(written, entryOf("gateways", value));
}

/** The key of the gateway for a port: its only gateway may name none. */
function gatewayKey(cluster: Cluster, port: string | undefined): string {
  const keys = Object.keys(cluster.gateways ?? {});
  const [only = anonymousPort] = keys;
  if (port === undefined) return keys.length > 1 ? anonymousPort : only;
  return keys.length === 1 && only === anonymousPort && portNames(cluster)[0] === port ? anonymousPort : port;
}

function overGateway(written: Node | undefined, said: Node): Node {
  const known = mapOr(long(gateway, written), said);
  const merged = overlayNodes(byPath(get(known, "routes")), byPath(said) ?? said);
  // What is wrong with them together was made wrong by what is said over them.
  return withEntry(known, entryOf("routes", { ...merged, location: said.location }));
}

/** A scale that is only named is replaced by what is said. */
function overrideScale(node: MapNode, blueprint: Blueprint, { key, value }: Entry, told: object, problems: Problems) {
  const clusters = Object.entries(blueprint.clusters);
  const found = clusters.find(([, { services }]) => services.some((service) => breedName(service) === key));
  if (found === undefined) {
    const breeds = clusters.flatMap(([, { services }]) => services.map(breedName));
    problems.error("ArtifactNotFound", locationOf(told, key), `no cluster runs a breed \`${key}\``, {
      nearest: nearest(key, breeds),
    });
    return node;
  }
  const [cluster] = found;
  return inMap(node, "clusters", cluster, (written) => {
    if (written?.kind !== "map") return value;
    const services = asList(get(written, "services") ?? value);
    const items = services.items.map((service) => {
      if (service.kind !== "map" || breedOf(service) !== key) return service;
      return withEntry(service, entryOf("scale", overlayNodes(get(service, "scale"), value)));
    });
    return withEntry(written, entryOf("services", { ...services, items }));
  });
}

/** A variable that a deployment sets is no longer set by a service. */
function overrideVariable(node: MapNode, entry: Entry): MapNode {
  const { cluster = "", variable } = splitKey(entry.key);
  const given = withEntry(mapIn(node, "environment_variables"), entry);
  const changed = withEntry(node, entryOf("environment_variables", given));
  const written = get(mapIn(changed, "clusters"), cluster);
  if (written?.kind !== "map") return changed;
  return inMap(changed, "clusters", cluster, () => {
    const services = asList(get(written, "services") ?? given);
    const items = services.items.map((service) => {
      if (service.kind !== "map") return service;
      const own = mapIn(service, "environment_variables");
      const kept = own.entries.filter(({ key }) => key.replace(/\[.*$/, "") !== variable);
      if (kept.length === own.entries.length) return service;
      return withEntry(service, entryOf("environment_variables", { ...own, entries: kept }));
    });
    return withEntry(written, entryOf("services", { ...services, items }));
  });
}

/** The long form of what the writer wrote, in which there is no mistake. */
function long(schema: z.ZodType, node: Node | undefined): Node | undefined {
  return node && (rulesOf(schema).expand?.(node, new Problems()) ?? node);
}

/** Routes as a map of paths, whatever form they are written in. */
function byPath(node: Node | undefined): Node | undefined {
  const expanded = long(routes, node);
  return expanded && namedMap(expanded, "path");
}

function mapOr(node: Node | undefined, { location }: Node): MapNode {
  return node?.kind === "map" ? node : { kind: "map", location, entries: [] };
}
