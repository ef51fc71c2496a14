import { type Blueprint, breedName, type Cluster } from "../artifacts/blueprint.js";
import { anonymousPort, type Gateway } from "../artifacts/gateway.js";
import { routesOf } from "../checks/gateway.js";
import { gatewayLabel } from "../checks/gateways.js";
import { type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/places.js";
import { formatLocation } from "../reading/source.js";
import type { Listener, ListenerTls, Site } from "../routing/listener.js";
import type { RoutingTable } from "../routing/table.js";
import { formatMemory } from "../units/memory.js";
import { formatQuantity } from "../units/quantity.js";
import { sizeOf } from "./agentSize.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan, GatewayPort, ServicePlan } from "./plan.js";

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
  /** Name of the Service by which agents reach it: the first part of the host of its backends. */
  readonly backend: string;
  /** The `metadata` of its breed. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly image: Leaf<string>;
  /** The fewest, where it is autoscaled. */
  readonly instances: Leaf<number>;
  /** The most, where it is autoscaled; as many otherwise. */
  readonly maximum: Leaf<number>;
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
  /** How requests are shared, for hosts that `sites` does not name. */
  readonly routing: RoutingTable;
  /** Hosts with a table of their own. */
  readonly sites: readonly Site[];
  /** How it ends TLS; undefined where it does not. */
  readonly tls: TlsView | undefined;
  /** Networks of proxies that it believes; none: nobody. Undefined where its clients are not told apart. */
  readonly trustedProxies: readonly string[] | undefined;
  /** Where it was written; where its cluster was, when it says nothing itself. */
  readonly position: string;
  /** Where its routes were written, by route, as far as they were. */
  readonly routes: Readonly<Record<string, string>>;
}

/** How a gateway ends TLS, without what is secret about it. */
export interface TlsView extends Pick<ListenerTls, "hsts"> {
  readonly minVersion: "1.2" | "1.3";
  /** Names of the Secrets that its certificates come from; those that the program gave are not told. */
  readonly secrets: readonly Leaf<string>[];
  /** Whether clients have to show a certificate. */
  readonly clients: "required" | "optional" | "none";
  /** Name of the Secret by which those are checked; undefined where the program gave what they are checked by. */
  readonly ca: Leaf<string> | undefined;
  /** Port from which clients that do not speak TLS are sent to it. */
  readonly redirectFrom: number | undefined;
}

/** The gateway agents. */
export interface AgentView {
  /** Name of their Kubernetes Deployment or DaemonSet. */
  readonly deployment: string;
  readonly image: Leaf<string>;
  /** A number of agents, or one on each node. */
  readonly kind: "Deployment" | "DaemonSet";
  /** How many there are in a Deployment; the fewest, where they are autoscaled. */
  readonly replicas: Leaf<number>;
  /** The most of a Deployment, where they are autoscaled; as many otherwise. */
  readonly maximum: Leaf<number>;
  /** What each of them asks for, as Kubernetes writes quantities. */
  readonly cpu: Leaf<string>;
  readonly memory: Leaf<string>;
  /** Seconds that an open connection may go on when its agent ends. */
  readonly drain: Leaf<number>;
}

/** The view of a deployment that was planned from a blueprint. */
export function deploymentView(plan: DeploymentPlan, blueprint: Blueprint): DeploymentView {
  return {
    workloads: plan.clusters.flatMap(({ name, services }) =>
      services.map((service) => workloadView(service, blueprint.clusters[name])),
    ),
    gateways: listenersShown(plan).map((listener) => ({
      ...listenerView(listener, plan.gateways.find((gateway) => gateway.listener === listener)?.others),
      ...written(listener.table.gateway, blueprint),
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
export function gatewayView({ listener, others }: GatewayPlan, gateway: Gateway): GatewayView {
  return {
    ...listenerView(listener, others),
    position: formatLocation(locationOf(gateway)),
    routes: positionsOf(gateway),
  };
}

/** Those of gateways first, then those of clusters. What only sends clients to another port is that one's. */
function listenersShown({ gateways, agent }: DeploymentPlan): readonly Listener[] {
  const others = new Set(gateways.flatMap((gateway) => gateway.others.map(({ listener }) => listener.portName)));
  const own = new Set(gateways.map(({ listener }) => listener.portName));
  return (agent?.listeners ?? []).filter(({ portName }) => own.has(portName) || !others.has(portName));
}

function listenerView(listener: Listener, others: readonly GatewayPort[] = []) {
  const { table, mode, sites = [], tls, trustedProxies } = listener;
  const redirectFrom = others.find((other) => other.listener !== listener)?.number;
  const shown = tls && tlsView(tls, redirectFrom);
  return { name: table.gateway, type: mode, routing: table, sites, tls: shown, trustedProxies };
}

function tlsView({ certificates, minVersion = "1.2", clients, hsts }: ListenerTls, redirectFrom?: number): TlsView {
  const asked = clients?.required ? "required" : "optional";
  return {
    minVersion,
    secrets: certificates.flatMap((source) => (source.kind === "secret" ? [source.name] : [])),
    clients: clients === undefined ? "none" : asked,
    ca: clients?.ca.kind === "secret" ? clients.ca.name : undefined,
    hsts,
    redirectFrom,
  };
}

/** The view of the agents of a deployment or a gateway. */
export function agentView(agent: AgentPlan): AgentView {
  const { objectName, image, kind, replicas, autoscaling, drain } = agent;
  const { cpu, memory } = sizeOf(agent);
  return {
    deployment: objectName,
    image,
    kind,
    replicas: autoscaling?.minimum ?? replicas,
    maximum: autoscaling?.maximum ?? replicas,
    cpu: whenKnown(cpu.request, formatQuantity),
    memory: whenKnown(memory.request, formatMemory),
    drain,
  };
}

function workloadView(service: ServicePlan, cluster: Cluster | undefined): WorkloadView {
  const { name, image, scale, scaling, ports, health } = service;
  const from = cluster?.services.find((one) => breedName(one) === name);
  return {
    cluster: service.cluster,
    service: name,
    deployment: service.objectName,
    backend: service.backendName,
    metadata: from?.breed.inline?.metadata ?? {},
    image,
    instances: scaling?.minimum ?? scale.instances,
    maximum: scaling?.maximum ?? scale.instances,
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
    return { position: formatLocation(locationOf(gateways, key)), routes: positionsOf(ofBlueprint) };
  const own = clusters[first]?.gateways ?? {};
  const gateway = own[port ?? ""] ?? own[anonymousPort];
  return gateway === undefined
    ? { position: formatLocation(locationOf(clusters, first)), routes: {} }
    : { position: formatLocation(locationOf(gateway)), routes: positionsOf(gateway) };
}

/** Where the routes of a gateway were written. Of one path under several hosts the first place is told. */
function positionsOf(gateway: Gateway): Readonly<Record<string, string>> {
  const places = routesOf(gateway).map((route) => [route.path, formatLocation(locationOf(route))] as const);
  return Object.fromEntries([...places].reverse());
}
