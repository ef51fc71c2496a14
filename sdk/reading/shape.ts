import { z } from "zod";
import type { ProblemCode } from "../diagnostics/codes.js";
import { ProblemsError } from "../diagnostics/format.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problem, Problems } from "../diagnostics/problem.js";
import { Later, type Leaf } from "../later.js";
import { type Entry, isEmpty, type MapNode, type Node, type ScalarNode } from "./node.js";
import type { Location } from "./source.js";

/** What a leaf makes of a scalar: a value, or what is wrong with it. */
export type LeafResult<T> =
  | { readonly value: T }
  | { readonly problem: string; readonly expected?: string; readonly code?: ProblemCode };

interface Rules {
  /** Rewrites short forms into the long one, before anything else. */
  readonly expand?: (node: Node, problems: Problems) => Node;
  /** Other spellings of keys: `{ env: "environmentVariables" }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Tells what is wrong with a key that the user chooses. */
  readonly key?: (key: string) => { readonly code: ProblemCode; readonly problem: string } | undefined;
  /** The code for a value that must be there and is not. Default: `MissingPathValueError`. */
  readonly missing?: ProblemCode;
  /** The code for a list or a map in place of a single value. Default: `UnexpectedTypeError`. */
  readonly mistyped?: ProblemCode;
  /** What is expected where nothing stands, when the schema's own keys are not what a person would write. */
  readonly expected?: string;
}

interface LeafRules {
  readonly read: (scalar: ScalarNode) => LeafResult<unknown>;
  readonly mayBeLater: boolean;
}

// What zod cannot say about a schema is kept beside it, so that the schemas stay the one description of the language.
const rules = new WeakMap<z.ZodType, Rules>();
const leaves = new WeakMap<z.ZodType, LeafRules>();

// Artifacts stay plain values; where they came from is kept beside them too.
const locations = new WeakMap<object, { readonly self: Location; readonly keys: Map<string | number, Location> }>();

/** Adds rules for reading to a schema. */
export function withRules<S extends z.ZodType>(schema: S, more: Rules): S {
  rules.set(schema, { ...rules.get(schema), ...more });
  return schema;
}

/** A schema for a single value that may be known only later; `read` judges it as soon as it is known. */
export function leaf<T>(read: (scalar: ScalarNode) => LeafResult<T>): z.ZodType<Leaf<T>> {
  const schema = z.custom<Leaf<T>>();
  leaves.set(schema, { read, mayBeLater: true });
  return schema;
}

/** A schema for a single value that decides which objects there are, and so has to be known when a preview is made. */
export function fixed<T>(read: (scalar: ScalarNode) => LeafResult<T>): z.ZodType<T> {
  const schema = z.custom<T>();
  leaves.set(schema, { read, mayBeLater: false });
  return schema;
}

/** Where a part of an artifact was read from, or where the value of one of its keys was. */
export function locationOf(part: object, key?: string | number): Location {
  const places = locations.get(part);
  const location = key === undefined ? places?.self : (places?.keys.get(key) ?? places?.self);
  if (location === undefined) throw new TypeError("this part of an artifact was not read from a source");
  return location;
}

/**
 * Reads a node by its schema: short forms, spellings, types, unknown and missing keys, all problems in one pass.
 *
 * A single value that is wrong is reported and then treated as one that is known later, so that rules about the rest
 * still speak. Returns undefined when a part is missing without which there is nothing to check further.
 */
export function readShape<S extends z.ZodType>(schema: S, node: Node, problems: Problems): z.output<S> | undefined {
  const value = new ShapeReader(problems).read(schema, node);
  // The reader made the value by walking the schema, which is what the type says; a second pass of zod would copy it
  // and lose its places.
  return value === failed ? undefined : (value as z.output<S>);
}

const failed = Symbol("failed");

class ShapeReader {
  constructor(private readonly problems: Problems) {}

  read(schema: z.ZodType, original: Node): unknown {
    const inner = unwrap(schema);
    const node = rules.get(inner)?.expand?.(original, this.problems) ?? original;
    const leafRules = leaves.get(inner);
    if (leafRules) return this.leaf(leafRules, node, inner);
    if (inner instanceof z.ZodObject) return this.object(inner, node);
    if (inner instanceof z.ZodRecord) return this.record(inner, node);
    if (inner instanceof z.ZodArray) return this.array(inner, node);
    return rawValue(node);
  }

  private leaf(leaf: LeafRules, node: Node, schema: z.ZodType): unknown {
    const broken = leaf.mayBeLater ? brokenLeaf() : failed;
    if (node.kind !== "scalar") return this.mistyped(node, "a single value", broken, schema);
    if (node.value instanceof Later) {
      if (leaf.mayBeLater) return laterLeaf(node, node.value, leaf.read);
      const message = "this has to be known before anything is created, and comes from another resource";
      this.problems.error("UnexpectedTypeError", node.location, message, { expected: "a plain value" });
      return failed;
    }
    if (node.refused) return broken;
    if (node.value === null) {
      this.problems.error(
        rules.get(schema)?.missing ?? "MissingPathValueError",
        node.location,
        "a value is missing here",
      );
      return broken;
    }
    const result = leaf.read(node);
    if ("value" in result) return result.value;
    this.problems.error(result.code ?? "UnexpectedTypeError", node.location, result.problem, {
      expected: result.expected,
    });
    return broken;
  }

  private object(schema: z.ZodObject, node: Node): unknown {
    if (node.kind !== "map")
      return this.mistyped(node, `a map with ${list(spelledKeys(schema, node))}`, failed, schema);
    const value: Record<string, unknown> = {};
    const keys = new Map<string | number, Location>();
    locations.set(value, { self: node.location, keys });
    let broken = false;
    for (const entry of node.entries) {
      const key = canonicalKey(schema, entry.key, node);
      const field = key === undefined ? undefined : schema.shape[key];
      if (key === undefined || !(field instanceof z.ZodType)) {
        const known = spelledKeys(schema, node);
        const more = { expected: list(known), nearest: nearest(entry.key, known) };
        this.problems.error("UnexpectedElement", entry.keyLocation, `\`${entry.key}\` is not known here`, more);
      } else if (keys.has(key)) {
        this.problems.error(
          "DuplicateKey",
          entry.keyLocation,
          `\`${entry.key}\` is another spelling of a key that is there too`,
        );
      } else {
        keys.set(key, entry.value.location);
        if (isOptional(field) && isEmpty(entry.value)) continue;
        const read = this.read(field, entry.value);
        if (read === failed) broken = true;
        else value[key] = read;
      }
    }
    for (const [key, field] of Object.entries(schema.shape)) {
      if (key in value || !(field instanceof z.ZodType)) continue;
      if (field instanceof z.ZodDefault) value[key] = field.parse(undefined);
      if (isOptional(field) || keys.has(key)) continue;
      const code = rules.get(unwrap(field))?.missing ?? "MissingPathValueError";
      this.problems.error(code, node.location, `\`${spelling(key, node)}\` is missing`);
      if (leaves.get(unwrap(field))?.mayBeLater) value[key] = brokenLeaf();
      else broken = true;
    }
    return broken ? failed : value;
  }

  private record(schema: z.ZodRecord, node: Node): unknown {
    if (node.kind !== "map") return this.mistyped(node, "a map of names to values", failed, schema);
    // Without a prototype, so that a name such as `constructor` is there only when it was written.
    const value: Record<string, unknown> = Object.create(null);
    const ofValues = leaves.has(unwrap(asSchema(schema.valueType)));
    const place = (entry: Entry) => (ofValues && !isEmpty(entry.value) ? entry.value.location : entry.keyLocation);
    const keys = new Map(node.entries.map((entry) => [entry.key, place(entry)]));
    locations.set(value, { self: node.location, keys });
    let broken = false;
    for (const entry of node.entries) {
      const wrong = rules.get(schema)?.key?.(entry.key);
      if (wrong) this.problems.error(wrong.code, entry.keyLocation, wrong.problem);
      const read = this.read(asSchema(schema.valueType), entry.value);
      if (read === failed) broken = true;
      else value[entry.key] = read;
    }
    return broken ? failed : value;
  }

  private array(schema: z.ZodArray, node: Node): unknown {
    if (node.kind !== "list") return this.mistyped(node, "a list", failed, schema);
    const items = node.items.map((item) => this.read(asSchema(schema.element), item));
    locations.set(items, {
      self: node.location,
      keys: new Map(node.items.map((item, index) => [index, item.location])),
    });
    return items.includes(failed) ? failed : items;
  }

  private mistyped<T>(node: Node, expected: string, result: T, schema: z.ZodType): T {
    if (node.kind === "scalar" && node.refused) return result;
    const { missing = "MissingPathValueError", mistyped = "UnexpectedTypeError" } = rules.get(schema) ?? {};
    const found = node.kind === "scalar" ? `\`${node.text}\`` : `a ${node.kind}`;
    if (isEmpty(node))
      this.problems.error(missing, node.location, "something is missing here", {
        expected: rules.get(schema)?.expected ?? expected,
      });
    else this.problems.error(mistyped, node.location, `${found} cannot stand here`, { expected });
    return result;
  }
}

/** A leaf that was refused. Rules see a value that is known later, and nothing ever computes it. */
function brokenLeaf(): Later<unknown> {
  return Later.of({ path: "" });
}

function laterLeaf(node: ScalarNode, later: Later<unknown>, read: LeafRules["read"]): Later<unknown> {
  return later.map((value) => {
    const refuse = (code: ProblemCode, message: string, expected?: string): never => {
      const problem: Problem = { severity: "error", code, message, expected, location: node.location };
      throw new ProblemsError([problem]);
    };
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      return refuse(
        "UnexpectedTypeError",
        `the value that came is ${value === null ? "null" : `a ${typeof value}`}`,
        "a single value",
      );
    const result = read({ ...node, value, text: String(value) });
    return "value" in result
      ? result.value
      : refuse(result.code ?? "UnexpectedTypeError", result.problem, result.expected);
  });
}

function asSchema(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new TypeError("a schema of this language is not a zod schema");
}

function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodLazy)
    inner = asSchema(inner.unwrap());
  return inner;
}

function isOptional(schema: z.ZodType): boolean {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
}

function rawValue(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(rawValue);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, rawValue(entry.value)]));
}

/** Vamp's YAML says `health_checks` where a program says `healthChecks`. */
function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function spelling(key: string, node: MapNode): string {
  return node.location.source.text === undefined ? key : snakeCase(key);
}

function spelledKeys(schema: z.ZodObject, node: Node): string[] {
  const keys = Object.keys(schema.shape);
  return node.location.source.text === undefined ? keys : keys.map(snakeCase);
}

function canonicalKey(schema: z.ZodObject, key: string, node: MapNode): string | undefined {
  const aliases = rules.get(schema)?.aliases;
  if (aliases !== undefined && Object.hasOwn(aliases, key)) return aliases[key];
  const isProgram = node.location.source.text === undefined;
  return Object.keys(schema.shape).find((known) => snakeCase(known) === key || (isProgram && known === key));
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
