import { z } from "zod";
import { rule } from "../../rule.js";
import type { Agent } from "../../view/components.js";
import { leavesCluster } from "../../view/edge.js";
import { differs, items, look, text } from "../../view/values.js";
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
      if (!hasBudget(resources, gateway.namespace, agent))
        report(
          at(
            gateway,
            undefined,
            `it is reached from outside, and no PodDisruptionBudget keeps any of its agents (Deployment \`${agent.deployment}\`)`,
            "Do not take the one away that the component makes, or make one with the labels of the agents' pods and `maxUnavailable: 1`.",
          ),
          urn,
        );
    }
  },
});

/** True when a PodDisruptionBudget keeps some of a Deployment's pods, or when that is not known yet. */
function hasBudget({ objects }: VampResources, namespace: string, { deployment, replicas }: Agent): boolean {
  const inside = objects.filter((object) => object.namespace === namespace);
  const pods = inside.find(({ kind, name }) => kind === "Deployment" && name === deployment);
  const labels = pods && look(pods.fields, "spec", "template", "metadata", "labels");
  if (typeof labels !== "object" || labels === null) return true;
  return inside.some(
    ({ kind, fields }) =>
      kind === "PodDisruptionBudget" &&
      selects(look(fields, "spec", "selector"), labels) &&
      keepsSome(look(fields, "spec"), replicas),
  );
}

/** False for a budget that all pods may be evicted by: `minAvailable: 0`, or a `maxUnavailable` of all of them. */
function keepsSome(spec: unknown, replicas: Agent["replicas"]): boolean {
  const [least, most] = [look(spec, "minAvailable"), look(spec, "maxUnavailable")];
  if (least === 0 || least === "0" || least === "0%" || most === "100%") return false;
  // That one agent is too few is told as such.
  return typeof most !== "number" || typeof replicas !== "number" || most < Math.max(2, replicas);
}

/** True when a selector means pods with some labels, as policy/v1 does: an empty one means all, and none means none. */
function selects(selector: unknown, labels: object): boolean {
  if (selector === undefined) return false;
  const wanted = look(selector, "matchLabels") ?? {};
  const equal = Object.keys(wanted).every((key) => !differs(look(wanted, key), text(labels, key)));
  return equal && items(selector, "matchExpressions").every((expression) => holds(expression, labels));
}

function holds(expression: unknown, labels: object): boolean {
  const value = text(labels, text(expression, "key") ?? "");
  const among = value !== undefined && items(expression, "values").includes(value);
  switch (look(expression, "operator")) {
    case "In":
      return among;
    case "NotIn":
      return !among;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return true;
  }
}
