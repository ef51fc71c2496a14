import { z } from "zod";
import { rule } from "../../rule.js";
import { look } from "../../view/values.js";
import { environmentNames, isAmong } from "../environmentNames.js";

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
    exempt: environmentNames("that need none"),
  }),
  scope: "stack",
  judge({ environments, objects }, { resources, exempt }, report) {
    for (const { urn, environment, namespace } of environments) {
      if (isAmong(environment, exempt)) continue;
      const quotas = objects.filter((object) => object.kind === "ResourceQuota" && object.namespace === namespace);
      const missing = resources.filter((name) =>
        quotas.every(({ fields }) => namesOf(name).every((one) => look(fields, "spec", "hard", one) === undefined)),
      );
      if (missing.length > 0)
        report(
          `the environment \`${environment}\` has no bounds for ${missing.join(", ")}. Give it or its organisation a \`quota: { ${missing.map((name) => `"${name}": …`).join(", ")} }\`.`,
          urn,
        );
    }
  },
});

/** What Kubernetes calls a resource in a ResourceQuota: `cpu` and `memory` there are what pods request. */
function namesOf(resource: string): readonly string[] {
  const [, short] = /^(?:requests\.)?(cpu|memory)$/.exec(resource) ?? [];
  return short === undefined ? [resource] : [short, `requests.${short}`];
}
