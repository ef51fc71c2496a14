import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { Later, type LaterSource } from "../sdk/later.js";
import { readSettings } from "../sdk/reading/artifacts.js";
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

/**
 * The Outputs among a component's arguments. While the plan is made they are held here and a {@link Later} stands in
 * their place, so that planning needs no Pulumi and one unknown value leaves all others known.
 */
export class Leaves {
  private readonly outputs = new Map<LaterSource, pulumi.Output<unknown>>();

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
      this.outputs.set(source, pulumi.output(argument));
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
    this.outputs.set(source, output);
  }

  /** Puts Outputs back in place of what is known only later. */
  release<T>(structure: T): Released<T> {
    const release = (value: unknown): unknown => {
      if (value instanceof Later) return this.output(value);
      if (Array.isArray(value)) return value.map(release);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, release(inner)]));
    };
    // The walk keeps the structure and replaces exactly the later values, which is what Released<T> says.
    return release(structure) as Released<T>;
  }

  private output(later: Later<unknown>): pulumi.Output<unknown> {
    const sources = later.sources.map((source) => this.outputs.get(source));
    return pulumi.all(sources).apply((values) => {
      const known = new Map(later.sources.map((source, index) => [source, values[index]]));
      return throwInputProblems(() => ({ value: later.compute(known) })).value;
    });
  }
}
