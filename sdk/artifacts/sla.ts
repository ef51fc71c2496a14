import { z } from "zod";
import { get, has, isEmpty, mapOf, nothing, without } from "../reading/node.js";
import { doc, withRules } from "../reading/rules.js";
import { artifactKeys, isNamed, reference, refuseName } from "./artifact.js";
import { escalations } from "./escalation.js";
import { fixedText, integer, name, oneOf } from "./leaves.js";

const longest = 2 ** 31 - 1;

const what = { escalations: doc("What is done when it is missed.", escalations.optional()) };

const responseTime = z.strictObject({
  ...artifactKeys("slas"),
  type: doc("What kind of SLA it is.", oneOf(["response_time_sliding_window"])),
  threshold: doc(
    "Response times in milliseconds.",
    z.strictObject({
      upper: doc("Slower than this escalates.", integer(0, longest), 1000),
      lower: doc("Faster than this goes back.", integer(0, longest), 100),
    }),
  ),
  window: doc(
    "Times in seconds.",
    z.strictObject({
      interval: doc("The time over which response times are averaged.", integer(0, longest), 600),
      cooldown: doc("The time after an escalation in which there is no other.", integer(0, longest), 600),
    }),
  ),
  ...what,
});

const escalationOnly = z.strictObject({
  ...artifactKeys("slas"),
  type: doc("What kind of SLA it is.", oneOf(["escalation_only"])),
  ...what,
});

const generic = z.looseObject({
  ...artifactKeys("slas"),
  type: doc("What kind of SLA it is; one that is not known is kept and does nothing.", fixedText()),
  ...what,
});

/** How fast a cluster has to answer, and what is done about it. Vamp's SLA. */
export const sla = withRules(z.union([responseTime, escalationOnly, generic]), {
  variant: {
    key: "type",
    schema: (type) => {
      if (type === "response_time_sliding_window") return responseTime;
      return type === "escalation_only" ? escalationOnly : generic;
    },
  },
});

/** An SLA, or the name of one, with escalations of its own if there are any. */
export const slaUse = withRules(
  z.strictObject({ reference: name().optional(), escalations: escalations.optional(), inline: sla.optional() }),
  {
    refers: {
      kind: "slas",
      put: (use, found) => ({ inline: "escalations" in use ? { ...found, escalations: use.escalations } : found }),
    },
    expand: (node, problems) => {
      if (isEmpty(node)) return node;
      if (node.kind !== "map") return mapOf(node.location, { reference: node });
      const named = get(node, "ref") ?? get(node, "reference");
      if (named === undefined) {
        refuseName(node, problems);
        return mapOf(node.location, { inline: node });
      }
      if (!isNamed(named, problems)) return nothing(node.location);
      const rest = without(node, "ref", "reference");
      return { ...rest, entries: [...mapOf(named.location, { reference: named }).entries, ...rest.entries] };
    },
    collapse: (node) => {
      if (node.kind !== "map") return node;
      const inline = get(node, "inline");
      if (inline !== undefined || has(node, "escalations")) return inline ?? node;
      return get(node, "reference") ?? node;
    },
    onlyForms: true,
    forms: () => [
      reference(),
      z.strictObject({ ref: reference(), ...what }),
      z.strictObject({ reference: reference(), ...what }),
      sla,
    ],
  },
);

/** See {@link sla}. */
export type Sla = z.output<typeof sla>;

/** True for an SLA about response times. */
export function isResponseTime(one: Sla): one is z.output<typeof responseTime> {
  return one.type === "response_time_sliding_window";
}
