import type { Input } from "@pulumi/pulumi";
import type { AgentArgs, AutoscalingArgs, AwaitArgs, GatewayServiceArgs, Hop, Integer } from "./settings.js";

/** Levels of Kubernetes' Pod Security. What the components make passes the strictest. */
export type PodSecurity =
  /** Only pods that keep to the current best practices of hardening. */
  | "restricted"
  /** Pods without known ways to gain more rights. */
  | "baseline"
  /** All pods. */
  | "privileged";

/** What environments hold for all that run in them. An organisation says it for all of its environments. */
export interface EnvironmentSettingsArgs {
  /**
   * First part of the Namespace's name.
   * @default "vamp"
   */
  root?: string;
  /**
   * Pod Security level that the Namespace enforces.
   * @default "restricted"
   */
  podSecurity?: PodSecurity;
  /** More labels for the Namespace. */
  labels?: Record<string, Input<string>>;
  /** More annotations for the Namespace. */
  annotations?: Record<string, Input<string>>;
  /**
   * Most that the environment may use in all, by Kubernetes' names of resources such as `requests.cpu` and `pods`.
   * @default no bounds
   */
  quota?: Record<string, Input<string | number>>;
  /** What a container gets that says nothing, and the most that one may ask for. Default: no bounds. */
  containers?: ContainerBoundsArgs;
  /** Who may send requests into the environment, and where its pods may send theirs. */
  network?: EnvironmentNetworkArgs;
  /** Groups of people who may look at what is in the environment, change it, or do everything in it. Default: nobody. */
  groups?: GroupsArgs;
  /** Names of Secrets in the Namespace with which nodes pull images. Default: none. */
  pullSecrets?: Input<string>[];
  /** How everything in the environment runs that does not say otherwise. */
  defaults?: DefaultsArgs;
}

/** An organisation: whose environments they are, and what they have in common. An environment's own settings count first. */
export interface Organisation extends EnvironmentSettingsArgs {
  /** Lower-case letters and digits. */
  name: string;
}

/**
 * An environment that another stack made, by what has to be known of it. Its `VampEnvironment` has the same among its
 * outputs.
 */
export interface EnvironmentDescription {
  /** Name of the organisation. */
  organisation: string;
  /** Name of the environment. */
  name: string;
  /**
   * Name of the Namespace.
   * @default `vamp-<organisation>-<environment>`
   */
  namespace?: string;
  /**
   * Pod Security level that its Namespace enforces.
   * @default "restricted"
   */
  podSecurity?: PodSecurity;
  /** Names of Secrets in the Namespace with which nodes pull images. Default: none. */
  pullSecrets?: string[];
  /** How everything in it runs that does not say otherwise. */
  defaults?: DefaultsArgs;
}

/** Bounds of each container of an environment. */
export interface ContainerBoundsArgs {
  /** Processor time for one that asks for none: cores, or `200m`. */
  cpu?: Input<string | number>;
  /** Memory for one that asks for none: `64MB`, `1Gi`. */
  memory?: Input<string>;
  /** Most processor time that one may ask for. */
  maxCpu?: Input<string | number>;
  /** Most memory that one may ask for. */
  maxMemory?: Input<string>;
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
  /** Those who may look. */
  view?: Input<string>[];
  /** Those who may change what runs. */
  edit?: Input<string>[];
  /** Those who may do everything, and let others. */
  admin?: Input<string>[];
}

/** A scale in part. What is not said stays as it is. */
export interface ScaleOverrideArgs {
  /** Processor time: cores, or thousandths of one as `200m`. */
  cpu?: Input<number | string>;
  /** Memory: `64MB`, `1Gi`. */
  memory?: Input<string>;
  /** How many there are. */
  instances?: Input<Integer>;
}

/** How everything in an environment runs that does not say otherwise. */
export interface DefaultsArgs {
  /** The scale of a service that has none. Default: one instance with a core and 1 GB, as in Vamp. */
  scale?: ScaleOverrideArgs;
  /** How the Services of gateways are reached. */
  gatewayService?: GatewayServiceArgs;
  /** Gateway agents. */
  agent?: AgentArgs;
  /** Images to use instead of others. A key is a whole reference, or the beginning of one and `*`; the longest fits. */
  images?: Record<string, Input<string>>;
  /** Labels of all objects and pods. */
  labels?: Record<string, Input<string>>;
  /** Annotations of all objects and pods. */
  annotations?: Record<string, Input<string>>;
  /**
   * Whether requests pass a gateway agent also where there is nothing to decide.
   * @default "auto"
   */
  hop?: Hop;
  /**
   * Domain of the cluster's DNS.
   * @default "cluster.local"
   */
  clusterDomain?: string;
  /** How long an update waits for pods. */
  await?: AwaitArgs;
  /** By what services with an SLA are scaled. */
  autoscaling?: AutoscalingArgs;
}
