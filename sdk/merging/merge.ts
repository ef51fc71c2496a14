import type { Blueprint } from "../artifacts/blueprint.js";
import { gatewayPort } from "../checks/gateways.js";
import { asText, type Entry, get, listOf, type MapNode, type Node, without } from "../reading/node.js";
import { mapIn, overlayNodes, withEntry } from "./nodes.js";

/** A blueprint with the node it is written as. */
export interface WrittenBlueprint {
  readonly blueprint: Blueprint;
  readonly node: MapNode;
}

/**
 * Merges one blueprint into another, as Vamp merged one into what was running.
 *
 * Clusters and services that are new are added; of a service that is there already the breed, the variables, the dialects
 * and the health checks are replaced, and its scale, arguments and network where the new one says something. A cluster's
 * gateways, SLA, network and health checks are replaced where the new one has any, so that a new service starts at 0 %
 * where the others have 100 % already. Blueprint's gateways are replaced by the number of their port.
 */
export function mergeBlueprints(below: WrittenBlueprint, above: WrittenBlueprint): MapNode {
  const old = below.node;
  let merged = old;
  for (const entry of above.node.entries) {
    if (entry.key === "name" && get(old, "name") !== undefined) continue;
    if (entry.key === "clusters") merged = withEntry(merged, { ...entry, value: mergeClusters(old, entry.value) });
    else if (entry.key === "gateways") merged = withEntry(merged, { ...entry, value: mergeGateways(below, above) });
    else merged = withEntry(merged, { ...entry, value: overlayNodes(get(old, entry.key), entry.value) });
  }
  return merged;
}

function mergeClusters(old: MapNode, clusters: Node): Node {
  if (clusters.kind !== "map") return clusters;
  return clusters.entries.reduce(
    (merged, entry) => {
      const known = get(merged, entry.key);
      const value =
        known?.kind === "map" && entry.value.kind === "map" ? mergeCluster(known, entry.value) : entry.value;
      return withEntry(merged, { ...entry, value });
    },
    mapIn(old, "clusters"),
  );
}

const overlaid = ["dialects", "metadata"];

function mergeCluster(below: MapNode, above: MapNode): MapNode {
  return above.entries.reduce((merged, entry) => {
    const known = get(merged, entry.key);
    if (entry.key === "services") return withEntry(merged, { ...entry, value: mergeServices(known, entry.value) });
    return withEntry(merged, overlaid.includes(entry.key) ? overlayEntry(known, entry) : entry);
  }, below);
}

function overlayEntry(known: Node | undefined, entry: Entry): Entry {
  return { ...entry, value: overlayNodes(known, entry.value) };
}

function mergeServices(below: Node | undefined, above: Node): Node {
  if (below?.kind !== "list" || above.kind !== "list") return above;
  const added = above.items.filter((item) => !below.items.some((one) => breedOf(one) === breedOf(item)));
  const kept = below.items.map((item) => {
    const update = above.items.find((one) => breedOf(one) === breedOf(item));
    return update === undefined ? item : mergeService(item, update);
  });
  return listOf(below.location, [...kept, ...added]);
}

/** The name of a service's breed, as the writer writes services. */
export function breedOf(service: Node): string | undefined {
  const breed = service.kind === "map" ? get(service, "breed") : undefined;
  return breed?.kind === "map" ? asText(get(breed, "name")) : asText(breed);
}

const replaced = ["environment_variables", "dialects", "health_checks"];

function mergeService(below: Node, above: Node): Node {
  if (below.kind !== "map" || above.kind !== "map") return above;
  const kept = without(below, ...replaced);
  // A breed that is only named is the one that is there.
  const entries = above.entries.filter(({ key, value }) => key !== "breed" || value.kind === "map");
  return entries.reduce(withEntry, kept);
}

function mergeGateways(below: WrittenBlueprint, above: WrittenBlueprint): Node {
  const numbers = ({ blueprint: { gateways = {} } }: WrittenBlueprint) =>
    new Map(Object.entries(gateways).map(([key, gateway]) => [key, gatewayPort(key, gateway).number]));
  const taken = [...numbers(above).values()];
  const known = numbers(below);
  const kept = mapIn(below.node, "gateways").entries.filter(({ key }) => !taken.includes(known.get(key) ?? 0));
  const fresh = mapIn(above.node, "gateways");
  return { ...fresh, entries: [...kept, ...fresh.entries] };
}
