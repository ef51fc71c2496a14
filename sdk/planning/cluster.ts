import { type Blueprint, breedName, type Cluster, portNames, type Service } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import { anonymousPort } from "../artifacts/gateway.js";
import { neededClusters } from "../checks/dependencies.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName, portName, proxyName } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { type Backend, decides, type RoutingTable } from "../routing/table.js";
import type { DeploymentContext } from "./deployment.js";
import { imageOf } from "./image.js";
import type { ClusterPlan, ClusterPort, ServicePlan } from "./plan.js";
import { planTable } from "./table.js";
import { planVariables } from "./variables.js";

/** A cluster before it is known which of its versions an agent reaches. */
export interface ClusterDraft {
  readonly plan: ClusterPlan;
  /** How the requests of each port are shared, by the name of the port. */
  readonly tables: ReadonlyMap<string, RoutingTable>;
}

/** Plans the clusters of a blueprint, in its order. */
export function planClusters(request: DeploymentContext, problems: Problems): readonly ClusterDraft[] {
  const { blueprint } = request;
  const ports = new Map(
    Object.entries(blueprint.clusters).map(([name, cluster]) => [name, planPorts(name, cluster, request, problems)]),
  );
  refuseUnknownPorts(request, ports, problems);
  const needs = neededClusters(blueprint);
  return Object.entries(blueprint.clusters).map(([name, cluster]) => {
    const services = cluster.services.flatMap((service) => {
      const breed = service.breed.inline;
      if (breed !== undefined)
        return [planService(name, service, breed, request, ports, needs.get(name) ?? [], problems)];
      refuseName(service, "breed", breedName(service), problems);
      return [];
    });
    const tables = new Map(
      (ports.get(name) ?? []).map((port) => [port.name, planClusterTable(name, cluster, services, port, request)]),
    );
    const routed = request.hop === "always" || services.length > 1 || [...tables.values()].some(decides);
    const serviceName = objectName(request.name, name);
    return { plan: { name, serviceName, ports: ports.get(name) ?? [], routed, services }, tables };
  });
}

function refuseUnknownPorts(
  request: DeploymentContext,
  ports: ReadonlyMap<string, readonly ClusterPort[]>,
  problems: Problems,
): void {
  const known = [...ports].flatMap(([cluster, its]) => its.map((port) => `${cluster}.${port.name}`));
  for (const key of Object.keys(request.ports))
    if (!known.includes(key))
      problems.error("UnresolvedGatewayPortError", locationOf(request.ports, key), `no cluster has a port \`${key}\``, {
        expected: "`cluster.port`",
        nearest: nearest(key, known),
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
    if (number === undefined) return [];
    const host = backendHost(service.backendName, request);
    const backend = {
      kind: "backend",
      name: proxyName(request.name, service.name, port.name),
      title: `${name}/${service.name}/${port.name}`,
      host,
      port: number,
      awaited: service.scale.instances !== 0,
    } as const;
    return [[service.name, backend]];
  });
  return planTable(`${request.name}/${name}/${port.name}`, gateway, new Map(targets));
}

function planPorts(
  name: string,
  cluster: Cluster,
  request: DeploymentContext,
  problems: Problems,
): readonly ClusterPort[] {
  return portNames(cluster).map((port) => {
    const given = cluster.services.flatMap((service) => service.breed.inline?.ports?.[port] ?? []);
    const numbers = [...new Set(given.map((one) => one.number))];
    const types = [...new Set(given.map((one) => one.type))];
    const chosen = request.ports[`${name}.${port}`];
    if (types.length > 1)
      problems.error(
        "AmbiguousPortError",
        locationOf(cluster, "services"),
        `services of \`${name}\` disagree whether \`${port}\` speaks HTTP`,
        { expected: "the same type in all of them" },
      );
    if (numbers.length > 1 && chosen === undefined)
      problems.error(
        "AmbiguousPortError",
        locationOf(cluster, "services"),
        `services of \`${name}\` have different numbers for the port \`${port}\`: ${numbers.join(", ")}`,
        {
          expected: `the number of the cluster's Service, as \`ports: {"${name}.${port}": ${numbers[0]}}\``,
        },
      );
    return { name: port, number: chosen ?? numbers[0] ?? 0, type: types[0] ?? "http", portName: portName(name, port) };
  });
}

function planService(
  cluster: string,
  service: Service,
  breed: Breed,
  request: DeploymentContext,
  ports: ReadonlyMap<string, readonly ClusterPort[]>,
  needs: readonly string[],
  problems: Problems,
): ServicePlan {
  const type = breed.deployable.type;
  if (type !== undefined && !["container/docker", "docker"].includes(type))
    problems.error(
      "UnsupportedDeployableType",
      locationOf(breed.deployable, "type"),
      `Kubernetes cannot run \`${type}\``,
      { expected: "`container/docker`" },
    );
  if (breed.deployable.definition === "")
    problems.error("UndefinedDockerImage", locationOf(breed, "deployable"), `the breed \`${breed.name}\` has no image`);
  if (service.scale?.reference !== undefined) refuseName(service, "scale", service.scale.reference, problems);
  const { cpu, memory, instances = 1 } = service.scale?.inline ?? request.scale;
  const name = objectName(request.name, breed.name);
  return {
    name: breed.name,
    cluster,
    deployment: request.name,
    key: objectName(breed.name),
    objectName: name,
    backendName: `${name}-backend`,
    routed: false,
    image: imageOf(breed.deployable.definition, request.images),
    ports: Object.entries(breed.ports ?? {}).map(([port, { number, type: portType }]) => ({
      name: port,
      number,
      type: portType,
      portName: portName(cluster, port),
    })),
    ...planVariables(cluster, service, breed, request, ports, problems),
    scale: { cpu, memory, instances },
    healthCheck: effectiveHealthChecks(service, breed, request.blueprint, cluster, problems),
    needs,
    pullSecrets: request.pullSecrets,
  };
}

/** A name that nothing stands for. Where artifacts were given, it was told when they were looked through. */
function refuseName(service: Service, key: "breed" | "scale", name: string, problems: Problems): void {
  const at = locationOf(service, key);
  if (problems.has(at)) return;
  const message = `the ${key} \`${name}\` is not written out here, and no such ${key} was given`;
  problems.error("ArtifactNotFound", at, message);
}

/** Vamp's rule of levels: a service's own checks, else the cluster's for ports the breed has, else the breed's. */
function effectiveHealthChecks(
  service: Service,
  breed: Breed,
  blueprint: Blueprint,
  cluster: string,
  problems: Problems,
) {
  const ofCluster = blueprint.clusters[cluster]?.healthChecks?.filter(
    (check) => breed.ports?.[check.port] !== undefined,
  );
  const checks = service.healthChecks ?? ofCluster ?? breed.healthChecks ?? [];
  const [first, second] = checks;
  if (second !== undefined)
    problems.error(
      "NotSupportedYet",
      locationOf(second),
      "a service with more than one health check is not supported yet",
    );
  return first;
}

/** The name under which an agent finds a version, in full: HAProxy asks for no other. */
export function backendHost(backendName: string, { namespace, clusterDomain }: DeploymentContext): string {
  return `${backendName}.${namespace}.svc.${clusterDomain}`;
}
