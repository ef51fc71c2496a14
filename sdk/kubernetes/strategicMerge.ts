import { Later } from "../later.js";
import { podTypes } from "./podTypes.js";

/** A type of {@link podTypes}, taken apart. */
export type PodType =
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, string>> }
  /** `key` is the field by which items are merged. */
  | { readonly kind: "list"; readonly items: string; readonly key: string | undefined }
  | { readonly kind: "map"; readonly values: string }
  | { readonly kind: "scalar"; readonly name: string };

/** Takes a type of {@link podTypes} apart. */
export function podType(type: string): PodType {
  const [, items, key] = /^\[(.*)\](?:\/(.*))?$/.exec(type) ?? [];
  if (items !== undefined) return { kind: "list", items, key };
  const [, values] = /^\{(.*)\}$/.exec(type) ?? [];
  if (values !== undefined) return { kind: "map", values };
  const fields = Object.hasOwn(podTypes, type) ? podTypes[type] : undefined;
  return fields === undefined ? { kind: "scalar", name: type } : { kind: "object", fields };
}

/**
 * Puts one pod over another as `kubectl patch` does (strategic merge): objects and maps field by field, containers,
 * variables and volumes by their names, and of every other list the upper one.
 * @param type what both are; default: a pod's spec
 */
export function strategicMerge<T>(below: T, above: unknown, type = "PodSpec"): T {
  // Everything the lower one has stays, with more in it or with another value of its type.
  return merge(below, above, type) as T;
}

function merge(below: unknown, above: unknown, type: string): unknown {
  if (above === undefined) return below;
  const known = podType(type);
  if (known.kind === "list" && known.key !== undefined && Array.isArray(below) && Array.isArray(above))
    return mergeLists(below, above, known.items, known.key);
  if ((known.kind !== "object" && known.kind !== "map") || !isObject(below) || !isObject(above)) return above;
  const merged: Record<string, unknown> = { ...below };
  for (const [field, value] of Object.entries(above)) {
    const inner = known.kind === "map" ? known.values : (known.fields[field] ?? "");
    merged[field] = merge(Object.hasOwn(below, field) ? below[field] : undefined, value, inner);
  }
  return merged;
}

function mergeLists(below: readonly unknown[], above: readonly unknown[], items: string, key: string): unknown[] {
  const keyOf = (item: unknown) => (isObject(item) ? item[key] : undefined);
  const merged = [...below];
  for (const item of above) {
    const index = merged.findIndex((one) => keyOf(item) !== undefined && keyOf(one) === keyOf(item));
    if (index < 0) merged.push(item);
    else merged[index] = merge(merged[index], item, items);
  }
  return merged;
}

/** True for a map of a pod, and for none of its values. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Later);
}
