import { z } from "zod";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { isKind, type Kind } from "../reading/kinds.js";
import { locationOf, placedAs } from "../reading/places.js";
import { asSchema, leafOf, rulesOf, unwrap } from "../reading/rules.js";
import { formatLocation } from "../reading/source.js";
import type { ArtifactSet } from "./artifactSet.js";

/**
 * An artifact with everything it names written out in its place: breeds, scales, SLAs, escalations, routes, conditions
 * and rewrites. Dependencies of breeds stay names: a cluster of the same blueprint answers for them.
 *
 * @param missing what to do with a name that nothing given has: `tell` is an `ArtifactNotFound`, `keep` leaves it.
 */
export function expandReferences<S extends z.ZodType>(
  schema: S,
  artifact: z.output<S>,
  artifacts: ArtifactSet,
  problems: Problems,
  missing: "tell" | "keep",
): z.output<S> {
  // Expanding puts an artifact of the same schema where its name stood.
  return new Expander(artifacts, problems, missing).expand(schema, artifact, []) as z.output<S>;
}

class Expander {
  constructor(
    private readonly artifacts: ArtifactSet,
    private readonly problems: Problems,
    private readonly missing: "tell" | "keep",
  ) {}

  expand(schema: z.ZodType, value: unknown, within: readonly string[]): unknown {
    const inner = unwrap(schema);
    if (leafOf(inner) || typeof value !== "object" || value === null) return value;
    const { refers, variant } = rulesOf(inner);
    if (variant !== undefined) {
      const discriminator: unknown = Reflect.get(value, variant.key);
      return this.expand(variant.schema(typeof discriminator === "string" ? discriminator : undefined), value, within);
    }
    if (inner instanceof z.ZodArray && Array.isArray(value)) {
      const items: readonly unknown[] = value;
      return this.changed(value, items.entries(), (item) => this.expand(asSchema(inner.element), item, within), []);
    }
    if (inner instanceof z.ZodRecord)
      return this.changed(
        value,
        Object.entries(value),
        (item) => this.expand(asSchema(inner.valueType), item, within),
        Object.create(null),
      );
    if (!(inner instanceof z.ZodObject)) return value;
    const found = refers && isKind(refers.kind) ? this.find(refers.kind, value, within) : undefined;
    if (found !== undefined && refers !== undefined) {
      const put = placedAs(refers.put(value, found.artifact), value);
      return this.expand(inner, put, [...within, found.key]);
    }
    const shape: Readonly<Record<string, unknown>> = inner.shape;
    return this.changed(
      value,
      Object.entries(value),
      (item, key) => (Object.hasOwn(shape, key) ? this.expand(asSchema(shape[key]), item, within) : item),
      {},
    );
  }

  /** What a use of an artifact names; undefined when it names nothing, or nothing that there is. */
  private find(kind: Kind, use: object, within: readonly string[]) {
    const name: unknown = Reflect.get(use, "reference");
    if (typeof name !== "string") return undefined;
    const at = () => locationOf(use, "reference");
    const key = `${kind}/${name}`;
    if (within.includes(key)) {
      this.problems.error(
        "RecursiveDependenciesError",
        at(),
        `these need each other: ${[...within, key].join(" -> ")}`,
      );
      return undefined;
    }
    const [document, second] = this.artifacts.documents(kind, name);
    if (document === undefined) {
      if (this.missing === "tell")
        this.problems.error("ArtifactNotFound", at(), `there is no \`${name}\` of kind \`${kind}\``, {
          nearest: nearest(name, this.artifacts.names(kind)),
        });
      return undefined;
    }
    if (second !== undefined) {
      const places = [document, second].map(({ node }) => formatLocation(node.location));
      this.problems.error("ArtifactAlreadyExists", at(), `\`${name}\` is there twice: ${places.join(" and ")}`);
    }
    const artifact = this.artifacts.artifact(document);
    return artifact && { key, artifact };
  }

  /** A copy with other values, or the same when nothing changed. */
  private changed<K extends string | number>(
    value: object,
    entries: Iterable<readonly [K, unknown]>,
    change: (item: unknown, key: K) => unknown,
    copy: Record<string | number, unknown> | unknown[],
  ): object {
    let different = false;
    for (const [key, item] of entries) {
      const next = change(item, key);
      if (next !== item) different = true;
      Reflect.set(copy, key, next);
    }
    return different ? placedAs(copy, value) : value;
  }
}
