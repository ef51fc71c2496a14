import type { ClusterPlan, GatewayPlan, GatewayPort, SelectedService, ServicePlan } from "../planning/plan.js";
import { chosenNodePort } from "../planning/settings.js";
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
      : selectorLabels({ role: "deployment-service", deployment, service: only.name });
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
  const { labels, spec } = versionService(plan);
  return service(`${plan.key}-backend`, plan.backendName, namespace, labels, spec, []);
}

/** The headless Service by which an agent tells the instances of a version apart: its name has the address of each. */
export function renderInstancesService(plan: ServicePlan, namespace: string) {
  const { labels, spec } = versionService(plan);
  const headless = { ...spec, clusterIP: "None" };
  return service(`${plan.key}-instances`, plan.instancesName, namespace, labels, headless, []);
}

/** A Service that selects the pods of one version, in whichever cluster: names of ports are a cluster's. */
function versionService({ deployment, cluster, name, ports }: ServicePlan) {
  const owner = { role: "deployment-service", deployment, cluster, service: name } as const;
  const spec = {
    type: "ClusterIP",
    selector: selectorLabels(owner),
    ports: ports.map(({ portName, number }) => ({
      name: portName,
      port: number,
      targetPort: number,
      protocol: "TCP",
    })),
  };
  return { labels: objectLabels(owner), spec };
}

/** Names the Service among the parts of a gateway. */
export const gatewayServiceKey = "service";

/** The Service of a gateway, in front of its agent. */
export function renderGatewayService(gateway: GatewayPlan, namespace: string, owner: string, needs: readonly string[]) {
  const { type, annotations } = gateway.service;
  const port = ({ name, number, listener }: GatewayPort, isOwn = false) => {
    const chosen = type === "ClusterIP" ? undefined : chosenNodePort(gateway.service, number, isOwn);
    return {
      name,
      port: number,
      targetPort: listener.portName,
      protocol: "TCP",
      ...(chosen === undefined ? {} : { nodePort: chosen }),
    } as const;
  };
  const own = { ...gateway, name: gateway.listener.portName };
  const ports = [port(own, true), ...gateway.others.map((other) => port(other))];
  const selector = selectorLabels({ role: "vamp-gateway-agent", deployment: owner });
  const labels = objectLabels({ role: "gateway", deployment: owner, gateway: gateway.name });
  const spec = { type, selector, ports, ...reachedFromOutside(gateway.service) };
  const rendered = service(gatewayServiceKey, gateway.serviceName, namespace, labels, spec, needs);
  // The address of a load balancer comes from outside the cluster, and only waiting shows it.
  const awaited = type === "LoadBalancer" ? ownsItsFields : rendered.object.metadata.annotations;
  const marker: Labels = gateway.service.public === true ? { [publicAnnotation]: "true" } : {};
  const metadata = { ...rendered.object.metadata, annotations: { ...awaited, ...marker, ...annotations } };
  return { ...rendered, object: { ...rendered.object, metadata } } satisfies Rendered;
}

/** Annotation of a Service that everybody is meant to reach, for policies. */
const publicAnnotation = "io.vamp.public";

/** What only Services that are reached from outside of the cluster have. */
function reachedFromOutside({
  type,
  externalTrafficPolicy,
  loadBalancerClass,
  loadBalancerIP,
  sourceRanges: loadBalancerSourceRanges,
}: GatewayPlan["service"]) {
  const traffic = externalTrafficPolicy === undefined ? {} : { externalTrafficPolicy };
  if (type !== "LoadBalancer") return type === "ClusterIP" ? {} : traffic;
  return {
    ...traffic,
    ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
    ...(loadBalancerIP === undefined ? {} : { loadBalancerIP }),
    ...(loadBalancerSourceRanges === undefined ? {} : { loadBalancerSourceRanges }),
  };
}

/** A Service that a gateway makes for a route, from its selector. */
export function renderSelectedService(
  { name, key, selector, port }: SelectedService,
  namespace: string,
  gateway: string,
) {
  const labels = objectLabels({ role: "gateway", deployment: gateway, gateway });
  const ports = [{ name: "route", port, targetPort: port, protocol: "TCP" }];
  return service(key, name, namespace, labels, { type: "ClusterIP", selector, ports }, []);
}

function service<S>(key: string, name: string, namespace: string, labels: Labels, spec: S, needs: readonly string[]) {
  const annotations: Readonly<Record<string, string>> = { ...ownsItsFields, ...skipAwait };
  return {
    key,
    needs,
    object: { apiVersion: "v1", kind: "Service", metadata: { name, namespace, labels, annotations }, spec },
  } as const satisfies Rendered;
}
