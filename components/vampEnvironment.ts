import * as pulumi from "@pulumi/pulumi";
import { environmentSettings } from "../sdk/artifacts/environmentSettings.js";
import { namespaceKey } from "../sdk/kubernetes/environment.js";
import { renderEnvironment } from "../sdk/kubernetes/render.js";
import { type EnvironmentPlan, type PodSecurity, planEnvironment } from "../sdk/planning/environment.js";
import { readSettings } from "../sdk/reading/artifacts.js";
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
  /** More annotations for the Namespace. */
  annotations?: Record<string, pulumi.Input<string>>;
  /**
   * Most that the environment may use in all, by Kubernetes' names of resources such as `requests.cpu` and `pods`.
   * @default no bounds
   */
  quota?: Record<string, pulumi.Input<string | number>>;
  /** What a container gets that says nothing, and the most that one may ask for. Default: no bounds. */
  containers?: ContainerBoundsArgs;
  /** Who may send requests into the environment, and where its pods may send theirs. */
  network?: EnvironmentNetworkArgs;
  /** Groups of people who may look at what is in the environment, change it, or do everything in it. Default: nobody. */
  groups?: GroupsArgs;
  /** Names of Secrets in the Namespace with which nodes pull images. Default: none. */
  pullSecrets?: string[];
}

/** Bounds of each container of an environment. */
export interface ContainerBoundsArgs {
  /** Processor time for one that asks for none: cores, or `200m`. */
  cpu?: pulumi.Input<string | number>;
  /** Memory for one that asks for none: `64MB`, `1Gi`. */
  memory?: pulumi.Input<string>;
  /** Most processor time that one may ask for. */
  maxCpu?: pulumi.Input<string | number>;
  /** Most memory that one may ask for. */
  maxMemory?: pulumi.Input<string>;
}

/** NetworkPolicies of an environment. They bind where the cluster's network plugin enforces them. */
export interface EnvironmentNetworkArgs {
  /**
   * `isolated`: requests come from the environment itself and through its gateways. `open`: from everywhere.
   * @default "isolated"
   */
  ingress?: "isolated" | "open";
  /**
   * `isolated`: pods reach the environment itself and the cluster's DNS. `open`: everything.
   * @default "open"
   */
  egress?: "isolated" | "open";
}

/** Groups by the cluster role they have in an environment. */
export interface GroupsArgs {
  view?: string[];
  edit?: string[];
  admin?: string[];
}

const settingKeys = ["annotations", "quota", "containers", "network", "groups", "pullSecrets"] as const;

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
    const leaves = new Leaves();
    const plan = throwInputProblems((problems) => {
      const given = settingKeys.map((key) => [key, leaves.hold(args[key], key)] as const);
      const settings = readSettings(environmentSettings, Object.fromEntries(given), "", problems);
      if (settings === undefined) return undefined;
      const names = { ...args, environment: args.environment ?? name };
      return planEnvironment({ ...names, settings }, problems);
    });
    const { organisation, environment, namespace: namespaceName, podSecurity, labels } = plan;
    super(
      "vamp:index:VampEnvironment",
      name,
      { organisation, environment, namespace: namespaceName, podSecurity, labels },
      opts,
    );
    const [first, ...rules] = renderEnvironment(plan);
    const namespace = first && createObjects(name, [first], leaves, { parent: this }).get(namespaceKey);
    if (namespace === undefined) throw new TypeError("an environment has a Namespace");
    createObjects(name, rules, leaves, { parent: this, dependsOn: [namespace], deletedWith: namespace });
    this.plan = plan;
    this.namespaceResource = namespace;
    this.namespace = namespace.id;
    this.organisation = pulumi.output(plan.organisation);
    this.environment = pulumi.output(plan.environment);
    this.registerOutputs({ namespace: this.namespace, organisation: this.organisation, environment: this.environment });
  }
}
