import { z } from "zod";
import type { ProblemCode } from "../diagnostics/codes.js";
import type { Problems } from "../diagnostics/problem.js";
import type { Leaf } from "../later.js";
import type { Node, ScalarNode } from "./node.js";

/** What a leaf makes of a scalar: a value, or what is wrong with it. */
export type LeafResult<T> =
  | { readonly value: T }
  | {
      readonly problem: string;
      readonly expected?: string;
      readonly nearest?: string | undefined;
      readonly code?: ProblemCode;
    };

/** A piece of JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What zod cannot say about a schema. */
export interface Rules {
  /** Rewrites short forms into the long one, before anything else. */
  readonly expand?: (node: Node, problems: Problems) => Node;
  /** Rewrites the long form into the short one that people like to read: the way back from `expand`. */
  readonly collapse?: (node: Node) => Node;
  /** The forms that `expand` takes, for editors: beside the long one, or instead of it. */
  readonly forms?: () => readonly z.ZodType[];
  /** True when nobody writes the long form. */
  readonly onlyForms?: true;
  /** Which of several schemas is meant, by the value of one key. For unions. */
  readonly variant?: { readonly key: string; readonly schema: (value: string | undefined) => z.ZodType };
  /** What its `reference` names, and how what is found takes the place of the name. */
  readonly refers?: { readonly kind: string; readonly put: (use: object, found: object) => object };
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

/** Types of a single value that the language takes as text. YAML 1.1 reads `1.0` and `no` as something else. */
export const scalarTypes = ["string", "number", "boolean"] as const;

/** How a single value is read, written back, and described to editors. */
export interface LeafForm<T> {
  /** Judges a scalar. */
  readonly read: (scalar: ScalarNode) => LeafResult<T>;
  /** The text that reads as a value. Default: the value as text. */
  readonly write?: (value: T) => string;
  /** What an editor may accept. Default: any text, number or truth value. */
  readonly json?: JsonSchema;
  /** What people call such a value, in the reference: `percentage`. Default: its possible values, else `text`. */
  readonly called?: string;
}

/** A {@link LeafForm} as the reader and the writer use it. */
export interface LeafRules {
  readonly read: (scalar: ScalarNode) => LeafResult<unknown>;
  readonly write: (value: unknown) => string;
  readonly json: JsonSchema;
  readonly called: string | undefined;
  readonly mayBeLater: boolean;
}

// What zod cannot say about a schema is kept beside it, so that the schemas stay the one description of the language.
const rules = new WeakMap<z.ZodType, Rules>();
const leaves = new WeakMap<z.ZodType, LeafRules>();

/** What an editor shows about a schema. */
export const language = z.registry<{
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}>();

/** Adds rules for reading to a schema. */
export function withRules<S extends z.ZodType>(schema: S, more: Rules): S {
  rules.set(schema, { ...rules.get(schema), ...more });
  return schema;
}

/** Says what a part of the language is, for readers of the schema and for editors alike. */
export function doc<S extends z.ZodType>(description: string, schema: S, ...examples: readonly unknown[]): S {
  language.add(schema, examples.length === 0 ? { description } : { description, examples });
  return schema;
}

/** The same for something optional: what it is when it is not given. */
export function byDefault<S extends z.ZodType>(value: string | number, schema: S): S {
  const { description = "", ...more } = language.get(schema) ?? {};
  language.add(schema, { ...more, default: value, description: `${description} Default: \`${value}\`.` });
  return schema;
}

/** A schema for a single value that may be known only later; `read` judges it as soon as it is known. */
export function leaf<T>(form: LeafForm<T>): z.ZodType<Leaf<T>> {
  return leafSchema<Leaf<T>, T>(form, true);
}

/** A schema for a single value that decides which objects there are, and so has to be known when a preview is made. */
export function fixed<T>(form: LeafForm<T>): z.ZodType<T> {
  return leafSchema<T, T>(form, false);
}

function leafSchema<S, T>(form: LeafForm<T>, mayBeLater: boolean): z.ZodType<S> {
  const schema = z.custom<S>();
  leaves.set(schema, {
    read: form.read,
    // The writer hands a leaf what its reader made.
    write: (value) => form.write?.(value as T) ?? String(value),
    json: form.json ?? { type: scalarTypes },
    called: form.called,
    mayBeLater,
  });
  return schema;
}

/** The rules beside a schema. */
export function rulesOf(schema: z.ZodType): Rules {
  return rules.get(schema) ?? {};
}

/** How a single value is read and written; undefined for a schema of something else. */
export function leafOf(schema: z.ZodType): LeafRules | undefined {
  return leaves.get(schema);
}

/** The schema that says what a value is, without what only says that it may be absent. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodLazy)
    inner = asSchema(inner.unwrap());
  return inner;
}

/** True for a schema of something that may be absent. */
export function isOptional(schema: z.ZodType): boolean {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
}

/** True for a schema that takes keys it does not name. */
export function isOpen(schema: z.ZodObject): boolean {
  return schema.def.catchall instanceof z.ZodUnknown;
}

/** A part of a zod schema as the kind of schema that this language is made of. */
export function asSchema(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new TypeError("a schema of this language is not a zod schema");
}

/** Vamp's YAML says `health_checks` where a program says `healthChecks`. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
