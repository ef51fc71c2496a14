import type { AgentAutoscaling } from "../planning/agent.js";
import type { AgentPlan } from "../planning/plan.js";
import { agentKey, agentOwner } from "./agentNames.js";
import { objectLabels } from "./labels.js";
import { ownsItsFields, type Rendered } from "./object.js";

/** What keeps the number of agents in step with the processor time that they use. */
export function renderAgentAutoscaler(plan: AgentPlan, namespace: string, { minimum, maximum, cpu }: AgentAutoscaling) {
  const labels = objectLabels(agentOwner(plan));
  return {
    key: `${agentKey}-autoscaler`,
    needs: [agentKey],
    object: {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: plan.objectName, namespace, labels, annotations: ownsItsFields },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: plan.objectName },
        minReplicas: minimum,
        maxReplicas: maximum,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpu } } },
        ],
      },
    },
  } as const satisfies Rendered;
}
