import type { AgentPlan } from "../planning/plan.js";
import { agentKey, agentOwner, healthPort, healthPortName } from "./agentNames.js";
import { objectLabels, selectorLabels } from "./labels.js";
import { ownsItsFields, type Rendered, skipAwait } from "./object.js";

const monitoring = "monitoring.coreos.com/v1";

/**
 * Labels made of HAProxy's names. A frontend is Vamp's name of its gateway, with dots, and its port behind a colon. A backend
 * is `deployment.breed.port`, perhaps with the gateway in front of it, and `:tcp` behind it where it carries connections as
 * they are.
 */
export const metricRelabelings = [
  label("gateway", "haproxy_frontend_.*;(.+):[^:]+"),
  label("service", "haproxy_(?:backend|server)_.*;(?:.*[.])?[^.]+[.]([^.]+)[.][^.]+"),
  label("service_port", "haproxy_(?:backend|server)_.*;(?:.*[.])?[^.]+[.][^.]+[.]([^.:]+)(?::tcp)?"),
];

function label(targetLabel: string, regex: string) {
  return { action: "replace", sourceLabels: ["__name__", "proxy"], regex, targetLabel, replacement: "$1" };
}

/** Where the Prometheus operator finds the metrics of agents. */
function endpoint(owner: string) {
  return {
    port: healthPortName,
    path: "/metrics",
    // Whose agents they are: a deployment's, or those of a gateway that stands alone.
    relabelings: [{ action: "replace", targetLabel: "vamp_deployment", replacement: owner }],
    metricRelabelings,
  };
}

/** What tells the Prometheus operator of the agents, where that was asked for; it has to be in the cluster. */
export function renderMonitor(plan: AgentPlan, namespace: string) {
  if (plan.monitor === "none") return [];
  const labels = objectLabels(agentOwner(plan));
  const matchLabels = selectorLabels(agentOwner(plan));
  const metadata = { name: plan.objectName, namespace, labels, annotations: ownsItsFields };
  const key = `${agentKey}-monitor`;
  if (plan.monitor === "pod") {
    const spec = { selector: { matchLabels }, podMetricsEndpoints: [endpoint(plan.owner)] };
    return [
      { key, needs: [], object: { apiVersion: monitoring, kind: "PodMonitor", metadata, spec } },
    ] as const satisfies readonly Rendered[];
  }
  const name = `${plan.objectName}-metrics`;
  const ports = [{ name: healthPortName, port: healthPort, targetPort: healthPortName, protocol: "TCP" }];
  // Its labels tell it apart from the Services of gateways.
  const own = { ...labels, "app.kubernetes.io/component": "metrics" };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels: own, annotations: { ...ownsItsFields, ...skipAwait } },
    spec: { type: "ClusterIP", clusterIP: "None", selector: matchLabels, ports },
  } as const;
  const selector = { matchLabels: { ...matchLabels, "app.kubernetes.io/component": "metrics" } };
  const spec = { selector, endpoints: [endpoint(plan.owner)] };
  return [
    { key: `${agentKey}-metrics`, needs: [], object: service },
    { key, needs: [], object: { apiVersion: monitoring, kind: "ServiceMonitor", metadata, spec } },
  ] as const satisfies readonly Rendered[];
}
