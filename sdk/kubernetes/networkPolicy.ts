import type { AgentPlan, GatewayPlan } from "../planning/plan.js";
import { agentKey, agentOwner, healthPortName } from "./agentNames.js";
import { objectLabels, selectorLabels } from "./labels.js";
import { ownsItsFields, type Rendered } from "./object.js";

/** Lets requests from everywhere reach a gateway's ports on its agents, and nothing else. */
export function renderGatewayPolicy(gateway: GatewayPlan, namespace: string, owner: string) {
  const agents = selectorLabels({ role: "vamp-gateway-agent", deployment: owner });
  const labels = objectLabels({ role: "gateway", deployment: owner, gateway: gateway.name });
  return {
    key: "policy",
    needs: [],
    object: {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `${gateway.serviceName}-gateway`, namespace, labels, annotations: ownsItsFields },
      spec: {
        podSelector: { matchLabels: agents },
        policyTypes: ["Ingress"],
        ingress: [
          { ports: [gateway, ...gateway.others].map(({ listener }) => ({ protocol: "TCP", port: listener.portName })) },
        ],
      },
    },
  } as const satisfies Rendered;
}

/** Lets whoever is told of the agents' metrics ask for them. */
export function renderMetricsPolicy(agent: AgentPlan, namespace: string) {
  const labels = objectLabels(agentOwner(agent));
  return {
    key: `${agentKey}-metrics-policy`,
    needs: [],
    object: {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `${agent.objectName}-metrics`, namespace, labels, annotations: ownsItsFields },
      spec: {
        podSelector: { matchLabels: selectorLabels(agentOwner(agent)) },
        policyTypes: ["Ingress"],
        ingress: [{ ports: [{ protocol: "TCP", port: healthPortName }] }],
      },
    },
  } as const satisfies Rendered;
}
