import { orderByNeeds } from "../order.js";
import type { ReferencePart } from "./parse.js";
import { type Lookup, resolveReferences, type UnresolvedReference } from "./resolve.js";

/** A problem in one of several variables; its place is in the text of that variable. */
export interface VariableProblem extends UnresolvedReference {
  readonly variable: string;
}

/** The variables that could be resolved, and why the others could not. */
export interface ResolvedVariables<V> {
  /** By name: texts and other values that make up the variable in this order. No two texts follow each other. */
  readonly values: ReadonlyMap<string, readonly (string | V)[]>;
  readonly problems: readonly VariableProblem[];
}

/**
 * How long all variables may be together, as Kubernetes stores no larger object. Without a limit, 40 variables that
 * each hold the next one twice would fill any memory.
 */
const longest = 1024 * 1024;

/**
 * Resolves variables that may refer to each other by their names. A local name that is none of theirs (a constant, a
 * variable whose value is not a text) is looked up like every other reference. A circle is one problem that names all
 * of it. A variable that only needs another one with a problem has no value and no problem of its own.
 * @param aliases see {@link resolveReferences}.
 */
export function resolveVariables<V>(
  variables: ReadonlyMap<string, readonly ReferencePart[]>,
  lookup: Lookup<V>,
  aliases: ReadonlyMap<string, string> = new Map(),
): ResolvedVariables<V> {
  const { names, circles } = orderByNeeds(new Map([...variables].map(([name, parts]) => [name, localsIn(parts)])));
  const problems = circles.map((circle) => circleProblem(circle, variables));
  const values = new Map<string, readonly (string | V)[]>();
  let length = 0;

  const withVariables: Lookup<V | Inserted<V>> = {
    local: (name) => (variables.has(name) ? { value: new Inserted(values.get(name)) } : lookup.local(name)),
    host: (cluster) => lookup.host(cluster),
    trait: (cluster, group, name) => lookup.trait(cluster, group, name),
    global: (scheme, path) => lookup.global(scheme, path),
  };
  // What leads into a circle comes last and gets no value, but its other references are looked at too.
  for (const name of new Set([...names, ...variables.keys()])) {
    const resolved = resolveReferences(variables.get(name) ?? [], withVariables, aliases);
    if ("problems" in resolved) {
      problems.push(...resolved.problems.map((problem) => ({ variable: name, ...problem })));
      continue;
    }
    const value = joined(resolved.parts, longest - length);
    if (value === "too long") problems.push(lengthProblem(name));
    else if (value !== undefined) {
      values.set(name, value);
      length += lengthOf(value);
    }
  }
  return { values, problems };
}

/** The value of another variable, where a reference to it stood; undefined when it has none. */
class Inserted<V> {
  constructor(readonly parts: readonly (string | V)[] | undefined) {}
}

/** Puts the parts of other variables in their places; undefined when one has no value. */
function joined<V>(
  parts: readonly (string | V | Inserted<V>)[],
  longest: number,
): readonly (string | V)[] | "too long" | undefined {
  const all: (string | V)[] = [];
  let length = 0;
  let text = "";
  for (const part of parts) {
    const inner = part instanceof Inserted ? part.parts : [part];
    if (inner === undefined) return undefined;
    length += lengthOf(inner);
    if (length > longest) return "too long";
    for (const one of inner) {
      if (typeof one === "string") text += one;
      else {
        if (text !== "") all.push(text);
        all.push(one);
        text = "";
      }
    }
  }
  if (text !== "") all.push(text);
  return all;
}

/** Characters of the texts, and one for each other value. */
function lengthOf(parts: readonly unknown[]): number {
  return parts.reduce<number>((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0);
}

function localsIn(parts: readonly ReferencePart[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === "local" ? [part.name] : []));
}

/** The problem stands where the circle closes. */
function circleProblem(
  circle: readonly string[],
  variables: ReadonlyMap<string, readonly ReferencePart[]>,
): VariableProblem {
  const [variable = "", first] = circle.slice(-2);
  const closing = variables.get(variable)?.find((part) => part.kind === "local" && part.name === first);
  return {
    variable,
    ...(closing === undefined || closing.kind === "text"
      ? { offset: 0, length: 0 }
      : { offset: closing.offset, length: closing.length }),
    message: `these variables need each other: ${circle.join(" -> ")}`,
    expected: "a value that does not lead back to itself",
    nearest: undefined,
  };
}

function lengthProblem(variable: string): VariableProblem {
  return {
    variable,
    offset: 0,
    length: 1,
    message: `\`${variable}\` makes the variables longer than a Kubernetes object can be`,
    expected: `at most ${longest} characters in all variables together`,
    nearest: undefined,
  };
}
