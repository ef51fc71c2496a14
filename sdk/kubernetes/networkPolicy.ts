import type { GatewayPlan } from "../planning/plan.js";
import { objectLabels, selectorLabels } from "./labels.js";
import { ownsItsFields, type Rendered } from "./object.js";

/** Lets requests from everywhere reach a gateway's port on its agents, and nothing else. */
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
        ingress: [{ ports: [{ protocol: "TCP", port: gateway.listener.portName }] }],
      },
    },
  } as const satisfies Rendered;
}
