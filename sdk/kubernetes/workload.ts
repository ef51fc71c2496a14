import type { ServicePlan } from "../planning/plan.js";
import { renderAutoscaler } from "./autoscaler.js";
import { objectLabels, selectorLabels } from "./labels.js";
import { ownsItsFields, waiting } from "./object.js";
import { disruptionBudget, rollingUpdate } from "./pod.js";
import { renderBackendService, renderInstancesService } from "./service.js";
import { environmentSecret, ownerOf, servicePod } from "./servicePod.js";

/**
 * One version of a cluster, or a workflow that runs all the time: its Deployment, its PodDisruptionBudget, what scales it,
 * the Services by which agents reach it and, when values come from other resources, a Secret that holds them.
 *
 * The Services come before the Deployment, and so they go after it: agents of the routing before, which have some seconds
 * left, reach pods that end by them.
 */
export function renderWorkload(plan: ServicePlan, namespace: string, needs: readonly string[]) {
  const owner = ownerOf(plan);
  const labels = objectLabels(owner);
  const matchLabels = selectorLabels(owner);
  const secret = environmentSecret(plan, namespace);
  const services = [
    ...(plan.routed ? [renderBackendService(plan, namespace)] : []),
    ...(plan.apart ? [renderInstancesService(plan, namespace)] : []),
  ];
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: plan.objectName, namespace, labels, annotations: waiting(plan.patience) },
    spec: {
      // Who scales it owns the number.
      ...(plan.scaling === undefined ? { replicas: plan.scale.instances } : {}),
      revisionHistoryLimit: 3,
      selector: { matchLabels },
      strategy: rollingUpdate(1),
      template: { metadata: { labels }, spec: servicePod(plan, secret?.nameSource) },
    },
  } as const;
  return [
    ...(secret === undefined ? [] : [secret]),
    ...services,
    { key: plan.key, object: deployment, needs: [...needs, ...services.map(({ key }) => key)] },
    ...(plan.scaling === undefined ? [] : [renderAutoscaler(plan, namespace, plan.scaling)]),
    {
      key: `${plan.key}-budget`,
      object: disruptionBudget(plan.objectName, namespace, labels, matchLabels, ownsItsFields),
      needs: [],
    },
  ];
}
