import { usualDrain } from "../planning/agent.js";
import { sizeOf } from "../planning/agentSize.js";
import type { AgentPlan } from "../planning/plan.js";
import { renderAgentAutoscaler } from "./agentAutoscaler.js";
import { agentFiles } from "./agentFiles.js";
import { agentKey, agentOwner } from "./agentNames.js";
import { agentPod } from "./agentPod.js";
import { objectLabels, selectorLabels } from "./labels.js";
import { renderMonitor } from "./monitor.js";
import { ownsItsFields, type Rendered, waiting, waitingForRollout } from "./object.js";
import { disruptionBudget, drainDelay, rollingUpdate } from "./pod.js";

/**
 * Seconds after which no agent with the routing before is left, where nobody says otherwise: the drain time. A connection
 * that was opened before an update may see the old routing until then, one that is opened after it never does.
 */
export const drainTime = drainDelay + usualDrain;

/** A gateway agent: what it reads, the workload, and what goes with it. */
export function renderAgent(plan: AgentPlan, namespace: string, needs: readonly string[]) {
  const labels = objectLabels(agentOwner(plan));
  const matchLabels = selectorLabels(agentOwner(plan));
  const size = sizeOf(plan);
  const files = agentFiles(plan, namespace, size);
  const metadata = { name: plan.objectName, namespace, labels };
  const template = {
    metadata: { labels, ...(plan.annotations === undefined ? {} : { annotations: plan.annotations }) },
    spec: agentPod(plan, size, files),
  };
  const common = { revisionHistoryLimit: 3, selector: { matchLabels }, template };
  // All at once, for agents are small and wait some seconds before they are ready.
  const strategy = rollingUpdate("100%");
  // Who scales it owns the number.
  const replicas = plan.autoscaling === undefined ? plan.replicas : undefined;
  const workload =
    plan.kind === "DaemonSet"
      ? ({
          apiVersion: "apps/v1",
          kind: "DaemonSet",
          metadata: { ...metadata, annotations: waiting(plan.patience) },
          spec: { ...common, updateStrategy: strategy },
        } as const)
      : ({
          apiVersion: "apps/v1",
          kind: "Deployment",
          // Requests go where they should when all agents are new.
          metadata: { ...metadata, annotations: waitingForRollout(plan.patience, replicas) },
          spec: { ...(replicas === undefined ? {} : { replicas }), ...common, strategy },
        } as const);
  const budget = disruptionBudget(plan.objectName, namespace, labels, matchLabels, ownsItsFields);
  return [
    ...files.objects,
    { key: agentKey, object: workload, needs: [...needs, ...files.objects.map(({ key }) => key)] },
    // Kubernetes cannot tell how many pods of a DaemonSet there should be, and a drained node keeps its own.
    ...(plan.kind === "DaemonSet" ? [] : [{ key: `${agentKey}-budget`, object: budget, needs: [] }]),
    ...(plan.autoscaling === undefined ? [] : [renderAgentAutoscaler(plan, namespace, plan.autoscaling)]),
    ...renderMonitor(plan, namespace),
  ] satisfies readonly Rendered[];
}
