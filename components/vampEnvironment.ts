import * as pulumi from "@pulumi/pulumi";
import { renderEnvironment } from "../sdk/kubernetes/render.js";
import { type EnvironmentPlan, type PodSecurity, planEnvironment } from "../sdk/planning/environment.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";

/** Arguments of a {@link VampEnvironment}. */
export interface VampEnvironmentArgs {
  /** The organisation whose environment it is: lower-case letters and digits. */
  organisation: string;
  /**
   * Its name among the organisation's environments: lower-case letters and digits.
   * @default the resource's name
   */
  environment?: string;
  /**
   * First part of the Namespace's name.
   * @default "vamp"
   */
  root?: string;
  /**
   * The whole name of the Namespace.
   * @default `<root>-<organisation>-<environment>`
   */
  namespace?: string;
  /**
   * Pod Security level that the Namespace enforces. What the components make passes the strictest.
   * @default "restricted"
   */
  podSecurity?: PodSecurity;
  /** More labels for the Namespace. */
  labels?: Record<string, string>;
}

/** An environment of an organisation: one Kubernetes Namespace, in which deployments and gateways live. */
export class VampEnvironment extends pulumi.ComponentResource {
  /** Name of the Namespace, known once it is there. */
  public readonly namespace: pulumi.Output<string>;
  /** Name of the organisation. */
  public readonly organisation: pulumi.Output<string>;
  /** Name of the environment. */
  public readonly environment: pulumi.Output<string>;

  /** @internal */
  readonly plan: EnvironmentPlan;
  /** @internal The Namespace: what is in it goes with it. */
  readonly namespaceResource: pulumi.Resource;

  constructor(name: string, args: VampEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = throwInputProblems((problems) =>
      planEnvironment({ ...args, environment: args.environment ?? name }, problems),
    );
    super("vamp:index:VampEnvironment", name, { ...plan }, opts);
    const objects = createObjects(name, renderEnvironment(plan), new Leaves(), { parent: this });
    const [namespace] = objects.values();
    if (namespace === undefined) throw new TypeError("an environment has a Namespace");
    this.plan = plan;
    this.namespaceResource = namespace;
    this.namespace = namespace.id;
    this.organisation = pulumi.output(plan.organisation);
    this.environment = pulumi.output(plan.environment);
    this.registerOutputs({ namespace: this.namespace, organisation: this.organisation, environment: this.environment });
  }
}
