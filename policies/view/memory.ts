import { z } from "zod";
import { deployment, environment, gateway, type Table } from "./components.js";
import { objectsIn, placed, type RegisteredObject } from "./kubernetesObject.js";
import { plainValues } from "./values.js";

/** A Vamp component as it was registered. */
export type Component =
  | ({ readonly kind: "deployment"; readonly urn: string } & z.output<typeof deployment>)
  | ({ readonly kind: "gateway"; readonly urn: string } & z.output<typeof gateway>)
  | ({ readonly kind: "environment"; readonly urn: string } & z.output<typeof environment>);

/**
 * An environment, as far as it is known: all of a `VampEnvironment` of this stack; of one that another stack made, what the
 * deployments and gateways in it tell.
 */
export interface Home
  extends Pick<Environment, "urn" | "organisation" | "environment" | "namespace">,
    Partial<Pick<Environment, "containers" | "defaults">> {}

/** An environment of an organisation: a `VampEnvironment`. */
export type Environment = Extract<Component, { kind: "environment" }>;

/** One version of a cluster. */
export type Workload = Extract<Component, { kind: "deployment" }>["workloads"][number] & {
  /** Of the deployment that it belongs to. */
  readonly urn: string;
  readonly namespace: string;
};

/** Where a resource is, and what it is, as the engine tells of it when it is registered. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly props: object;
  readonly opts: { readonly parent?: string };
}

/**
 * The resources that were registered, by URN, for as long as the policy pack runs: that is one preview or update.
 *
 * The engine shows a component's inputs when it is registered, and only then: what a policy of the whole stack sees of a
 * component are its outputs. And an object is shown with no more than the URN of its parent.
 */
export class Memory {
  private readonly parents = new Map<string, string>();
  private readonly components = new Map<string, Component>();
  private readonly homes = new Map<string, Home>();
  private readonly workloads = new Map<string, Workload>();
  private readonly strangers = new Map<string, readonly RegisteredObject[]>();
  private readonly alone = new Map<string, Extract<Component, { kind: "gateway" }>>();

  /** Keeps a resource in mind, and gives what it is when it is a Vamp component. */
  remember(resource: Registration): Component | undefined {
    const { urn, opts } = resource;
    if (opts.parent !== undefined) this.parents.set(urn, opts.parent);
    const component = componentOf(resource);
    if (component !== undefined) this.keep(component);
    else if (!this.strangers.has(urn)) {
      const strange = objectsIn(resource).filter((object) => placed(object, this) === undefined);
      if (strange.length > 0) this.strangers.set(urn, strange);
    }
    return component;
  }

  private keep(component: Component): void {
    const { urn, namespace } = component;
    this.components.set(urn, component);
    if (component.kind === "environment" || !this.homes.has(namespace)) this.homes.set(namespace, component);
    if (component.kind === "gateway" && this.deploymentOf(urn) === undefined) this.alone.set(urn, component);
    for (const workload of workloadsOf(component)) this.workloads.set(`${workload.backend}.${namespace}`, workload);
  }

  /** The component of a URN, when it was registered. */
  component(urn: string): Component | undefined {
    return this.components.get(urn);
  }

  /** The Vamp component that made a resource: the nearest above it. */
  maker(urn: string): Component | undefined {
    for (let above = this.parents.get(urn); above !== undefined; above = this.parents.get(above)) {
      const component = this.components.get(above);
      if (component !== undefined) return component;
    }
    return undefined;
  }

  /** The deployment that a gateway of a blueprint belongs to. */
  deploymentOf(urn: string): Extract<Component, { kind: "deployment" }> | undefined {
    const maker = this.maker(urn);
    return maker?.kind === "deployment" ? maker : undefined;
  }

  /** The environment of a Namespace. */
  environmentOf(namespace: string | undefined): Home | undefined {
    return namespace === undefined ? undefined : this.homes.get(namespace);
  }

  /** The version that a host leads to: `<backend>.<namespace>.svc…`. */
  workloadAt(host: string): Workload | undefined {
    return this.workloads.get(host.split(".", 2).join("."));
  }

  /**
   * The objects in an environment that were registered before anybody knew of it; none for a component that is not the first
   * to tell of its environment.
   */
  strangersIn({ urn, namespace }: Component): readonly RegisteredObject[] {
    if (this.homes.get(namespace)?.urn !== urn) return [];
    return [...this.strangers.values()].flat().filter((object) => object.namespace === namespace);
  }

  /** The gateways that stand alone, were registered before a deployment, and lead to its versions. */
  gatewaysTo(component: Extract<Component, { kind: "deployment" }>): readonly Component[] {
    return [...this.alone.values()].filter(({ routing, sites }) =>
      [routing, ...sites.map(({ table }) => table)]
        .flatMap(hostsBehind)
        .some((host) => this.workloadAt(host)?.urn === component.urn),
    );
  }

  /** Forgets everything: another program begins. */
  clear(): void {
    this.parents.clear();
    this.components.clear();
    this.homes.clear();
    this.workloads.clear();
    this.strangers.clear();
    this.alone.clear();
  }
}

function hostsBehind({ conditions, pool }: Table): readonly string[] {
  return [...conditions, ...pool].flatMap(({ target }) => {
    if (target.kind === "backend") return [target.host];
    return target.kind === "table" ? hostsBehind(target) : [];
  });
}

/** The versions of a deployment, and where they run. */
export function workloadsOf(component: Component): readonly Workload[] {
  if (component.kind !== "deployment") return [];
  const { urn, namespace } = component;
  return component.workloads.map((workload) => ({ ...workload, urn, namespace }));
}

/** @throws TypeError when the component is of a version that this pack cannot read */
function componentOf({ urn, type, props }: Registration): Component | undefined {
  switch (type) {
    case "vamp:index:VampDeployment":
      return { kind: "deployment", urn, ...read(deployment, props, urn) };
    case "vamp:index:VampGateway":
      return { kind: "gateway", urn, ...read(gateway, props, urn) };
    case "vamp:index:VampEnvironment":
      return { kind: "environment", urn, ...read(environment, props, urn) };
    default:
      return undefined;
  }
}

function read<S extends z.ZodType>(schema: S, props: object, urn: string): z.output<S> {
  const result = schema.safeParse(plainValues(props));
  if (result.success) return result.data;
  throw new TypeError(
    `${urn} does not tell what this pack reads. Use pulumi-vamp and pulumi-vamp-policies of one version.\n${z.prettifyError(result.error)}`,
  );
}
