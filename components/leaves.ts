import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { Later, type LaterSource } from "../sdk/later.js";
import { readSettings } from "../sdk/reading/settings.js";
import { placeNamed } from "../sdk/reading/source.js";
import { throwInputProblems } from "./problems.js";

/** Arguments deeper than this are not searched for Outputs. */
const deepest = 100;

/** A structure of the plan with every value that is known only later as the Output it came from. */
export type Released<T> =
  T extends Later<infer U>
    ? pulumi.Output<U>
    : T extends string | number | boolean | null | undefined
      ? T
      : { -readonly [K in keyof T]: Released<T[K]> };

/** What stands behind each source, whoever holds it: a deployment's plan has values of its environment's and of others'. */
const outputs = new WeakMap<LaterSource, pulumi.Output<unknown>>();

function outputOf(source: LaterSource): pulumi.Output<unknown> {
  const output = outputs.get(source);
  if (output === undefined) throw new TypeError(`nothing stands behind ${source.path}`);
  return output;
}

/**
 * The Outputs among a component's arguments. While the plan is made they are held here and a {@link Later} stands in
 * their place, so that planning needs no Pulumi and one unknown value leaves all others known.
 */
export class Leaves {
  /** Replaces every Output and promise in an argument. `path` names the argument in errors. */
  hold(argument: unknown, path: string): unknown {
    return this.replace(argument, path, 0, new Map());
  }

  /** Reads settings from an argument by their schema, with Outputs at its leaves. */
  read<S extends z.ZodType>(schema: S, argument: unknown, name: string, problems: Problems): z.output<S> | undefined {
    return readSettings(schema, this.hold(argument, name), name, problems);
  }

  /**
   * Every object is looked at once, however often and in whatever circle it is held: so this ends, in little time.
   * Whoever reads the result says that it is too deep, has no end or cannot be read, with its place.
   */
  private replace(argument: unknown, path: string, depth: number, replaced: Map<object, unknown>): unknown {
    if (depth > deepest) return argument;
    if (pulumi.Output.isInstance(argument) || argument instanceof Promise) {
      const source: LaterSource = { path };
      outputs.set(source, pulumi.output(argument));
      return Later.of(source);
    }
    if (typeof argument !== "object" || argument === null) return argument;
    if (replaced.has(argument)) return replaced.get(argument);
    if (Array.isArray(argument)) {
      const items: unknown[] = [];
      replaced.set(argument, items);
      for (const [index, item] of argument.entries())
        items.push(this.replace(item, `${path}[${index}]`, depth + 1, replaced));
      return items;
    }
    const prototype: unknown = Object.getPrototypeOf(argument);
    if (prototype !== Object.prototype && prototype !== null) return argument;
    const copy = {};
    replaced.set(argument, copy);
    for (const key of Object.keys(argument))
      Object.defineProperty(copy, key, this.property(argument, key, path, depth, replaced));
    return copy;
  }

  private property(
    object: object,
    key: string,
    path: string,
    depth: number,
    replaced: Map<object, unknown>,
  ): PropertyDescriptor {
    const shown = { enumerable: true, configurable: true };
    let value: unknown;
    try {
      value = Reflect.get(object, key);
    } catch {
      // A getter that failed fails again for the reader, who knows its place.
      return { ...shown, get: () => Reflect.get(object, key) };
    }
    return {
      ...shown,
      writable: true,
      value: this.replace(value, path === "" ? key : `${path}.${key}`, depth + 1, replaced),
    };
  }

  /** Gives the value of a source that the plan itself made, such as the name that an object got. */
  set(source: LaterSource, output: pulumi.Output<unknown>): void {
    outputs.set(source, output);
  }

  /** Puts Outputs back in place of what is known only later. */
  release<T>(structure: T): Released<T> {
    return this.fill(structure, (later) => this.output(later));
  }

  /** Puts Outputs back in an object that is no Secret, where a secret value is refused: many may read it. */
  expose<T>(structure: T): Released<T> {
    return this.fill(structure, (later) => this.plainOutput(later));
  }

  private fill<T>(structure: T, put: (later: Later<unknown>) => pulumi.Output<unknown>): Released<T> {
    const fill = (value: unknown): unknown => {
      if (value instanceof Later) return put(value);
      if (Array.isArray(value)) return value.map(fill);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
    };
    // The walk keeps the structure and replaces exactly the later values, which is what Released<T> says.
    return fill(structure) as Released<T>;
  }

  private plainOutput(later: Later<unknown>): pulumi.Output<unknown> {
    const secret = later.sources.map((source) => pulumi.isSecret(outputOf(source)));
    return pulumi.output(secret).apply((secrets) =>
      throwInputProblems((problems) => {
        for (const { path } of later.sources.filter((_, index) => secrets[index] === true))
          problems.error("SecretInPlainText", placeNamed(path), "a secret would stand here for all to read", {
            expected: "a value that is none; only variables of a container may be secret",
          });
        return this.output(later);
      }),
    );
  }

  private output(later: Later<unknown>): pulumi.Output<unknown> {
    const sources = later.sources.map(outputOf);
    return pulumi.all(sources).apply((values) => {
      const known = new Map(later.sources.map((source, index) => [source, values[index]]));
      return throwInputProblems(() => ({ value: later.compute(known) })).value;
    });
  }
}
