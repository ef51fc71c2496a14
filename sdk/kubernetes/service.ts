import type { ClusterPlan, GatewayPlan, ServicePlan } from "../planning/plan.js";
import { type Labels, objectLabels, selectorLabels } from "./labels.js";
import { objectName } from "./names.js";
import { ownsItsFields, type Rendered, skipAwait } from "./object.js";

/** Names the Service of a cluster among the parts of a deployment. */
export function clusterServiceKey(cluster: string): string {
  return `${objectName(cluster)}-service`;
}

/**
 * The Service of a cluster. Its name and its address stay while versions come and go; what changes is whether it selects
 * the agent or the pods of the only version. Both name the port alike, so either resolves its own number.
 */
export function renderClusterService(
  cluster: ClusterPlan,
  namespace: string,
  deployment: string,
  needs: readonly string[],
) {
  const [only] = cluster.services;
  const selector =
    cluster.routed || only === undefined
      ? selectorLabels({ role: "vamp-gateway-agent", deployment })
      : selectorLabels({ role: "deployment-service", deployment, cluster: cluster.name, service: only.name });
  const ports = cluster.ports.map(({ portName, number }) => ({
    name: portName,
    port: number,
    targetPort: portName,
    protocol: "TCP",
  }));
  const labels = objectLabels({ role: "gateway", deployment, cluster: cluster.name });
  return service(
    clusterServiceKey(cluster.name),
    cluster.serviceName,
    namespace,
    labels,
    { type: "ClusterIP", selector, ports },
    needs,
  );
}

/** The Service by which an agent reaches one version: an address that does not change while pods do. */
export function renderBackendService(plan: ServicePlan, namespace: string) {
  const { deployment, cluster, name, ports } = plan;
  const owner = { role: "deployment-service", deployment, cluster, service: name } as const;
  const spec = {
    type: "ClusterIP",
    selector: selectorLabels(owner),
    ports: ports.map(({ portName, number }) => ({
      name: portName,
      port: number,
      targetPort: portName,
      protocol: "TCP",
    })),
  };
  return service(`${plan.key}-backend`, plan.backendName, namespace, objectLabels(owner), spec, []);
}

/** Names the Service among the parts of a gateway. */
export const gatewayServiceKey = "service";

/** The Service of a gateway, in front of its agent. */
export function renderGatewayService(gateway: GatewayPlan, namespace: string, owner: string, needs: readonly string[]) {
  const { type, nodePort, annotations } = gateway.service;
  const { portName } = gateway.listener;
  const port = {
    name: portName,
    port: gateway.number,
    targetPort: portName,
    protocol: "TCP",
    ...(nodePort === undefined ? {} : { nodePort }),
  };
  const selector = selectorLabels({ role: "vamp-gateway-agent", deployment: owner });
  const labels = objectLabels({ role: "gateway", deployment: owner, gateway: gateway.name });
  const rendered = service(
    gatewayServiceKey,
    gateway.serviceName,
    namespace,
    labels,
    { type, selector, ports: [port] },
    needs,
  );
  // The address of a load balancer comes from outside the cluster, and only waiting shows it.
  const awaited = type === "LoadBalancer" ? ownsItsFields : rendered.object.metadata.annotations;
  const metadata = { ...rendered.object.metadata, annotations: { ...awaited, ...annotations } };
  return { ...rendered, object: { ...rendered.object, metadata } } satisfies Rendered;
}

function service<S>(key: string, name: string, namespace: string, labels: Labels, spec: S, needs: readonly string[]) {
  const annotations: Readonly<Record<string, string>> = { ...ownsItsFields, ...skipAwait };
  return {
    key,
    needs,
    object: { apiVersion: "v1", kind: "Service", metadata: { name, namespace, labels, annotations }, spec },
  } as const satisfies Rendered;
}
