import type { DeploymentSettings } from "../artifacts/settings.js";
import { runsBreed } from "../checks/dependencies.js";
import { serviceHost } from "../kubernetes/names.js";
import type { Leaf } from "../later.js";
import type { DeploymentPlan } from "./plan.js";

/** Something that breeds depend on and that runs elsewhere: in another deployment, in another stack, outside Kubernetes. */
export interface OutsideCluster {
  /** Breeds that run there: a dependency on one of them is one on this. */
  readonly breeds: readonly string[];
  /** Name by which it is found. */
  readonly host: Leaf<string>;
  readonly ports: Readonly<Record<string, Leaf<number>>>;
}

/** What runs elsewhere, by a name that no cluster has. */
export type Outside = ReadonlyMap<string, OutsideCluster>;

/** What a deployment may depend on beside its own clusters: those of other deployments, and what it names itself. */
export function planOutside(
  deployments: readonly DeploymentPlan[],
  external: NonNullable<DeploymentSettings["external"]>,
  clusterDomain: string,
): Outside {
  const others = deployments.flatMap(({ name, namespace, clusters }) =>
    clusters.map(({ name: cluster, serviceName, services, ports }): readonly [string, OutsideCluster] => [
      `${name}/${cluster}`,
      {
        breeds: services.map((service) => service.name),
        host: serviceHost(serviceName, namespace, clusterDomain),
        ports: Object.fromEntries(ports.map((port) => [port.name, port.number])),
      },
    ]),
  );
  const named = Object.entries(external).map(([name, { host, ports = {} }]): readonly [string, OutsideCluster] => [
    `/${name}`,
    { breeds: [name], host, ports },
  ]);
  return new Map([...named, ...others]);
}

/** All breeds that run in some deployments. */
export function breedsOf(deployments: readonly DeploymentPlan[]): readonly string[] {
  return deployments.flatMap(({ clusters }) => clusters.flatMap(({ services }) => services.map(({ name }) => name)));
}

/** The name under which something elsewhere runs a breed; `*` at the end stands for any end. */
export function outsideOf(outside: Outside, breed: string): string | undefined {
  for (const [name, { breeds }] of outside) if (breeds.some((one) => runsBreed(breed, one))) return name;
  return undefined;
}
