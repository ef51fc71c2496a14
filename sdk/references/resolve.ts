import { nearest } from "../diagnostics/nearest.js";
import { quoted } from "../diagnostics/words.js";
import type { Reference, ReferencePart, ReferenceProblem, TraitGroup } from "./parse.js";

/** What a reference stands for, or why it stands for nothing. */
export type Found<V> =
  | { readonly value: V }
  | {
      readonly problem: string;
      /** References that would have been right, written as {@link referenceText} does: `db.ports.web`. */
      readonly candidates?: Iterable<string>;
    };

/**
 * Where references lead. A value that is not a text (the output of another resource, a secret) is handed through
 * untouched, so V can be anything.
 */
export interface Lookup<V> {
  local(name: string): Found<V>;
  host(cluster: string): Found<V>;
  trait(cluster: string, group: TraitGroup, name: string): Found<V>;
  global(scheme: string, path: string): Found<V>;
}

/** A reference that leads nowhere. */
export interface UnresolvedReference extends ReferenceProblem {
  /** The reference that was probably meant. */
  readonly nearest: string | undefined;
}

/** A text with every reference replaced by what it stands for, or every one that leads nowhere; never both. */
export type Resolved<V> =
  | { readonly parts: readonly (string | V)[] }
  | { readonly problems: readonly UnresolvedReference[] };

/**
 * Replaces every reference in a text, or says of every one that cannot be why not. Values are not read again: what
 * looks like a reference in a password is none.
 * @param aliases the clusters that a breed's dependencies stand for, by the names the breed gives them.
 */
export function resolveReferences<V>(
  parts: readonly ReferencePart[],
  lookup: Lookup<V>,
  aliases: ReadonlyMap<string, string> = new Map(),
): Resolved<V> {
  const resolved: (string | V)[] = [];
  const problems: UnresolvedReference[] = [];
  for (const part of parts) {
    if (part.kind === "text") {
      resolved.push(part.text);
      continue;
    }
    const found = find(part, lookup, aliases);
    if ("value" in found) resolved.push(found.value);
    else {
      const { offset, length } = part;
      const candidates = [...(found.candidates ?? [])];
      problems.push({
        offset,
        length,
        message: found.problem,
        expected: candidates.length === 0 ? "a reference that leads somewhere" : `one of ${listed(candidates)}`,
        nearest: nearest(referenceText(part), candidates),
      });
    }
  }
  return problems.length === 0 ? { parts: resolved } : { problems };
}

/** A reference as it is written, without its `$`. */
export function referenceText(reference: Reference): string {
  switch (reference.kind) {
    case "local":
      return reference.name;
    case "host":
      return `${reference.cluster}.host`;
    case "trait":
      return `${reference.cluster}.${reference.group}.${reference.name}`;
    case "global":
      return `${reference.scheme}://${reference.path}`;
  }
}

function find<V>(reference: Reference, lookup: Lookup<V>, aliases: ReadonlyMap<string, string>): Found<V> {
  const clusterOf = (name: string) => aliases.get(name) ?? name;
  switch (reference.kind) {
    case "local":
      return lookup.local(reference.name);
    case "host":
      return lookup.host(clusterOf(reference.cluster));
    case "trait":
      return lookup.trait(clusterOf(reference.cluster), reference.group, reference.name);
    case "global":
      return lookup.global(reference.scheme, reference.path);
  }
}

function listed(candidates: readonly string[]): string {
  const shown = candidates.slice(0, 8);
  return quoted(shown) + (candidates.length > shown.length ? ", …" : "");
}
