import { z } from "zod";
import { get, isEmpty, mapOf, type Node, textOf } from "../reading/node.js";
import { doc, withRules } from "../reading/rules.js";
import { artifactKeys, listOrOne, referenceOr } from "./artifact.js";
import { amount, fixedText, integer, oneOf } from "./leaves.js";

/** An escalation, or the name of one. */
export interface EscalationUse {
  readonly reference?: string | undefined;
  readonly inline?: Escalation | undefined;
}

const use = z.lazy((): z.ZodType<EscalationUse> => escalationUse);

/** What an SLA does when it is missed: a list of escalations, or one. */
export const escalations = listOrOne(use);

const typeOf = <const T extends string>(...types: readonly T[]) => doc("What kind of escalation it is.", oneOf(types));

const group = z.strictObject({
  ...artifactKeys("escalations"),
  type: typeOf("to_all", "to_one"),
  escalations: doc("What is done: all of them, or the first that can be.", escalations),
});

const scaling = {
  target: doc("The cluster that is scaled. Default: the one with the SLA.", fixedText().optional()),
};

const scaleInstances = z.strictObject({
  ...artifactKeys("escalations"),
  type: typeOf("scale_instances"),
  ...scaling,
  minimum: doc("Fewest instances.", integer(0, 100_000), 1),
  maximum: doc("Most instances.", integer(0, 100_000), 4),
  scaleBy: doc("Instances to add or take away at a time.", integer(0, 100_000), 1),
});

const scaleResource = z.strictObject({
  ...artifactKeys("escalations"),
  type: typeOf("scale_cpu", "scale_memory"),
  ...scaling,
  minimum: doc("Least, in cores or in MB.", amount()),
  maximum: doc("Most, in cores or in MB.", amount()),
  scaleBy: doc("How much to add or take away at a time, in cores or in MB.", amount()),
});

const generic = z.looseObject({
  ...artifactKeys("escalations"),
  type: doc("What kind of escalation it is; one that is not known is kept and does nothing.", fixedText()),
});

/** What is done when an SLA is missed, or met with room to spare. Vamp's escalation. */
export const escalation = withRules(z.union([group, scaleInstances, scaleResource, generic]), {
  variant: {
    key: "type",
    schema: (type) => {
      if (type === "to_all" || type === "to_one") return group;
      if (type === "scale_instances") return scaleInstances;
      return type === "scale_cpu" || type === "scale_memory" ? scaleResource : generic;
    },
  },
  expand: expandGroup,
  forms: () => [
    z.strictObject({ to_all: doc("All of these.", groupForm()) }),
    z.strictObject({ to_one: doc("The first of these that can be done.", groupForm()) }),
  ],
});

const groupForm = () => z.union([escalations, z.strictObject({ escalations })]);

/** `to_one: [...]` means `{type: to_one, escalations: [...]}`. */
function expandGroup(node: Node): Node {
  const only = node.kind === "map" && node.entries.length === 1 ? node.entries[0] : undefined;
  if (only === undefined || !["to_all", "to_one"].includes(only.key) || isEmpty(only.value)) return node;
  const inner = only.value.kind === "map" ? (get(only.value, "escalations") ?? only.value) : only.value;
  return mapOf(node.location, { type: textOf(only.keyLocation, only.key), escalations: inner });
}

const escalationUse: z.ZodType<EscalationUse> = referenceOr(escalation, "escalations", "anonymous");

/** See {@link escalation}. */
export type Escalation = z.output<typeof escalation>;

/** True for an escalation that holds others. */
export function isGroup(one: Escalation): one is z.output<typeof group> {
  return one.type === "to_all" || one.type === "to_one";
}

/** True for an escalation that scales instances. */
export function isScaleInstances(one: Escalation): one is z.output<typeof scaleInstances> {
  return one.type === "scale_instances";
}
