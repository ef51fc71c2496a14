import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Agent, Table, Tls } from "./components.js";
import { type KubernetesObject, objectsIn, placed } from "./kubernetesObject.js";
import { type Component, type Environment, type Home, Memory, type Workload, workloadsOf } from "./memory.js";

/** A gateway and how it shares its requests: of a cluster's port, of a blueprint, or one that stands alone. */
export interface Gateway {
  /** Of the component that registered it. */
  readonly urn: string;
  /** Vamp's name: `shop/9050`, `shop/cart/web`. */
  readonly name: string;
  readonly type: "http" | "tcp";
  readonly routing: Table;
  /** Where it was written: `file:line:column`, or a property. */
  readonly position: string;
  /** Where its routes were written, by route, as far as they were. */
  readonly routes: Readonly<Record<string, string>>;
  /** The versions of its deployment; none for a gateway that stands alone. */
  readonly workloads: readonly Workload[];
  /** What serves it. */
  readonly agent: Agent | undefined;
}

/** A way in: a `VampGateway`, and with it a Service that others reach. */
export interface Entrance {
  readonly urn: string;
  readonly name: string;
  readonly type: "http" | "tcp";
  readonly namespace: string;
  readonly port: number;
  /** All ports of its Service, its own first: also those that only send clients to another. */
  readonly ports: readonly number[];
  readonly service: { readonly type: "ClusterIP" | "NodePort" | "LoadBalancer"; readonly public?: boolean | undefined };
  /** How it ends TLS; undefined where it does not. */
  readonly tls: Tls | undefined;
  readonly routing: Table;
  /** Hosts with a routing of their own. */
  readonly sites: readonly { readonly hosts: readonly string[]; readonly table: Table }[];
  readonly position: string;
  readonly routes: Readonly<Record<string, string>>;
  /** What serves it, its own or its deployment's. */
  readonly agent: Agent | undefined;
}

/** The agents of a deployment, or of a gateway that stands alone. */
export interface Agents extends Agent {
  readonly urn: string;
  readonly namespace: string;
}

/** What policies read: the Vamp components of a stack, or of one resource of it, and the Kubernetes objects. */
export interface VampResources {
  /** The environments that the stack makes. */
  readonly environments: readonly Environment[];
  /** The environments that it uses, each once: these, and those of other stacks. */
  readonly homes: readonly Home[];
  /** Every way to share requests once: a blueprint's gateway that only leads to a cluster is not told beside the cluster's. */
  readonly gateways: readonly Gateway[];
  readonly entrances: readonly Entrance[];
  readonly workloads: readonly Workload[];
  readonly agents: readonly Agents[];
  /** Objects that Vamp components made, and others in the Namespaces of their environments. */
  readonly objects: readonly KubernetesObject[];
  /** The environment of a Namespace. */
  environmentOf(namespace: string | undefined): Home | undefined;
  /** The version that the host of a backend leads to, of all that were registered. */
  workloadAt(host: string): Workload | undefined;
}

const memory = new Memory();

/**
 * The typed view of what a policy is called with: of one resource when it validates a resource, of the whole stack when it
 * validates a stack.
 *
 * A policy of the stack sees the components that {@link remember} was told of: the engine shows their inputs when they are
 * registered only.
 */
export function vampResources(args: ResourceValidationArgs | StackValidationArgs): VampResources {
  if (!("resources" in args)) {
    remember(args);
    return registeredView(args);
  }
  return view(componentsOf(args.resources), args.resources.flatMap(objectsOf));
}

/**
 * A resource as it is registered, with what came before it and could not be judged without it: objects in an environment, and
 * gateways that stand alone, whose routes lead to a deployment.
 */
function registeredView(resource: ResourceValidationArgs): VampResources {
  const component = memory.component(resource.urn);
  if (component === undefined) return view([], objectsOf(resource));
  const gateways = component.kind === "deployment" ? memory.gatewaysTo(component) : [];
  return view(
    [component, ...gateways],
    memory.strangersIn(component).flatMap((object) => placed(object, memory) ?? []),
  );
}

/** Keeps a resource in mind for the policies of the stack. They call it as their `validateResource`. */
export function remember(args: ResourceValidationArgs): void {
  memory.remember(args);
}

/** Forgets all resources. Tests do it between programs. */
export function forget(): void {
  memory.clear();
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly props: object;
}

function componentsOf(resources: readonly Resource[]): readonly Component[] {
  return resources.flatMap(({ urn }) => memory.component(urn) ?? []);
}

function objectsOf(resource: Resource): readonly KubernetesObject[] {
  return objectsIn(resource).flatMap((object) => placed(object, memory) ?? []);
}

function view(components: readonly Component[], objects: readonly KubernetesObject[]): VampResources {
  return {
    environments: components.filter((component) => component.kind === "environment"),
    homes: components.flatMap(({ urn, namespace }) => {
      const home = memory.environmentOf(namespace);
      return home?.urn === urn ? [home] : [];
    }),
    gateways: components.flatMap(gatewaysOf),
    entrances: components.flatMap((component) => (component.kind === "gateway" ? entranceOf(component) : [])),
    workloads: components.flatMap(workloadsOf),
    agents: components.flatMap(agentsOf),
    objects,
    environmentOf: (namespace) => memory.environmentOf(namespace),
    workloadAt: (host) => memory.workloadAt(host),
  };
}

function agentsOf(component: Component): readonly Agents[] {
  if (component.kind === "environment" || component.agent === undefined) return [];
  const { urn, namespace, agent } = component;
  return [{ ...agent, urn, namespace }];
}

/** True for a gateway of a blueprint, which is among those of its deployment. */
function isServed(urn: string): boolean {
  return memory.deploymentOf(urn) !== undefined;
}

function gatewaysOf(component: Component): readonly Gateway[] {
  if (component.kind === "environment") return [];
  const { urn } = component;
  if (component.kind === "gateway")
    return isServed(urn) ? [] : routingsOf(component, { urn, workloads: [], agent: component.agent });
  const workloads = workloadsOf(component);
  // A blueprint's gateway to one cluster decides as the cluster does. It is told once, where routes were written.
  const byRouting = new Map<string, Gateway>();
  for (const shown of component.gateways)
    for (const gateway of routingsOf(shown, { urn, workloads, agent: component.agent })) {
      const key = decisionKey(gateway.routing);
      if (Object.keys(gateway.routes).length > 0 || !byRouting.has(key)) byRouting.set(key, gateway);
    }
  return [...byRouting.values()];
}

/** What a table decides, whatever it is called: tables that decide the same have the same text. */
export function decisionKey({ conditions, pool, stickyCookie }: Table): string {
  return JSON.stringify([conditions, pool, stickyCookie]);
}

/** What a component shows of a gateway: a routing for all hosts, and those for hosts of their own. */
type Shown = Extract<Component, { kind: "deployment" }>["gateways"][number];

function routingsOf(shown: Shown, more: Pick<Gateway, "urn" | "workloads" | "agent">): readonly Gateway[] {
  const { name, type, routing, sites, position, routes } = shown;
  const tables = [routing, ...sites.map(({ table }) => table)];
  const byTable = new Map(tables.map((table) => [JSON.stringify(table), table]));
  return [...byTable.values()].map((table) => ({ name, type, position, routes, ...more, routing: table }));
}

function entranceOf(component: Extract<Component, { kind: "gateway" }>): Entrance {
  const { urn, name, type, namespace, port, ports, service, tls, routing, sites, position, routes } = component;
  const agent = component.agent ?? memory.deploymentOf(urn)?.agent;
  return { urn, name, type, namespace, port, ports, service, tls, routing, sites, position, routes, agent };
}
