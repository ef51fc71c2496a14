import { z } from "zod";
import { Later } from "../later.js";
import { keepComments } from "../reading/comments.js";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "../reading/node.js";
import { nodeOf, placeOf } from "../reading/places.js";
import { asSchema, leafOf, rulesOf, snakeCase, unwrap } from "../reading/rules.js";
import { type Location, Source } from "../reading/source.js";

const nowhere: Location = { source: new Source(""), offset: 0, length: 0, path: undefined };

/** A whole artifact as a node: {@link artifactNode}, but always a map, since a document is one. */
export function documentNode(schema: z.ZodType, artifact: object): Node {
  const node = artifactNode(schema, artifact);
  return node.kind === "map" ? node : long(unwrap(schema), artifact, undefined);
}

/**
 * Turns an artifact back into a node, in the form that people like to read: keys in the schema's order, short forms
 * where nothing is lost, and the comments of the text it was read from.
 */
export function artifactNode(schema: z.ZodType, value: unknown, original?: Node): Node {
  const inner = unwrap(schema);
  const { variant, collapse } = rulesOf(inner);
  const leaf = leafOf(inner);
  if (value instanceof Later) return later(leaf === undefined ? value : value.map(leaf.write), original);
  if (leaf !== undefined) return scalar(leaf.write(value), original);
  if (variant !== undefined) {
    const discriminator: unknown = isObject(value) ? value[variant.key] : undefined;
    const schema = variant.schema(typeof discriminator === "string" ? discriminator : undefined);
    return artifactNode(schema, value, original);
  }
  const node = long(inner, value, original);
  return collapse === undefined ? node : keepComments(node, collapse(node));
}

function long(schema: z.ZodType, value: unknown, original: Node | undefined): Node {
  if (schema instanceof z.ZodArray && Array.isArray(value)) return list(asSchema(schema.element), value);
  if (schema instanceof z.ZodRecord && isObject(value)) return map(value, Object.keys(value), () => schema.valueType);
  if (schema instanceof z.ZodObject && isObject(value)) return object(schema, value);
  return raw(value, original);
}

function object(schema: z.ZodObject, value: Readonly<Record<string, unknown>>): MapNode {
  const known = Object.keys(schema.shape);
  const more = Object.keys(value).filter((key) => !known.includes(key));
  const written = map(value, [...known, ...more], (key) => schema.shape[key] ?? z.unknown());
  const entries = written.entries.map((entry) =>
    known.includes(entry.key) ? { ...entry, key: snakeCase(entry.key) } : entry,
  );
  return { ...written, entries };
}

function map(
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  schemaOf: (key: string) => unknown,
): MapNode {
  const self = nodeOf(value);
  const entries = keys.flatMap((key): readonly Entry[] => {
    const item = Object.hasOwn(value, key) ? value[key] : undefined;
    if (item === undefined) return [];
    const place = placeOf(value, key);
    const node = artifactNode(asSchema(schemaOf(key)), item, place?.node);
    return [{ key, keyLocation: place?.location ?? nowhere, value: node, comments: place?.entry?.comments }];
  });
  const written: MapNode = { kind: "map", location: self?.location ?? nowhere, entries, comments: self?.comments };
  // What says nothing is not written, but its comment is.
  return self === undefined ? written : keepComments(self, written);
}

function list(element: z.ZodType, items: readonly unknown[]): ListNode {
  const self = nodeOf(items);
  const nodes = items.map((item, index) => artifactNode(element, item, placeOf(items, index)?.node));
  return { kind: "list", location: self?.location ?? nowhere, items: nodes, comments: self?.comments };
}

function later(value: Later<unknown>, original: Node | undefined): ScalarNode {
  return { kind: "scalar", location: original?.location ?? nowhere, value, text: "" };
}

function scalar(text: string, original: Node | undefined): ScalarNode {
  const at = original?.location ?? nowhere;
  return { kind: "scalar", location: at, value: text, text, bare: true, comments: original?.comments };
}

/** What the language does not look into is written as it was read. */
function raw(value: unknown, original: Node | undefined): Node {
  if (original !== undefined) return original;
  if (Array.isArray(value))
    return { kind: "list", location: nowhere, items: value.map((item) => raw(item, undefined)) };
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => ({
      key,
      keyLocation: nowhere,
      value: raw(item, undefined),
    }));
    return { kind: "map", location: nowhere, entries };
  }
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "string" || value === null)
    return { kind: "scalar", location: nowhere, value, text: value === null ? "~" : String(value) };
  throw new TypeError(`a ${typeof value} cannot be written`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
