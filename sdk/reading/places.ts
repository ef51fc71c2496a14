import { z } from "zod";
import { type Entry, isEmpty, type Node } from "./node.js";
import { asSchema, leafOf, unwrap } from "./rules.js";
import type { Location } from "./source.js";
import { canonicalKey, spelling } from "./spelling.js";

/** Where a value of an artifact was read from. */
export interface Place {
  readonly location: Location;
  /** The entry it was written as; undefined for items of lists. */
  readonly entry?: Entry | undefined;
  readonly node: Node;
}

interface Places {
  readonly self: Node;
  /** What it was read by; undefined for what the language does not look into. */
  readonly schema: z.ZodType | undefined;
  /** Made when the first key is asked for: of a large document, most never are. */
  keys?: ReadonlyMap<string | number, Place>;
}

// Artifacts stay plain values; where they came from is kept beside them.
const places = new WeakMap<object, Places>();

/** Remembers where a part of an artifact was read from, and by which schema. */
export function rememberPlace(part: object, self: Node, schema?: z.ZodType): void {
  places.set(part, { self, schema });
}

/** Gives a changed copy of a part the places of the original. */
export function placedAs<T extends object>(copy: T, original: object): T {
  const known = places.get(original);
  if (known !== undefined) places.set(copy, known);
  return copy;
}

/** Where a part of an artifact was read from, or where the value of one of its keys was. */
export function locationOf(part: object, key?: string | number): Location {
  const location = (key === undefined ? undefined : placeOf(part, key)?.location) ?? nodeOf(part)?.location;
  if (location === undefined) throw new TypeError("this part of an artifact was not read from a source");
  return location;
}

/** Where the value of a key was written, also where {@link locationOf} points at the key. */
export function valueLocationOf(part: object, key: string | number): Location {
  return placeOf(part, key)?.node.location ?? locationOf(part, key);
}

/** What a part of an artifact was read from; undefined when it was made by a program. */
export function nodeOf(part: object): Node | undefined {
  return places.get(part)?.self;
}

/** How a key is spelled where a part of an artifact was read from: `rate_limit` in a document, `rateLimit` in a program. */
export function spelledIn(part: object, key: string): string {
  const node = nodeOf(part);
  return node === undefined ? key : spelling(key, node);
}

/** What a key of a part was read from. */
export function placeOf(part: object, key: string | number): Place | undefined {
  const known = places.get(part);
  if (known === undefined) return undefined;
  known.keys ??= keysOf(known.self, known.schema);
  return known.keys.get(key);
}

function keysOf(node: Node, schema: z.ZodType | undefined): ReadonlyMap<string | number, Place> {
  if (node.kind === "scalar") return new Map();
  if (node.kind === "list")
    return new Map(node.items.map((item, index) => [index, { location: item.location, node: item }]));
  const keys = new Map<string, Place>();
  const pointsAtKeys = schema instanceof z.ZodRecord && leafOf(unwrap(asSchema(schema.valueType))) === undefined;
  for (const entry of node.entries) {
    const key = schema instanceof z.ZodObject ? (canonicalKey(schema, entry.key, node) ?? entry.key) : entry.key;
    // Names that the user chose are what is spoken of, unless a single value stands beside them.
    const atKey = pointsAtKeys || (schema instanceof z.ZodRecord && isEmpty(entry.value));
    const location = atKey ? entry.keyLocation : entry.value.location;
    if (!keys.has(key)) keys.set(key, { location, entry, node: entry.value });
  }
  return keys;
}
