import { z } from "zod";
import { rule } from "../../rule.js";
import { leavesCluster } from "../../view/edge.js";
import { look, text } from "../../view/values.js";
import type { VampResources } from "../../view/vampResources.js";
import { at } from "../messages.js";

/** A gateway that others reach from outside survives the loss of an agent. */
export const agentAvailability = rule({
  name: "agent-availability",
  group: "traffic",
  description:
    "A gateway that is reached from outside the cluster has agents enough, and a PodDisruptionBudget for them.",
  reason: "With one agent, or when all may be evicted at once, draining a node is an outage.",
  level: "mandatory",
  config: z.object({
    least: z.number().int().min(1).default(2).describe("Fewest agents of such a gateway."),
  }),
  scope: "stack",
  judge(resources, { least }, report) {
    for (const gateway of resources.entrances.filter(leavesCluster)) {
      const { agent, urn } = gateway;
      // One on each node is as many as there are nodes, and a drained node keeps its own.
      if (agent === undefined || agent.kind === "DaemonSet") continue;
      if (typeof agent.replicas === "number" && agent.replicas < least)
        report(
          at(
            gateway,
            undefined,
            `it is reached from outside, and has ${agent.replicas === 1 ? "one agent" : `${agent.replicas} agents`}, fewer than ${least}`,
            `Set \`agent: { replicas: ${least} }\` on it, on its deployment, or in the defaults of its environment.`,
          ),
          urn,
        );
      if (!hasBudget(resources, gateway.namespace, agent.deployment))
        report(
          at(
            gateway,
            undefined,
            `it is reached from outside, and no PodDisruptionBudget protects its agents (Deployment \`${agent.deployment}\`)`,
            "Do not take the one away that the component makes, or make one with the labels of the agents' pods.",
          ),
          urn,
        );
    }
  },
});

/** True when a PodDisruptionBudget selects the pods of a Deployment, or when that is not known yet. */
function hasBudget({ objects }: VampResources, namespace: string, deployment: string): boolean {
  const inside = objects.filter((object) => object.namespace === namespace);
  const pods = inside.find(({ kind, name }) => kind === "Deployment" && name === deployment);
  const labels = pods && look(pods.fields, "spec", "template", "metadata", "labels");
  if (typeof labels !== "object" || labels === null) return true;
  return inside.some(({ kind, fields }) => {
    const wanted = kind === "PodDisruptionBudget" ? look(fields, "spec", "selector", "matchLabels") : undefined;
    if (typeof wanted !== "object" || wanted === null) return false;
    return Object.keys(wanted).every((key) => text(wanted, key) === text(labels, key));
  });
}
