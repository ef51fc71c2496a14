import type { Problems } from "../diagnostics/problem.js";
import { Later } from "../later.js";
import type { Entry, Node } from "./node.js";
import type { Location, Path, Source } from "./source.js";

const deepest = 100;

/** Turns an object of a program into nodes whose positions are property paths. Properties that are undefined are not there. */
export function readObject(value: unknown, source: Source, problems: Problems): Node {
  const read = (value: unknown, path: Path | undefined, depth: number): Node => {
    const location: Location = { source, offset: 0, length: 0, path };
    const scalar = (value: string | number | boolean | null | Later<unknown>): Node => ({
      kind: "scalar",
      location,
      value,
      text: value instanceof Later || value === null ? "" : String(value),
    });
    if (depth > deepest) {
      problems.error("UnexpectedTypeError", location, `objects lie in each other more than ${deepest} deep`);
      return scalar(null);
    }
    if (value === null || value === undefined) return scalar(null);
    if (value instanceof Later) return scalar(value);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return scalar(value);
    if (Array.isArray(value))
      return {
        kind: "list",
        location,
        items: value.map((item, index) => read(item, { parent: path, key: index }, depth + 1)),
      };
    if (typeof value !== "object") {
      problems.error("UnexpectedTypeError", location, `a ${typeof value} cannot be part of an artifact`);
      return scalar(null);
    }
    const entries: Entry[] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      const here = { parent: path, key };
      if (key === "__proto__")
        problems.error("IllegalName", { ...location, path: here }, "`__proto__` cannot be a key");
      else entries.push({ key, keyLocation: { ...location, path: here }, value: read(inner, here, depth + 1) });
    }
    return { kind: "map", location, entries };
  };
  return read(value, undefined, 0);
}
