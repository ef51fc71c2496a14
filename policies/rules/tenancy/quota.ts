import { z } from "zod";
import { rule } from "../../rule.js";
import { look } from "../../view/values.js";

/** An environment cannot take everything. */
export const quota = rule({
  name: "quota",
  group: "tenancy",
  description: "Every environment has a ResourceQuota with the bounds that are asked for.",
  reason: "Without bounds, a loop in one tenant's environment takes the nodes of all.",
  level: "mandatory",
  config: z.object({
    resources: z
      .array(z.string())
      .default(["pods"])
      .describe("Kubernetes' names of what has to be bounded: `pods`, `requests.cpu`, `limits.memory`."),
    exempt: z.array(z.string()).default([]).describe("Names of environments that need none."),
  }),
  scope: "stack",
  judge({ environments, objects }, { resources, exempt }, report) {
    for (const { urn, environment, namespace } of environments) {
      if (exempt.includes(environment)) continue;
      const quotas = objects.filter((object) => object.kind === "ResourceQuota" && object.namespace === namespace);
      const missing = resources.filter((name) =>
        quotas.every(({ fields }) => look(fields, "spec", "hard", name) === undefined),
      );
      if (missing.length > 0)
        report(
          `the environment \`${environment}\` has no bounds for ${missing.join(", ")}. Give it or its organisation a \`quota: { ${missing.map((name) => `"${name}": …`).join(", ")} }\`.`,
          urn,
        );
    }
  },
});
