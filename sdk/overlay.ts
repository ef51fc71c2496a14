/**
 * One structure over another of its kind: maps are merged key by key, and of everything else the upper one counts.
 * What is undefined above is not there.
 */
export function overlay<T>(below: T, above: T): T {
  if (above === undefined) return below;
  if (!isMap(below) || !isMap(above)) return above;
  const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
  // Every key has the value that either had there, so the result is of the same kind.
  return Object.fromEntries(keys.map((key) => [key, overlay(valueAt(below, key), valueAt(above, key))])) as T;
}

/** A structure with what it lacks from another one put beneath it. What it has stays as it is. */
export function underlay<T extends object>(above: T, below: object): T {
  // All keys of the upper one are there with their values, or with more in them.
  return overlay<object>(below, above) as T;
}

function isMap(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function valueAt(map: object, key: string): unknown {
  return Object.hasOwn(map, key) ? Reflect.get(map, key) : undefined;
}
