import type { Input } from "@pulumi/pulumi";

/** A whole number. Languages that tell whole numbers from others do so here too. */
export type Integer = number;

/** Which requests to a cluster pass the gateway agent. */
export type Hop =
  /**
   * Those that there is something to decide about. A connection that was open before a second version came keeps reaching
   * the first until it closes.
   */
  | "auto"
  /** All. */
  | "always";

/** What can be set about gateway agents. */
export interface AgentArgs {
  /**
   * Image of HAProxy 2.6 or newer, with `haproxy` on its path; with `sh` and coreutils for agents that read certificates or
   * reload.
   * @default "haproxy:2.8"
   */
  image?: Input<string>;
  /**
   * A number of agents, or one on each node.
   * @default "Deployment"
   */
  kind?: "Deployment" | "DaemonSet";
  /**
   * How many agents of a Deployment share the requests.
   * @default 2
   */
  replicas?: Input<Integer>;
  /** A number of agents that goes with the processor time they use, in place of `replicas`. Default: none. */
  autoscaling?: AgentAutoscalingArgs;
  /**
   * Connections of clients that an agent can have open at the same time at each of its gateways, and at the port of a
   * `redirectFrom`; more wait. It gets the memory for them.
   * @default 4000; with more than two gateways a share of 8000, and 1000 at least; or as many as the memory is for
   */
  connections?: Input<Integer>;
  /** What an agent may use, and is sure to get. Default: up to one core, and memory for its `connections`. */
  resources?: AgentResourcesArgs;
  /**
   * How long a connection that is open may go on when its agent ends, or has new routes: `30s`.
   * @default "30s"; "15m" with `update: "reload"`
   */
  drain?: Input<string>;
  /**
   * How long an agent that was told to end goes on taking connections: until load balancers know that it leaves. `30s` for those
   * that only find out by health checks of their own (`externalTrafficPolicy: "Local"`, addresses of pods as targets).
   * @default "5s"
   */
  drainDelay?: Input<string>;
  /**
   * How agents get new routes. `roll`: other agents take their place, and an update that has succeeded is served
   * everywhere. `reload`: they read them while they go on, for connections that live long; they are served up to two
   * minutes after the update.
   * @default "roll"
   */
  update?: "roll" | "reload";
  /**
   * A line of JSON in the agents' log for each request.
   * @default false
   */
  accessLog?: boolean;
  /**
   * Tells the Prometheus operator of the agents: by a PodMonitor, or by a Service and a ServiceMonitor.
   * @default "none"
   */
  monitor?: "none" | "pod" | "service";
  /** PriorityClass of the pods. Default: the cluster's. */
  priorityClassName?: string;
  /** Labels of the nodes that the pods may run on. Default: all nodes. */
  nodeSelector?: Record<string, Input<string>>;
  /** Taints of nodes that the pods put up with. Default: none. */
  tolerations?: TolerationArgs[];
  /** Annotations of the pods. */
  annotations?: Record<string, Input<string>>;
}

/** What an agent may use, and is sure to get. */
export interface AgentResourcesArgs {
  /** Processor time: cores, or thousandths of one as `200m`. */
  cpu?: Input<string | number>;
  /** Memory: `64MB`, `1Gi`. */
  memory?: Input<string>;
}

/** Bounds between which the number of agents goes with the processor time that they use. */
export interface AgentAutoscalingArgs {
  /**
   * The fewest.
   * @default 2
   */
  minimum?: Input<Integer>;
  /** The most. */
  maximum: Input<Integer>;
  /**
   * Percent of its processor time that an agent should use.
   * @default 80
   */
  cpu?: Input<Integer>;
}

/** A taint of nodes that pods put up with, as Kubernetes has it. */
export interface TolerationArgs {
  /** Key of the taint; none for all. */
  key?: Input<string>;
  /**
   * Whether the value counts.
   * @default "Equal"
   */
  operator?: "Equal" | "Exists";
  /** Value of the taint. */
  value?: Input<string>;
  /** Effect of the taint; none for all. */
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  /** Seconds that a pod stays on a node with `NoExecute`; none for always. */
  tolerationSeconds?: Input<Integer>;
}

/** How a gateway's Service is reached. What belongs to another type than its own counts for nothing. */
export interface GatewayServiceArgs {
  /**
   * From within the cluster only, also by a port of every node, or by a load balancer.
   * @default "ClusterIP"
   */
  type?: "ClusterIP" | "NodePort" | "LoadBalancer";
  /**
   * Port on every node, for `NodePort` and `LoadBalancer`.
   * @default chosen by Kubernetes
   */
  nodePort?: Input<Integer>;
  /** The same for each port of a gateway that has several, by its number: `{ 443: 30443 }`. */
  nodePorts?: Record<number, Input<Integer>>;
  /** Annotations of the Service, such as those that a cloud's load balancer reads. */
  annotations?: Record<string, Input<string>>;
  /** Who makes the load balancer. It changes by way of another `type` only: Kubernetes lets no load balancer change it. */
  loadBalancerClass?: Input<string>;
  /** The address that the load balancer should have, where whoever makes it heeds that. */
  loadBalancerIP?: Input<string>;
  /** Networks whose requests the load balancer lets through: `203.0.113.0/24`. Default: all. */
  sourceRanges?: Input<string>[];
  /**
   * True for a load balancer that everybody is meant to reach. Nothing changes but what policies think of it.
   * @default false
   */
  public?: boolean;
  /**
   * `Local` keeps clients' addresses, and sends requests only to nodes that have an agent.
   * @default "Cluster"
   */
  externalTrafficPolicy?: "Cluster" | "Local";
}

/** How long an update waits for pods. */
export interface AwaitArgs {
  /**
   * False for an update that does not wait until pods are ready.
   * @default true
   */
  ready?: boolean;
  /**
   * How long it waits at most: `5m`.
   * @default "10m"
   */
  timeout?: Input<string>;
}

/** By what services with an SLA are scaled: by response times where there is a Prometheus, else by what they use. */
export interface AutoscalingArgs {
  /**
   * Percent of its processor time that an instance should use.
   * @default 80
   */
  cpu?: Input<Integer>;
  /** Percent of its memory that an instance should use. Default: not scaled by memory. */
  memory?: Input<Integer>;
  /**
   * Address of a Prometheus that has the agents' metrics with a label `namespace`, for a cluster that has KEDA.
   * @default none: Kubernetes' own autoscaler, by processor time
   */
  prometheus?: Input<string>;
}
