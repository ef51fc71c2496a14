import { type Entry, get, type MapNode, type Node } from "../reading/node.js";

/**
 * One node over another: maps are merged key by key, and of everything else the upper one counts.
 * @param place whose place a merged map has, where what is missing in it is told
 */
export function overlayNodes(below: Node | undefined, above: Node, place: "below" | "above" = "below"): Node {
  if (below?.kind !== "map" || above.kind !== "map") return above;
  const over = new Map(above.entries.map((entry) => [entry.key, entry]));
  const merged = below.entries.map((entry) => {
    const own = over.get(entry.key);
    over.delete(entry.key);
    return own === undefined ? entry : { ...own, value: overlayNodes(entry.value, own.value, place) };
  });
  return { ...(place === "below" ? below : above), entries: [...merged, ...over.values()] };
}

/** The same map with an entry in the place of the one that had its key, or behind all others. */
export function withEntry(map: MapNode, entry: Entry): MapNode {
  const isThere = map.entries.some(({ key }) => key === entry.key);
  const entries = isThere ? map.entries.map((one) => (one.key === entry.key ? entry : one)) : [...map.entries, entry];
  return { ...map, entries };
}

/** An entry whose key stands where its value does: what a program's argument means in the language. */
export function entryOf(key: string, value: Node): Entry {
  return { key, keyLocation: value.location, value };
}

/** The map under a key; an empty one, at the place of the whole, where there is none. */
export function mapIn(map: MapNode, key: string): MapNode {
  const found = get(map, key);
  return found?.kind === "map" ? found : { kind: "map", location: map.location, entries: [] };
}
