import type { Input } from "@pulumi/pulumi";

/** What can be set about a gateway agent. */
export interface AgentArgs {
  /**
   * Image of HAProxy 2.6 or newer, with `haproxy` on its path.
   * @default "haproxy:2.8"
   */
  image?: Input<string>;
  /**
   * How many agents share the requests.
   * @default 2
   */
  replicas?: Input<number>;
}

/** How a gateway's Service is reached. */
export interface GatewayServiceArgs {
  /** @default "ClusterIP" */
  type?: "ClusterIP" | "NodePort" | "LoadBalancer";
  /**
   * Port on every node, for `NodePort` and `LoadBalancer`.
   * @default chosen by Kubernetes
   */
  nodePort?: Input<number>;
  /** Annotations of the Service, such as those that a cloud's load balancer reads. */
  annotations?: Record<string, Input<string>>;
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
  cpu?: Input<number>;
  /** Percent of its memory that an instance should use. Default: not scaled by memory. */
  memory?: Input<number>;
  /**
   * Address of a Prometheus that has the agents' metrics with a label `namespace`, for a cluster that has KEDA.
   * @default none: Kubernetes' own autoscaler, by processor time
   */
  prometheus?: Input<string>;
}
