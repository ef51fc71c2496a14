import { z } from "zod";
import { rule } from "../../rule.js";
import type { KubernetesObject } from "../../view/kubernetesObject.js";
import { items, look } from "../../view/values.js";

/** Nobody comes into an environment but through its gateways. */
export const networkIsolation = rule({
  name: "network-isolation",
  group: "tenancy",
  description: "Every environment has a NetworkPolicy for all of its pods that lets in nobody from outside.",
  reason: "Without one, every pod of the cluster can reach every other, whoever's it is.",
  level: "mandatory",
  config: z.object({
    exempt: z.array(z.string()).default([]).describe("Names of environments that may be open."),
    egress: z
      .array(z.string())
      .default([])
      .describe("Names of environments that have to be closed outwards too; `*` for all."),
  }),
  scope: "stack",
  judge({ environments, objects }, { exempt, egress }, report) {
    for (const { urn, environment, namespace } of environments) {
      const policies = objects.filter((object) => object.kind === "NetworkPolicy" && object.namespace === namespace);
      const wanted = [
        ...(exempt.includes(environment) ? [] : (["Ingress"] as const)),
        ...(egress.includes("*") || egress.includes(environment) ? (["Egress"] as const) : []),
      ];
      for (const direction of wanted)
        if (!policies.some((policy) => isolates(policy, direction)))
          report(
            `the environment \`${environment}\` has no NetworkPolicy that closes it ${
              direction === "Ingress" ? "to others" : "outwards"
            }. Set its \`network: { ${direction.toLowerCase()}: "isolated" }\`.`,
            urn,
          );
    }
  },
});

/** True for a policy for all pods that lets nobody through from, or to, everywhere. */
function isolates({ fields }: KubernetesObject, direction: "Ingress" | "Egress"): boolean {
  const selector = look(fields, "spec", "podSelector");
  const [rules, peers] = direction === "Ingress" ? ["ingress", "from"] : ["egress", "to"];
  return (
    Object.keys(selector ?? {}).length === 0 &&
    items(fields, "spec", "policyTypes").includes(direction) &&
    items(fields, "spec", rules).every((one) => items(one, peers).length > 0)
  );
}
