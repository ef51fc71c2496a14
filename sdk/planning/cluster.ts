import type { Cluster } from "../artifacts/blueprint.js";
import { anonymousPort } from "../artifacts/gateway.js";
import { neededClusters } from "../checks/dependencies.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName, proxyName, serviceHost } from "../kubernetes/names.js";
import { Later } from "../later.js";
import { type Backend, decides, type RoutingTable } from "../routing/table.js";
import { planScaling } from "./autoscaling.js";
import type { DeploymentContext } from "./deployment.js";
import { hasInstances } from "./knownTargets.js";
import type { ClusterPlan, ClusterPort, ServicePlan } from "./plan.js";
import { Ports } from "./ports.js";
import type { InstancesOf } from "./routeTarget.js";
import { planService } from "./service.js";
import { planTable } from "./table.js";
import { Variables } from "./variables.js";

/** A cluster before it is known which of its versions an agent reaches. */
export interface ClusterDraft {
  readonly plan: ClusterPlan;
  /** How the requests of each port are shared, by the name of the port. */
  readonly tables: ReadonlyMap<string, RoutingTable>;
}

/** Plans the clusters of a blueprint, in its order. */
export function planClusters(request: DeploymentContext, problems: Problems): readonly ClusterDraft[] {
  const { blueprint } = request;
  const ports = new Ports(request, problems);
  const variables = new Variables(request, ports.byCluster, problems);
  const needs = neededClusters(blueprint);
  const scaled = planScaling(blueprint, problems);
  return Object.entries(blueprint.clusters).map(([name, cluster]) => {
    const scaling = scaled.get(name);
    const home = { name, cluster, request, ports, variables, scaling, needs: needs.get(name) ?? [] };
    const services = cluster.services.flatMap((service) => planService(service, home, problems) ?? []);
    const tables = new Map(
      (ports.byCluster.get(name) ?? []).map((port) => [
        port.name,
        planClusterTable(name, cluster, services, port, request),
      ]),
    );
    // Who is to be scaled by response times has to be measured.
    const measured = scaling !== undefined && request.autoscaling.prometheus !== undefined;
    const routed = request.hop === "always" || measured || services.length > 1 || [...tables.values()].some(decides);
    const serviceName = objectName(request.name, name);
    return { plan: { name, serviceName, ports: ports.byCluster.get(name) ?? [], routed, services }, tables };
  });
}

function planClusterTable(
  name: string,
  cluster: Cluster,
  services: readonly ServicePlan[],
  port: ClusterPort,
  request: DeploymentContext,
): RoutingTable {
  const gateway = cluster.gateways?.[port.name] ?? cluster.gateways?.[anonymousPort];
  const targets = services.flatMap((service): readonly (readonly [string, Backend])[] => {
    const number = service.ports.find((candidate) => candidate.name === port.name)?.number;
    return number === undefined ? [] : [[service.name, backendOf(service, port.name, number, request)]];
  });
  const options = { instancesOf: instancesIn(services, request), alone: true };
  return planTable(`${request.name}/${name}/${port.name}`, gateway, new Map(targets), options);
}

/** A version as an agent reaches it, through a Service of its own. */
function backendOf(service: ServicePlan, port: string, number: number, request: DeploymentContext): Backend {
  return {
    kind: "backend",
    name: proxyName(request.name, service.name, port),
    title: `${service.cluster}/${service.name}/${port}`,
    host: hostOf(service.backendName, request),
    port: number,
    awaited: hasInstances(service),
  };
}

/** Finds the instances of versions where an agent has to tell them apart. */
export function instancesIn(services: readonly ServicePlan[], request: DeploymentContext): InstancesOf {
  const byHost = new Map(services.map((service) => [hostOf(service.backendName, request), service]));
  return ({ host, port }) => {
    const service = byHost.get(host);
    if (service === undefined) return undefined;
    return { host: hostOf(service.instancesName, request), port, most: mostInstances(service) };
  };
}

/** Room for twice as many instances as there should be, since updates bring new ones before old ones go. */
function mostInstances({ scale, scaling }: ServicePlan): number {
  const wanted = scaling?.maximum ?? scale.instances;
  const room = 2 * (wanted instanceof Later ? 50 : wanted);
  // In powers of two: the agents need not change each time a service is scaled.
  return 2 ** Math.max(4, Math.ceil(Math.log2(Math.max(1, room))));
}

/** The name under which an agent finds a Service of a deployment. */
export function hostOf(service: string, { namespace, clusterDomain }: DeploymentContext): string {
  return serviceHost(service, namespace, clusterDomain);
}
