import { z } from "zod";
import { asText, get, isEmpty, mapOf, type Node, textOf } from "../reading/node.js";
import { fixed, withRules } from "../reading/shape.js";
import { name } from "./leaves.js";

/** The keys that every artifact may have: what it is, its name, and whatever its owner keeps with it. */
export function artifactKeys(kind: string) {
  return {
    kind: fixed<string>((scalar) =>
      // Vamp 0.9 used the singular; both are accepted.
      scalar.text === kind || `${scalar.text}s` === kind
        ? { value: kind }
        : {
            problem: `this is read as one of \`${kind}\`, and says it is \`${scalar.text}\``,
            expected: `\`${kind}\``,
            code: "InconsistentArtifactKind",
          },
    ).optional(),
    name: name().optional(),
    metadata: withRules(z.record(z.string(), z.unknown()), { mistyped: "UnsupportedMetadata" }).optional(),
  };
}

/** The name in a reference, written as plain text, `{ref: x}` or `{reference: x}`. */
function referenceIn(node: Node): Node | undefined {
  if (node.kind === "scalar") return node;
  if (node.kind !== "map" || node.entries.length !== 1) return undefined;
  return get(node, "ref") ?? get(node, "reference");
}

/** An artifact that may be named instead of written out. One of the two is there. */
export function referenceOr<S extends z.ZodType>(inline: S) {
  const schema = z.strictObject({ reference: name().optional(), inline: inline.optional() });
  return withRules(schema, {
    expand: (node) => {
      if (isEmpty(node)) return node;
      const reference = referenceIn(node);
      return reference ? mapOf(node.location, { reference }) : mapOf(node.location, { inline: node });
    },
  });
}

/** A list in which a map of names to values may stand: `{a: x}` means `[{[key]: "a", ...x}]`. */
export function namedItems(node: Node, key: string): Node {
  const item = (name: string, value: Node, at: Node): Node => {
    const named = textOf(at.location, name);
    if (value.kind === "scalar" && value.value === null) return mapOf(at.location, { [key]: named });
    if (value.kind !== "map") return value;
    return { ...value, entries: [{ key, keyLocation: at.location, value: named }, ...value.entries] };
  };
  const items = (part: Node): readonly Node[] => {
    const text = asText(part);
    if (text !== undefined) return [mapOf(part.location, { [key]: part })];
    if (part.kind === "list") return part.items.flatMap(items);
    if (part.kind === "map")
      return part.entries.map((entry) => item(entry.key, entry.value, { ...part, location: entry.keyLocation }));
    return [part];
  };
  return { kind: "list", location: node.location, items: items(node) };
}
