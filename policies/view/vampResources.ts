import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Agent, Table, Tls } from "./components.js";
import { type KubernetesObject, objectOf } from "./kubernetesObject.js";
import { type Component, Memory } from "./memory.js";

/** An environment of an organisation: a `VampEnvironment`. */
export type Environment = Extract<Component, { kind: "environment" }>;

/** A gateway and how it shares its requests: of a cluster's port, of a blueprint, or one that stands alone. */
export interface Gateway {
  /** Of the component that registered it. */
  readonly urn: string;
  /** Vamp's name: `shop/9050`, `shop/cart/web`. */
  readonly name: string;
  readonly type: "http" | "tcp";
  /** Hosts that its routing is for; none for all that no other is for. */
  readonly hosts: readonly string[];
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

/** One version of a cluster. */
export type Workload = Extract<Component, { kind: "deployment" }>["workloads"][number] & {
  /** Of the deployment that it belongs to. */
  readonly urn: string;
  readonly namespace: string;
};

/** What policies read: the Vamp components of a stack, or of one resource of it, and the Kubernetes objects. */
export interface VampResources {
  readonly environments: readonly Environment[];
  /** Every way to share requests once: a blueprint's gateway that only leads to a cluster is not told beside the cluster's. */
  readonly gateways: readonly Gateway[];
  readonly entrances: readonly Entrance[];
  readonly workloads: readonly Workload[];
  /** Objects that Vamp components made, and others in the Namespaces of their environments. */
  readonly objects: readonly KubernetesObject[];
  /** The environment of a Namespace. */
  environmentOf(namespace: string | undefined): Environment | undefined;
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
    return view([args]);
  }
  return view(args.resources);
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

function view(resources: readonly Resource[]): VampResources {
  const components = resources.flatMap(({ urn }) => memory.component(urn) ?? []);
  return {
    environments: components.filter((component) => component.kind === "environment"),
    gateways: components.flatMap(gatewaysOf),
    entrances: components.flatMap((component) => (component.kind === "gateway" ? entranceOf(component) : [])),
    workloads: components.flatMap(workloadsOf),
    objects: resources.flatMap((resource) => objectOf(resource, memory) ?? []),
    environmentOf: (namespace) => memory.environmentOf(namespace),
  };
}

function workloadsOf(component: Component): readonly Workload[] {
  if (component.kind !== "deployment") return [];
  const { urn, namespace } = component;
  return component.workloads.map((workload) => ({ ...workload, urn, namespace }));
}

function gatewaysOf(component: Component): readonly Gateway[] {
  if (component.kind === "environment") return [];
  const { urn } = component;
  if (component.kind === "deployment") {
    const workloads = workloadsOf(component);
    // A blueprint's gateway to one cluster decides as the cluster does. It is told once, where routes were written.
    const byRouting = new Map<string, Gateway>();
    for (const shown of component.gateways)
      for (const gateway of routingsOf(shown, { urn, workloads, agent: component.agent })) {
        const { conditions, pool, stickyCookie } = gateway.routing;
        const key = JSON.stringify([conditions, pool, stickyCookie]);
        if (Object.keys(gateway.routes).length > 0 || !byRouting.has(key)) byRouting.set(key, gateway);
      }
    return [...byRouting.values()];
  }
  // A blueprint's gateway is among those of its deployment.
  if (memory.deploymentOf(urn) !== undefined) return [];
  return routingsOf(component, { urn, workloads: [], agent: component.agent });
}

/** What a component shows of a gateway: a routing for all hosts, and those for hosts of their own. */
type Shown = Extract<Component, { kind: "deployment" }>["gateways"][number];

function routingsOf(shown: Shown, more: Pick<Gateway, "urn" | "workloads" | "agent">): readonly Gateway[] {
  const { name, type, routing, sites, position, routes } = shown;
  const own = { name, type, position, routes, ...more };
  const byTable = new Map<string, Gateway>();
  for (const { hosts, table } of [{ hosts: [], table: routing }, ...sites]) {
    const key = JSON.stringify(table);
    byTable.set(key, byTable.get(key) ?? { ...own, hosts, routing: table });
  }
  return [...byTable.values()];
}

function entranceOf(component: Extract<Component, { kind: "gateway" }>): Entrance {
  const { urn, name, type, namespace, port, service, tls, routing, sites, position, routes } = component;
  const agent = component.agent ?? memory.deploymentOf(urn)?.agent;
  return { urn, name, type, namespace, port, service, tls, routing, sites, position, routes, agent };
}
