import { z } from "zod";
import type { ProblemCode } from "../diagnostics/codes.js";
import { ProblemsError } from "../diagnostics/format.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problem, Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { Later } from "../later.js";
import { keepComments } from "./comments.js";
import { asText, type Entry, get, isEmpty, type MapNode, type Node, type ScalarNode } from "./node.js";
import { rememberPlace } from "./places.js";
import { asSchema, isOpen, isOptional, type LeafRules, leafOf, rulesOf, unwrap } from "./rules.js";
import { canonicalKey, spelledKeys, spelling } from "./spelling.js";

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
    const { expand, variant } = rulesOf(inner);
    const node = expand === undefined ? original : keepComments(original, expand(original, this.problems));
    const leaf = leafOf(inner);
    if (leaf) return this.leaf(leaf, node, inner);
    if (variant !== undefined)
      return this.read(variant.schema(node.kind === "map" ? asText(get(node, variant.key)) : undefined), node);
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
      const { missing = "MissingPathValueError" } = rulesOf(schema);
      this.problems.error(missing, node.location, "a value is missing here");
      return broken;
    }
    const result = leaf.read(node);
    if ("value" in result) return result.value;
    const { code = "UnexpectedTypeError", problem, expected, nearest } = result;
    this.problems.error(code, node.location, problem, { expected, nearest });
    return broken;
  }

  private object(schema: z.ZodObject, node: Node): unknown {
    if (node.kind !== "map")
      return this.mistyped(node, `a map with ${quoted(spelledKeys(schema, node))}`, failed, schema);
    const value: Record<string, unknown> = {};
    rememberPlace(value, node, schema);
    const seen = new Set<string>();
    const meant = new Set<string>();
    let broken = false;
    for (const entry of node.entries) {
      const key = canonicalKey(schema, entry.key, node) ?? (isOpen(schema) ? entry.key : undefined);
      if (key === undefined) meant.add(this.unknownKey(schema, entry, node) ?? "");
      else if (seen.has(key)) {
        const message = `\`${entry.key}\` is another spelling of a key that is there too`;
        this.problems.error("DuplicateKey", entry.keyLocation, message);
      } else {
        const field = Object.hasOwn(schema.shape, key) ? asSchema(schema.shape[key]) : z.unknown();
        seen.add(key);
        if (isOptional(field) && isEmpty(entry.value)) continue;
        const read = this.read(field, entry.value);
        if (read === failed) broken = true;
        else value[key] = read;
      }
    }
    for (const [key, part] of Object.entries(schema.shape)) {
      const field = asSchema(part);
      if (Object.hasOwn(value, key)) continue;
      const spelled = spelling(key, node);
      if (field instanceof z.ZodDefault) value[key] = field.parse(undefined);
      // What a mistyped key would have said is not known.
      else if (meant.has(spelled) && leafOf(unwrap(field))?.mayBeLater) value[key] = brokenLeaf();
      if (isOptional(field) || seen.has(key)) continue;
      const code = rulesOf(unwrap(field)).missing ?? "MissingPathValueError";
      // A mistyped key was told already.
      if (!meant.has(spelled)) this.problems.error(code, node.location, `\`${spelled}\` is missing`);
      if (leafOf(unwrap(field))?.mayBeLater) value[key] = brokenLeaf();
      else broken = true;
    }
    return broken ? failed : value;
  }

  /** Tells a key that there is not. Returns the one that was meant, if one is near. */
  private unknownKey(schema: z.ZodObject, { key, keyLocation }: Entry, node: MapNode): string | undefined {
    const known = spelledKeys(schema, node);
    const near = nearest(key, known);
    const more = { expected: quoted(known), nearest: near };
    this.problems.error("UnexpectedElement", keyLocation, `\`${key}\` is not known here`, more);
    return near;
  }

  private record(schema: z.ZodRecord, node: Node): unknown {
    if (node.kind !== "map") return this.mistyped(node, "a map of names to values", failed, schema);
    // Without a prototype, so that a name such as `constructor` is there only when it was written.
    const value: Record<string, unknown> = Object.create(null);
    rememberPlace(value, node, schema);
    const { key: judgeKey } = rulesOf(schema);
    const ofValues = asSchema(schema.valueType);
    let broken = false;
    for (const entry of node.entries) {
      const wrong = judgeKey?.(entry.key);
      if (wrong) this.problems.error(wrong.code, entry.keyLocation, wrong.problem);
      const read = this.read(ofValues, entry.value);
      if (read === failed) broken = true;
      else value[entry.key] = read;
    }
    return broken ? failed : value;
  }

  private array(schema: z.ZodArray, node: Node): unknown {
    if (node.kind !== "list") return this.mistyped(node, "a list", failed, schema);
    const items = node.items.map((item) => this.read(asSchema(schema.element), item));
    rememberPlace(items, node, schema);
    return items.includes(failed) ? failed : items;
  }

  private mistyped<T>(node: Node, expected: string, result: T, schema: z.ZodType): T {
    if (node.kind === "scalar" && node.refused) return result;
    const { missing = "MissingPathValueError", mistyped = "UnexpectedTypeError", expected: said } = rulesOf(schema);
    const found = node.kind === "scalar" ? `\`${node.text}\`` : `a ${node.kind}`;
    if (isEmpty(node))
      this.problems.error(missing, node.location, "something is missing here", { expected: said ?? expected });
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

/** What the language does not look into (`metadata`, `dialects`): plain values that know where they came from. */
function rawValue(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") {
    const items = node.items.map(rawValue);
    rememberPlace(items, node);
    return items;
  }
  const value: Record<string, unknown> = {};
  rememberPlace(value, node);
  for (const entry of node.entries) value[entry.key] = rawValue(entry.value);
  return value;
}
