import { UnknownValueError } from "@pulumi/policy";
import { Later } from "pulumi-vamp/sdk";
import { z } from "zod";

/**
 * Properties of a resource as plain values. What is not known while a preview is made becomes a {@link Later}, so that one
 * unknown value leaves all others to be judged; a policy that touched it itself would not run at all.
 */
export function plainValues(properties: object, path = ""): Record<string, unknown> {
  return Object.fromEntries(Object.keys(properties).map((key) => [key, valueAt(properties, key, path)]));
}

function valueAt(holder: object, key: string, path: string): unknown {
  const at = path === "" ? key : `${path}.${key}`;
  let value: unknown;
  try {
    value = Reflect.get(holder, key);
  } catch (error) {
    if (error instanceof UnknownValueError) return Later.of({ path: at });
    throw error;
  }
  if (typeof value !== "object" || value === null) return value;
  const held = value;
  return Array.isArray(held)
    ? [...held.keys()].map((index) => valueAt(held, String(index), at))
    : plainValues(held, at);
}

/** A value that may not be known yet, of a schema otherwise. */
export function leaf<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.custom<Later<z.output<S>>>((value) => value instanceof Later)]);
}

/** What stands at a path of keys; undefined where nothing does, and a {@link Later} where it is not known yet. */
export function look(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (found instanceof Later) return found;
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.hasOwn(found, key) ? Reflect.get(found, key) : undefined;
  }
  return found ?? undefined;
}

/** The items of a list at a path; none where there is no list, or where it is not known yet. */
export function items(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = look(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A text at a path; undefined where there is none, or where it is not known yet. */
export function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = look(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** True when something is known to be other than it has to be. What is not known yet is left alone. */
export function differs(value: unknown, wanted: unknown): boolean {
  return !(value instanceof Later) && value !== wanted;
}
