import type { Problems } from "../diagnostics/problem.js";
import { Later } from "../later.js";
import { type Entry, type Node, nothing } from "./node.js";
import type { Location, Path, Source } from "./source.js";

/** How deep objects may lie in each other, and how many values there may be in all, repeated ones counted again. */
const deepest = 100;
const mostValues = 1_000_000;

/**
 * Turns an object of a program into nodes whose positions are property paths. What is undefined is not there. Objects
 * without an end are one problem, and nothing behind it is read.
 */
export function readObject(value: unknown, source: Source, problems: Problems): Node {
  return new ObjectReader(source, problems).read(value, undefined, 0);
}

class ObjectReader {
  private values = 0;
  private ended = false;
  /** The lists and objects in which we are. */
  private readonly open = new Set<object>();

  constructor(
    private readonly source: Source,
    private readonly problems: Problems,
  ) {}

  read(value: unknown, path: Path | undefined, depth: number): Node {
    const location: Location = { source: this.source, offset: 0, length: 0, path };
    const scalar = (known: string | number | boolean | null | Later<unknown>): Node => ({
      kind: "scalar",
      location,
      value: known,
      text: known instanceof Later || known === null ? "" : String(known),
    });
    const refuse = (message: string): Node => {
      this.problems.error("UnexpectedTypeError", location, message, { expected: "plain values, lists and objects" });
      return nothing(location);
    };
    const end = (message: string): Node => {
      this.ended = true;
      return refuse(message);
    };
    // Objects that hold themselves, or each other many times over, would never end.
    if (this.ended) return nothing(location);
    if (++this.values >= mostValues) return end(`there are more than ${mostValues} values`);
    if (value === null || value === undefined) return scalar(null);
    if (value instanceof Later) return scalar(value);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return scalar(value);
    if (typeof value !== "object" || !(Array.isArray(value) || isPlain(value)))
      return refuse(`${nameOfType(value)} cannot be part of an artifact`);
    if (this.open.has(value)) return end("this holds itself");
    if (depth >= deepest) return end(`objects lie in each other more than ${deepest} deep`);
    this.open.add(value);
    const read: Node = Array.isArray(value)
      ? { kind: "list", location, items: this.items(value, path, depth) }
      : { kind: "map", location, entries: this.entries(value, location, depth) };
    this.open.delete(value);
    return read;
  }

  private items(values: readonly unknown[], path: Path | undefined, depth: number): readonly Node[] {
    return values.map((item, index) => this.read(item, { parent: path, key: index }, depth + 1));
  }

  private entries(value: object, location: Location, depth: number): readonly Entry[] {
    return Object.keys(value).flatMap((key): readonly Entry[] => {
      const path = { parent: location.path, key };
      const keyLocation = { ...location, path };
      let inner: unknown;
      try {
        inner = Reflect.get(value, key);
      } catch (error) {
        // A getter is the program's own code, and may fail.
        const reason = error instanceof Error ? error.message : String(error);
        this.problems.error("UnexpectedTypeError", keyLocation, `this cannot be read: ${reason}`);
        return [{ key, keyLocation, value: nothing(keyLocation) }];
      }
      if (inner === undefined) return [];
      if (key !== "__proto__") return [{ key, keyLocation, value: this.read(inner, path, depth + 1) }];
      this.problems.error("IllegalName", keyLocation, "`__proto__` cannot be a key");
      return [];
    });
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOfType(value: unknown): string {
  return typeof value === "object" && value !== null
    ? `a ${value.constructor.name || "class instance"}`
    : `a ${typeof value}`;
}
