/** Names one value that is known only later, by the property it was given as, or by the object that will have it. */
export interface LaterSource {
  /** Property path for errors, such as `blueprint.clusters["sava"].services[0].scale.instances`. */
  readonly path: string;
}

/**
 * A value that is known only later: the output of another resource, unknown while a preview is made.
 *
 * It stands in a blueprint and in everything made from it where the value will stand, so that one unknown leaf
 * leaves all the rest known. This package never waits for it: who made it (the components, from a Pulumi Output)
 * gives the values of its sources to {@link Later.compute} when they are there.
 */
export class Later<T> {
  private constructor(
    /** What has to be known before this value is. */
    readonly sources: readonly LaterSource[],
    /**
     * Computes the value once its sources are known.
     * @throws ProblemsError when a value that became known breaks a rule.
     */
    readonly compute: (known: ReadonlyMap<LaterSource, unknown>) => T,
  ) {}

  /** A value about which nothing is known but the property it was given as. */
  static of(source: LaterSource): Later<unknown> {
    return new Later([source], (known) => known.get(source));
  }

  /** The later result of a function of this value. */
  map<U>(apply: (value: T) => U): Later<U> {
    return new Later(this.sources, (known) => apply(this.compute(known)));
  }

  /** The later result of a function of a structure that holds later values somewhere. */
  static join<T, U>(structure: T, laters: readonly Later<unknown>[], apply: (known: Known<T>) => U): Later<U> {
    const sources = [...new Set(laters.flatMap((later) => later.sources))];
    return new Later(sources, (known) => apply(fill(structure, known)));
  }
}

/** A value that may be known only later. */
export type Leaf<T> = T | Later<T>;

/** A structure with every later value in it replaced by the value itself. */
export type Known<T> =
  T extends Later<infer U>
    ? U
    : T extends string | number | boolean | null | undefined
      ? T
      : { [K in keyof T]: Known<T[K]> };

/** Computes at once when everything in the structure is known, and later otherwise. */
export function whenKnown<T, U>(structure: T, apply: (known: Known<T>) => U): U | Later<U> {
  const laters = latersIn(structure);
  return laters.length === 0 ? apply(fill(structure, new Map())) : Later.join(structure, laters, apply);
}

/** Every later value in a structure of plain objects and arrays, in reading order. */
export function latersIn(structure: unknown): Later<unknown>[] {
  if (structure instanceof Later) return [structure];
  if (typeof structure !== "object" || structure === null) return [];
  return Object.values(structure).flatMap(latersIn);
}

/** A structure with every later value in it replaced by what it is, once its sources are known. */
export function fill<T>(structure: T, known: ReadonlyMap<LaterSource, unknown>): Known<T> {
  // What is one object in two places stays one: routing tables are told apart by what they are, not by what they say.
  const seen = new Map<object, unknown>();
  const filled = (value: unknown): unknown => {
    if (value instanceof Later) return value.compute(known);
    if (typeof value !== "object" || value === null) return value;
    const before = seen.get(value);
    if (before !== undefined) return before;
    const copy = Array.isArray(value)
      ? value.map(filled)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
    seen.set(value, copy);
    return copy;
  };
  // The walk keeps the structure and replaces exactly the later values, which is what Known<T> says.
  return filled(structure) as Known<T>;
}

/** The name that an object gets when it is made, as a value that is known only later. */
export function nameOf(source: LaterSource): Later<string> {
  return Later.of(source).map(String);
}
