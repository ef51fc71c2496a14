import { z } from "zod";
import type { Problems } from "../diagnostics/problem.js";
import { keepComments } from "../reading/comments.js";
import {
  asText,
  type Entry,
  get,
  has,
  isEmpty,
  listOf,
  mapOf,
  type Node,
  nothing,
  textOf,
  without,
} from "../reading/node.js";
import { doc, fixed, withRules } from "../reading/rules.js";
import { name } from "./leaves.js";

/** What the language does not look into: plain values of any shape. */
export const raw = () => z.unknown();

/** The keys that every artifact may have: what it is, its name, and whatever its owner keeps with it. */
export function artifactKeys(kind: string) {
  return {
    kind: doc(
      `What this is: \`${kind}\`.`,
      fixed<string>({
        // Vamp 0.9 used the singular; both are accepted.
        read: (scalar) =>
          scalar.text === kind || `${scalar.text}s` === kind
            ? { value: kind }
            : {
                problem: `this is read as one of \`${kind}\`, and says it is \`${scalar.text}\``,
                expected: `\`${kind}\``,
                code: "InconsistentArtifactKind",
              },
        json: { enum: [kind, kind.replace(/s$/, "")] },
      }).optional(),
    ),
    name: doc("The name by which others speak of it.", name().optional()),
    metadata: doc(
      "Whatever its owner keeps with it.",
      withRules(z.record(z.string(), raw()), { mistyped: "UnsupportedMetadata" }).optional(),
    ),
  };
}

/** The name in a reference, written as plain text, `{ref: x}` or `{reference: x}`. */
function referenceIn(node: Node): Node | undefined {
  if (node.kind === "scalar") return node;
  if (node.kind !== "map" || node.entries.length !== 1) return undefined;
  return get(node, "ref") ?? get(node, "reference");
}

/** The name by which an artifact is used, for editors. */
export const reference = () => doc("The name of the artifact that is meant.", name());

/** The forms of a reference, for editors. */
const referenceForms = [
  reference(),
  z.strictObject({ ref: reference() }),
  z.strictObject({ reference: reference() }),
] as const;

/**
 * An artifact that may be named instead of written out. One of the two is there.
 * @param kind of what the name stands for; undefined when it is never replaced
 * @param named whether one that is written out may have a name too (Vamp's breeds do, its scales do not)
 * @param strip takes off what may stand round either
 */
export function referenceOr<S extends z.ZodType>(
  inline: S,
  kind: string | undefined,
  named: "named" | "anonymous",
  strip: (node: Node) => Node = (node) => node,
) {
  const schema = z.strictObject({ reference: name().optional(), inline: inline.optional() });
  return withRules(schema, {
    ...(kind === undefined ? {} : { refers: { kind, put: (_, found) => ({ inline: found }) } }),
    expand: (given, problems) => {
      const node = strip(given);
      if (isEmpty(node)) return node;
      const reference = referenceIn(node);
      if (reference !== undefined)
        return isNamed(reference, problems) ? mapOf(node.location, { reference }) : nothing(node.location);
      if (named === "anonymous") refuseName(node, problems);
      return mapOf(node.location, { inline: node });
    },
    collapse: (node) => (node.kind === "map" ? (get(node, "reference") ?? get(node, "inline") ?? node) : node),
    forms: () => [...referenceForms, inline],
    onlyForms: true,
  });
}

/** True for a reference that names something. An empty one is told. */
export function isNamed(reference: Node, problems: Problems): boolean {
  if (isEmpty(reference)) problems.error("MissingPathValueError", reference.location, "the name is missing here");
  return !isEmpty(reference);
}

/** Refuses a name on what is written out where only a name or a description can stand. */
export function refuseName(node: Node, problems: Problems): void {
  const named = node.kind === "map" ? node.entries.find((entry) => entry.key === "name") : undefined;
  if (named !== undefined)
    problems.error(
      "EitherReferenceOrAnonymous",
      named.keyLocation,
      `\`${asText(named.value) ?? ""}\` is both named and written out`,
      { expected: "`{ref: name}`, or everything but the name" },
    );
}

/** A list in which a map of names to values may stand: `{a: x}` means `[{[key]: "a", ...x}]`. */
export function namedItems(node: Node, key: string): Node {
  const item = ({ key: named, keyLocation, value, comments }: Entry): Node => {
    const first = { key, keyLocation, value: textOf(keyLocation, named), comments };
    const own: Node = isEmpty(value) ? { kind: "map", location: keyLocation, entries: [] } : value;
    if (own.kind === "list") return own;
    const more = own.kind === "map" ? own.entries : mapOf(own.location, { reference: own }).entries;
    return keepComments(value, { kind: "map", location: own.location, entries: [first, ...more] });
  };
  const items = (part: Node): readonly Node[] => {
    if (asText(part) !== undefined) return [mapOf(part.location, { [key]: part })];
    if (part.kind === "list") return part.items.flatMap((one) => items(one).map((made) => keepOnly(one, made)));
    if (part.kind === "map") return part.entries.map(item);
    return [part];
  };
  return { kind: "list", location: node.location, items: items(node) };
}

function keepOnly(from: Node, to: Node): Node {
  return from.comments === undefined || to.comments !== undefined ? to : { ...to, comments: from.comments };
}

/** The way back from {@link namedItems}: a map, or a list of maps when a name is there twice. */
export function namedMap(node: Node, key: string): Node {
  if (node.kind !== "list") return node;
  const entries: Entry[] = [];
  for (const item of node.items) {
    const named = item.kind === "map" ? item.entries.find((entry) => entry.key === key) : undefined;
    const text = asText(named?.value);
    if (item.kind !== "map" || named === undefined || text === undefined) return node;
    const rest = without(item, key);
    const reference = rest.entries.length === 1 && has(rest, "reference") ? get(rest, "reference") : undefined;
    entries.push({ key: text, keyLocation: named.keyLocation, value: reference ?? rest, comments: named.comments });
  }
  const map = (some: readonly Entry[]): Node => ({ kind: "map", location: node.location, entries: some });
  const isUnique = new Set(entries.map((entry) => entry.key)).size === entries.length;
  return isUnique
    ? map(entries)
    : listOf(
        node.location,
        entries.map((entry) => map([entry])),
      );
}

/** A list in which one item may stand for itself. */
export function listOrOne<S extends z.ZodType>(item: S) {
  return withRules(z.array(item), {
    expand: (node) => (node.kind === "list" ? node : listOf(node.location, [node])),
    forms: () => [item],
  });
}
