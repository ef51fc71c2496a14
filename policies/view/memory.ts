import { z } from "zod";
import { deployment, environment, gateway } from "./components.js";
import { plainValues } from "./values.js";

/** A Vamp component as it was registered. */
export type Component =
  | ({ readonly kind: "deployment"; readonly urn: string } & z.output<typeof deployment>)
  | ({ readonly kind: "gateway"; readonly urn: string } & z.output<typeof gateway>)
  | ({ readonly kind: "environment"; readonly urn: string } & z.output<typeof environment>);

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

  /** Keeps a resource in mind, and gives what it is when it is a Vamp component. */
  remember(resource: Registration): Component | undefined {
    const { urn, opts } = resource;
    if (opts.parent !== undefined) this.parents.set(urn, opts.parent);
    const component = componentOf(resource);
    if (component !== undefined) this.components.set(urn, component);
    return component;
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
  environmentOf(namespace: string | undefined): Extract<Component, { kind: "environment" }> | undefined {
    for (const component of this.components.values())
      if (component.kind === "environment" && component.namespace === namespace) return component;
    return undefined;
  }

  /** Forgets everything: another program begins. */
  clear(): void {
    this.parents.clear();
    this.components.clear();
  }
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
