import type { Problems } from "../diagnostics/problem.js";
import { Later } from "../later.js";
import type { Entry, Node } from "./node.js";
import type { Location, Path, Source } from "./source.js";

/** How deep objects may lie in each other, and how many values there may be in all, repeated ones counted again. */
const deepest = 100;
const mostValues = 1_000_000;

/** Turns an object of a program into nodes whose positions are property paths. What is undefined is not there. */
export function readObject(value: unknown, source: Source, problems: Problems): Node {
  return new ObjectReader(source, problems).read(value, undefined, 0);
}

class ObjectReader {
  private values = 0;

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
      return scalar(null);
    };
    // Objects that hold themselves, or each other many times over, would never end.
    if (++this.values === mostValues) return refuse(`there are more than ${mostValues} values`);
    if (this.values > mostValues || value === null || value === undefined) return scalar(null);
    if (value instanceof Later) return scalar(value);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return scalar(value);
    if (depth >= deepest) return refuse(`objects lie in each other more than ${deepest} deep`);
    if (Array.isArray(value)) {
      const items = value.map((item, index) => this.read(item, { parent: path, key: index }, depth + 1));
      return { kind: "list", location, items };
    }
    if (typeof value !== "object" || !isPlain(value))
      return refuse(`${nameOfType(value)} cannot be part of an artifact`);
    return { kind: "map", location, entries: this.entries(value, location, depth) };
  }

  private entries(value: object, location: Location, depth: number): readonly Entry[] {
    return Object.entries(value).flatMap(([key, inner]): readonly Entry[] => {
      if (inner === undefined) return [];
      const path = { parent: location.path, key };
      const keyLocation = { ...location, path };
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
