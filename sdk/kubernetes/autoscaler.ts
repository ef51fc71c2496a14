import { whenKnown } from "../later.js";
import type { ScalingPlan } from "../planning/autoscaling.js";
import type { ServicePlan } from "../planning/plan.js";
import type { Autoscaling } from "../planning/settings.js";
import { type Labels, objectLabels } from "./labels.js";
import { proxyName } from "./names.js";
import { ownsItsFields, type Rendered } from "./object.js";

/** Longest times that a HorizontalPodAutoscaler takes, in seconds. */
const longestPeriod = 1800;
const longestStabilization = 3600;

/**
 * Requests after which an agent's average is of use. HAProxy 2.8 shows that of the last 512 as if there had been as many
 * without any time before the first, and is within 5 % after three times as many.
 */
const enoughRequests = 3 * 512;
/** Seconds in which a Prometheus that asks each half minute sees whether there are requests. */
const seenWithin = 120;

/**
 * What scales a version: KEDA by the response times that its agents measure, where there is a Prometheus to ask; else
 * Kubernetes itself, by processor time and memory. Neither says a number of instances of its own.
 */
export function renderAutoscaler(plan: ServicePlan, namespace: string, scaling: ScalingPlan) {
  const { deployment, cluster, name } = plan;
  const labels = objectLabels({ role: "deployment-service", deployment, cluster, service: name });
  const metadata = { name: plan.objectName, namespace, labels, annotations: ownsItsFields };
  const { prometheus } = plan.autoscaling;
  return prometheus === undefined
    ? horizontal(plan, metadata, scaling, plan.autoscaling)
    : byResponseTime(plan, metadata, scaling, prometheus);
}

/** Metadata of an autoscaler. */
export interface AutoscalerMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

function horizontal(
  plan: ServicePlan,
  metadata: AutoscalerMetadata,
  scaling: ScalingPlan,
  { cpu, memory }: Autoscaling,
) {
  const metric = (name: string, averageUtilization: typeof cpu) =>
    ({ type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } }) as const;
  return {
    key: `${plan.key}-autoscaler`,
    needs: [plan.key],
    object: {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: plan.objectName },
        minReplicas: atLeastOne(scaling.minimum),
        maxReplicas: scaling.maximum,
        metrics: [metric("cpu", cpu), ...(memory === undefined ? [] : [metric("memory", memory)])],
        behavior: behaviour(scaling),
      },
    },
  } as const satisfies Rendered;
}

function byResponseTime(
  plan: ServicePlan,
  metadata: AutoscalerMetadata,
  scaling: ScalingPlan,
  serverAddress: Autoscaling["prometheus"],
) {
  const proxies = plan.ports
    .map((port) => proxyName(plan.deployment, plan.name, port.name).replaceAll(".", String.raw`\\.`))
    .join("|");
  const query = whenKnown({ ...scaling.threshold, seconds: scaling.window.interval }, ({ upper, lower, seconds }) => {
    const backends = `{namespace="${metadata.namespace}",proxy=~"(.*[.])?(${proxies})"}`;
    const average = `avg_over_time(haproxy_backend_response_time_average_seconds${backends}[${Math.max(1, seconds)}s])`;
    const requests = `haproxy_backend_http_requests_total${backends}`;
    const recent = `increase(${requests}[${Math.max(seenWithin, seconds)}s])`;
    // HAProxy goes on showing the average of the last requests, however long ago they were: without any it is nothing.
    const slowest = `max(${average} and ${requests} > ${enoughRequests} and ${recent} > 0)`;
    const time = `1000 * (${slowest} or sum(${recent}) == 0)`;
    // Two asks for more instances, one for as many as there are, and nothing for fewer.
    return `2 * (${time} > bool ${upper}) + (${time} <= bool ${upper}) * (${time} >= bool ${lower})`;
  });
  return {
    key: `${plan.key}-autoscaler`,
    needs: [plan.key],
    object: {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata,
      spec: {
        scaleTargetRef: { name: plan.objectName },
        minReplicaCount: atLeastOne(scaling.minimum),
        maxReplicaCount: scaling.maximum,
        advanced: { horizontalPodAutoscalerConfig: { behavior: behaviour(scaling) } },
        triggers: [
          {
            type: "prometheus",
            metricType: "Value",
            // Without a measurement everything stays as it is.
            metadata: { serverAddress, query, threshold: "1", ignoreNullValues: "false" },
          },
        ],
      },
    },
  } as const satisfies Rendered;
}

/** Nothing is measured on no instances, so nothing would wake them: one is kept. */
function atLeastOne(minimum: ScalingPlan["minimum"]) {
  return whenKnown(minimum, (instances) => Math.max(1, instances));
}

function behaviour({ by, window }: ScalingPlan) {
  const within = (most: number) => whenKnown(window.cooldown, (seconds) => Math.min(most, Math.max(1, seconds)));
  const policies = [
    { type: "Pods", value: whenKnown(by, (pods) => Math.max(1, pods)), periodSeconds: within(longestPeriod) },
  ];
  return {
    scaleUp: { policies, stabilizationWindowSeconds: 0 },
    scaleDown: { policies, stabilizationWindowSeconds: within(longestStabilization) },
  };
}
