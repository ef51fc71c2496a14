import type { z } from "zod";
import type { Node } from "./node.js";
import { rulesOf, snakeCase } from "./rules.js";

// A document of thousands of lines asks for the same few keys of the same few schemas.
const spellings = new WeakMap<z.ZodObject, ReadonlyMap<string, string>>();

/** The key of a schema that a key in a document or a program means; undefined when there is none. */
export function canonicalKey(schema: z.ZodObject, key: string, node: Node): string | undefined {
  let known = spellings.get(schema);
  if (known === undefined) {
    const spelled = Object.keys(schema.shape).map((name) => [snakeCase(name), name] as const);
    known = new Map([...spelled, ...Object.entries(rulesOf(schema).aliases ?? {})]);
    spellings.set(schema, known);
  }
  return known.get(key) ?? (isProgram(node) && Object.hasOwn(schema.shape, key) ? key : undefined);
}

/** How a key of a schema is spelled where a node comes from. */
export function spelling(key: string, node: Node): string {
  return isProgram(node) ? key : snakeCase(key);
}

/** All keys of a schema, as they are spelled where a node comes from. */
export function spelledKeys(schema: z.ZodObject, node: Node): string[] {
  return Object.keys(schema.shape).map((key) => spelling(key, node));
}

function isProgram(node: Node): boolean {
  return node.location.source.text === undefined;
}
