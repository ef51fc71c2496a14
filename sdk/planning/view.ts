import { type Blueprint, breedName, type Cluster } from "../artifacts/blueprint.js";
import { anonymousPort, type Gateway } from "../artifacts/gateway.js";
import { gatewayLabel } from "../checks/gateways.js";
import { type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/places.js";
import { formatLocation } from "../reading/source.js";
import type { RoutingTable } from "../routing/table.js";
import { formatMemory } from "../units/memory.js";
import { formatQuantity } from "../units/quantity.js";
import type { AgentPlan, DeploymentPlan, ServicePlan } from "./plan.js";

/** A deployment as policies and other programs read it: what runs, how requests are shared, and where each was written. */
export interface DeploymentView {
  readonly workloads: readonly WorkloadView[];
  readonly gateways: readonly GatewayView[];
  readonly agent: AgentView | undefined;
}

/** One version of a cluster. */
export interface WorkloadView {
  readonly cluster: string;
  /** Name of the breed. */
  readonly service: string;
  /** Name of the Kubernetes Deployment. */
  readonly deployment: string;
  readonly image: Leaf<string>;
  /** The fewest, where it is autoscaled. */
  readonly instances: Leaf<number>;
  readonly autoscaled: boolean;
  /** As Kubernetes writes quantities. */
  readonly cpu: Leaf<string>;
  readonly memory: Leaf<string>;
  readonly ports: Readonly<Record<string, number>>;
  /** True when it says how to see whether it is well. */
  readonly healthCheck: boolean;
  /** Where it was written: `file:line:column`, or a property. */
  readonly position: string;
}

/** A gateway: a blueprint's, which others reach from outside, or the one of a cluster's port. */
export interface GatewayView {
  /** Vamp's name. */
  readonly name: string;
  readonly type: "http" | "tcp";
  readonly routing: RoutingTable;
  /** Where it was written; where its cluster was, when it says nothing itself. */
  readonly position: string;
  /** Where its routes were written, by route, as far as they were. */
  readonly routes: Readonly<Record<string, string>>;
}

/** The gateway agents. */
export interface AgentView {
  readonly deployment: string;
  readonly image: Leaf<string>;
  readonly replicas: Leaf<number>;
}

/** The view of a deployment that was planned from a blueprint. */
export function deploymentView(plan: DeploymentPlan, blueprint: Blueprint): DeploymentView {
  return {
    workloads: plan.clusters.flatMap(({ name, services }) =>
      services.map((service) => workloadView(service, blueprint.clusters[name])),
    ),
    gateways: (plan.agent?.listeners ?? []).map(({ table, mode }) => ({
      name: table.gateway,
      type: mode,
      routing: table,
      ...written(table.gateway, blueprint),
    })),
    agent: plan.agent && agentView(plan.agent),
  };
}

/** The view of one gateway of a deployment. */
export function gatewayViewOf({ gateways }: DeploymentView, name: string): GatewayView {
  const found = gateways.find((gateway) => gateway.name === name);
  if (found === undefined) throw new TypeError(`the deployment has no gateway ${name}`);
  return found;
}

/** The view of a gateway that stands alone. */
export function gatewayView(routing: RoutingTable, type: "http" | "tcp", gateway: Gateway): GatewayView {
  return {
    name: routing.gateway,
    type,
    routing,
    position: formatLocation(locationOf(gateway)),
    routes: routesOf(gateway),
  };
}

/** The view of the agents of a deployment or a gateway. */
export function agentView({ objectName, image, replicas }: AgentPlan): AgentView {
  return { deployment: objectName, image, replicas };
}

function workloadView(service: ServicePlan, cluster: Cluster | undefined): WorkloadView {
  const { name, image, scale, scaling, ports, health } = service;
  const from = cluster?.services.find((one) => breedName(one) === name);
  return {
    cluster: service.cluster,
    service: name,
    deployment: service.objectName,
    image,
    instances: scaling?.minimum ?? scale.instances,
    autoscaled: scaling !== undefined,
    cpu: whenKnown(scale.cpu, formatQuantity),
    memory: whenKnown(scale.memory, formatMemory),
    ports: Object.fromEntries(ports.map((port) => [port.name, port.number])),
    healthCheck: health !== undefined,
    position: from === undefined ? "" : formatLocation(locationOf(from, "breed")),
  };
}

/** Where a gateway was written: `deployment/gateway` in the blueprint, `deployment/cluster/port` in a cluster. */
function written(name: string, { gateways = {}, clusters }: Blueprint): Pick<GatewayView, "position" | "routes"> {
  const [, first = "", port] = name.split("/");
  const key = port === undefined ? Object.keys(gateways).find((one) => gatewayLabel(one) === first) : undefined;
  const ofBlueprint = key === undefined ? undefined : gateways[key];
  if (key !== undefined && ofBlueprint !== undefined)
    return { position: formatLocation(locationOf(gateways, key)), routes: routesOf(ofBlueprint) };
  const own = clusters[first]?.gateways ?? {};
  const gateway = own[port ?? ""] ?? own[anonymousPort];
  return gateway === undefined
    ? { position: formatLocation(locationOf(clusters, first)), routes: {} }
    : { position: formatLocation(locationOf(gateway)), routes: routesOf(gateway) };
}

function routesOf({ routes = [] }: Gateway): Readonly<Record<string, string>> {
  return Object.fromEntries(routes.map((route) => [route.path, formatLocation(locationOf(route))]));
}
