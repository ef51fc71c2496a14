import type { Entry, Node } from "./node.js";
import type { Location } from "./source.js";

/** Where a value of an artifact was read from. */
export interface Place {
  readonly location: Location;
  /** The entry it was written as; undefined for items of lists. */
  readonly entry?: Entry | undefined;
  readonly node: Node;
}

interface Places {
  readonly self: Node;
  readonly keys: Map<string | number, Place>;
}

// Artifacts stay plain values; where they came from is kept beside them.
const places = new WeakMap<object, Places>();

/** Remembers where a part of an artifact was read from. What it returns takes the places of its keys. */
export function rememberPlace(part: object, self: Node): Map<string | number, Place> {
  const keys = new Map<string | number, Place>();
  places.set(part, { self, keys });
  return keys;
}

/** Gives a changed copy of a part the places of the original. */
export function placedAs<T extends object>(copy: T, original: object): T {
  const known = places.get(original);
  if (known !== undefined) places.set(copy, known);
  return copy;
}

/** Where a part of an artifact was read from, or where the value of one of its keys was. */
export function locationOf(part: object, key?: string | number): Location {
  const place = places.get(part);
  const location = (key === undefined ? undefined : place?.keys.get(key)?.location) ?? place?.self.location;
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

/** What a key of a part was read from. */
export function placeOf(part: object, key: string | number): Place | undefined {
  return places.get(part)?.keys.get(key);
}
