import { z } from "zod";
import { rule } from "../../rule.js";
import { labelsOf } from "../../view/kubernetesObject.js";
import { look } from "../../view/values.js";

/** Everybody can see whose an object is. */
export const requiredLabels = rule({
  name: "required-labels",
  group: "tenancy",
  description: "Every object has the labels that are asked for.",
  reason: "Costs, alerts and deletions go by labels.",
  level: "mandatory",
  config: z.object({
    labels: z
      .record(z.string(), z.string())
      .default({ "app.kubernetes.io/managed-by": "pulumi" })
      .describe("Labels by key, with the value that a remediation gives; an empty one is for somebody to choose."),
  }),
  scope: "resource",
  judge({ objects }, { labels }, report) {
    // What a patch does not say stays as it is.
    for (const object of objects.filter(({ partial }) => !partial)) {
      const missing = Object.keys(labels).filter((key) => look(labelsOf(object), key) === undefined);
      if (missing.length > 0)
        report(
          `${object.title}: it has no label ${missing.map((key) => `\`${key}\``).join(", ")}. Say it in \`defaults: { labels }\` of the environment or the organisation, or on the object.`,
          object.urn,
        );
    }
  },
  mend({ object, put }, { labels }) {
    if (object.partial) return;
    for (const [key, value] of Object.entries(labels))
      if (value !== "" && look(labelsOf(object), key) === undefined) put(["metadata", "labels", key], value);
  },
});
