import { externalAddress } from "../artifacts/route.js";
import { proxyName, serviceHost } from "../kubernetes/names.js";
import type { Backend } from "../routing/table.js";
import type { ClusterPlan, DeploymentPlan, ServicePlan, ServicePort } from "./plan.js";

/**
 * Everything in some deployments that a route can lead to, by Vamp's path: `deployment/cluster/port`,
 * `deployment/cluster/service/port` and `deployment/gateway`.
 */
export function knownTargets(
  deployments: readonly DeploymentPlan[],
  clusterDomain: string,
): ReadonlyMap<string, Backend> {
  return new Map(
    deployments.flatMap((deployment) => {
      const { name, namespace, clusters, gateways } = deployment;
      const target = (path: string, service: string, port: number, awaited = true): readonly [string, Backend] => [
        path,
        { ...backendAt(path, serviceHost(service, namespace, clusterDomain), port), awaited },
      ];
      return [
        ...clusters.flatMap((cluster) => {
          const { serviceName, routed, services } = cluster;
          const awaited = routed || services.some(hasInstances);
          return cluster.ports.map((port) =>
            target(`${name}/${cluster.name}/${port.name}`, serviceName, port.number, awaited),
          );
        }),
        ...versionsIn(deployment).map(({ path, version, service, port }) =>
          target(path, service, port.number, hasInstances(version)),
        ),
        ...gateways.map((gateway) => target(gateway.name, gateway.serviceName, gateway.number)),
      ];
    }),
  );
}

/** A port of one version of a cluster, and the Service by which it alone is reached. */
export interface VersionPort {
  /** Vamp's path: `deployment/cluster/service/port`. */
  readonly path: string;
  readonly version: ServicePlan;
  readonly port: ServicePort;
  /** Name of the Service. */
  readonly service: string;
}

/** Every port of every version in a deployment. */
export function versionsIn({ name, clusters }: DeploymentPlan): readonly VersionPort[] {
  return clusters.flatMap((cluster) =>
    cluster.services.flatMap((version) =>
      version.ports.map((port) => {
        const path = `${name}/${cluster.name}/${version.name}/${port.name}`;
        return { path, version, port: servicePort(cluster, version, port), service: serviceOf(cluster, version) };
      }),
    ),
  );
}

/** A version that no agent of its deployment reaches is the only one of its cluster, whose Service leads to it. */
function serviceOf(cluster: ClusterPlan, version: ServicePlan): string {
  return version.routed ? version.backendName : cluster.serviceName;
}

/** The Service of a cluster has a number of its own for a port. */
function servicePort(cluster: ClusterPlan, version: ServicePlan, port: ServicePort): ServicePort {
  const ofCluster = cluster.ports.find(({ name }) => name === port.name);
  return version.routed || ofCluster === undefined ? port : { ...port, number: ofCluster.number };
}

/** Something outside, for a path that names it by host and port. Undefined for one that does not. */
export function externalTarget(gateway: string, path: string): Backend | undefined {
  const found = externalAddress(path);
  if (found === undefined) return undefined;
  const { host, port } = found;
  return { ...backendAt(path, host, port), name: proxyName(gateway, host, String(port)), awaited: false };
}

function backendAt(path: string, host: string, port: number): Omit<Backend, "awaited"> {
  return { kind: "backend", name: proxyName(...path.split("/")), title: path, host, port };
}

/** False for a version that is known to have no instance: nobody would answer who waits for it. */
export function hasInstances({ scale, scaling }: Pick<ServicePlan, "scale" | "scaling">): boolean {
  return (scaling?.minimum ?? scale.instances) !== 0;
}
