import { Later } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import type { KubernetesObject } from "../../view/kubernetesObject.js";
import { items, look } from "../../view/values.js";
import { environmentNames, isAmong } from "../environmentNames.js";
import { isEverywhere } from "../networks.js";

type Direction = "Ingress" | "Egress";

/** Nobody comes into an environment but through its gateways. */
export const networkIsolation = rule({
  name: "network-isolation",
  group: "tenancy",
  description:
    "Every environment has a NetworkPolicy for all of its pods that lets in nobody from outside, and none that lets in everybody.",
  reason: "Without one, every pod of the cluster can reach every other, whoever's it is; and policies add up.",
  level: "mandatory",
  config: z.object({
    exempt: environmentNames("that may be open"),
    egress: environmentNames("that have to be closed outwards too"),
  }),
  scope: "stack",
  judge({ environments, objects }, { exempt, egress }, report) {
    for (const { urn, environment, namespace } of environments) {
      const inside = objects.filter((object) => object.kind === "NetworkPolicy" && object.namespace === namespace);
      const wanted: readonly Direction[] = [
        ...(isAmong(environment, exempt) ? [] : (["Ingress"] as const)),
        ...(isAmong(environment, egress) ? (["Egress"] as const) : []),
      ];
      for (const direction of wanted) {
        const towards = direction === "Ingress" ? "to others" : "outwards";
        const remedy = `Set its \`network: { ${direction.toLowerCase()}: "isolated" }\``;
        const policies = inside.filter((policy) => isForAll(policy) && hasDirection(policy, direction));
        if (policies.length === 0)
          report(`the environment \`${environment}\` has no NetworkPolicy that closes it ${towards}. ${remedy}.`, urn);
        for (const policy of policies.filter((one) => opens(one, direction)))
          report(
            `${policy.title}: it opens the environment \`${environment}\` ${towards}, for policies of Kubernetes add up. Name in its \`${direction.toLowerCase()}\` who is meant, or the pods that they may reach in its \`podSelector\`.`,
            policy.urn,
          );
      }
    }
  },
});

/** True for a policy for all pods of its Namespace, and for one of which that is not known yet. */
function isForAll({ fields }: KubernetesObject): boolean {
  return isEmpty(look(fields, "spec", "podSelector") ?? {});
}

/** True for a policy that says who may come in, or go out. One that does not say which it does says who may come in. */
function hasDirection({ fields }: KubernetesObject, direction: Direction): boolean {
  const types = look(fields, "spec", "policyTypes");
  if (types === undefined) return direction === "Ingress" || items(fields, "spec", "egress").length > 0;
  return types instanceof Later || items(types).some((type) => type === direction || type instanceof Later);
}

/** True for a policy that lets everybody in, or out to everybody. */
function opens({ fields }: KubernetesObject, direction: Direction): boolean {
  const [rules, peers] = direction === "Ingress" ? ["ingress", "from"] : ["egress", "to"];
  return items(fields, "spec", rules).some((one) => {
    const named = look(one, peers);
    if (one instanceof Later || named instanceof Later) return false;
    return items(named).length === 0 || items(named).some(isEverybody);
  });
}

/** True for every address, and for all pods of all Namespaces. */
function isEverybody(peer: unknown): boolean {
  if (isEverywhere(look(peer, "ipBlock", "cidr"))) return true;
  const namespaces = look(peer, "namespaceSelector");
  return (
    namespaces !== undefined &&
    !(namespaces instanceof Later) &&
    isEmpty(namespaces) &&
    isEmpty(look(peer, "podSelector") ?? {})
  );
}

/** True for a selector that means all; also for one that is not known yet. */
function isEmpty(selector: unknown): boolean {
  if (selector instanceof Later) return true;
  const labels = look(selector, "matchLabels");
  return Object.keys(labels ?? {}).length === 0 && items(selector, "matchExpressions").length === 0;
}
