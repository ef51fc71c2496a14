import { type Entry, get, type MapNode, type Node } from "../reading/node.js";

/** One node over another: maps are merged key by key, and of everything else the upper one counts. */
export function overlayNodes(below: Node | undefined, above: Node): Node {
  if (below?.kind !== "map" || above.kind !== "map") return above;
  return above.entries.reduce(
    (merged, entry) => withEntry(merged, { ...entry, value: overlayNodes(get(merged, entry.key), entry.value) }),
    below,
  );
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
