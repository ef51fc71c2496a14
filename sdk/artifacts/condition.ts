import { z } from "zod";
import { get, isEmpty, mapOf, type Node, nothing } from "../reading/node.js";
import { doc, withRules } from "../reading/rules.js";
import { artifactKeys, isNamed, reference, refuseName } from "./artifact.js";
import { fixedText, name } from "./leaves.js";

const definition = () =>
  doc(
    "Which requests are meant, in Vamp's language of conditions.",
    fixedText(),
    "user-agent == Firefox",
    "has cookie beta",
  );

/** Which requests are meant, under a name. Vamp's condition. */
export const condition = withRules(z.strictObject({ ...artifactKeys("conditions"), definition: definition() }), {
  expand: (node) => (node.kind === "scalar" && !isEmpty(node) ? mapOf(node.location, { definition: node }) : node),
  aliases: { condition: "definition" },
  collapse: conditionKey,
});

/** Vamp's readers take `definition` too; its own documents say `condition`. */
function conditionKey(node: Node): Node {
  if (node.kind !== "map") return node;
  return {
    ...node,
    entries: node.entries.map((entry) => (entry.key === "definition" ? { ...entry, key: "condition" } : entry)),
  };
}

/** A condition in place, or the name of one. Plain text is always a condition, never a name. */
export const conditionUse = withRules(
  z.strictObject({ reference: name().optional(), definition: definition().optional() }),
  {
    refers: {
      kind: "conditions",
      put: (_, found) => ({ definition: "definition" in found ? found.definition : undefined }),
    },
    expand: (node, problems) => {
      if (node.kind !== "map") return mapOf(node.location, { definition: node });
      refuseName(node, problems);
      if (node.entries.length > 1) return node;
      const named = get(node, "ref") ?? get(node, "reference");
      if (named !== undefined)
        return isNamed(named, problems) ? mapOf(node.location, { reference: named }) : nothing(node.location);
      const inner = get(node, "condition") ?? get(node, "definition");
      return inner === undefined ? node : mapOf(node.location, { definition: inner });
    },
    collapse: (node) => {
      if (node.kind !== "map") return node;
      const named = get(node, "reference");
      return named === undefined ? (get(node, "definition") ?? node) : mapOf(node.location, { ref: named });
    },
    onlyForms: true,
    forms: () => [
      definition(),
      z.strictObject({ condition: definition() }),
      z.strictObject({ definition: definition() }),
      z.strictObject({ ref: reference() }),
      z.strictObject({ reference: reference() }),
    ],
  },
);

/** See {@link conditionUse}. */
export type ConditionUse = z.output<typeof conditionUse>;
/** See {@link condition}. */
export type ConditionArtifact = z.output<typeof condition>;
