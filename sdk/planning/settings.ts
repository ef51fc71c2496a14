import type { ServiceSettings } from "../artifacts/serviceSettings.js";
import type { DefaultSettings } from "../artifacts/settings.js";
import { type Leaf, whenKnown } from "../later.js";
import { overlay } from "../overlay.js";
import { type AgentChoice, settleAgent } from "./agent.js";
import type { EnvironmentPlan } from "./environment.js";
import type { ScalePlan } from "./plan.js";

/** How a gateway's Service is reached, with nothing left open. What is undefined is left to Kubernetes. */
export interface ServiceChoice extends Omit<ServiceSettings, "type"> {
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer";
}

/** The port of every node that was chosen for a port of a gateway's Service; undefined where Kubernetes chooses one. */
export function chosenNodePort(
  { nodePort, nodePorts = {} }: Pick<ServiceChoice, "nodePort" | "nodePorts">,
  number: number,
  isOwn: boolean,
): Leaf<number> | undefined {
  return (isOwn ? nodePort : undefined) ?? nodePorts[String(number)];
}

/** How long an update waits for pods. */
export interface Patience {
  /** False for one that does not wait. */
  readonly ready: boolean;
  /** Seconds it waits at most; undefined for the provider's own ten minutes. */
  readonly timeout: Leaf<number> | undefined;
}

/** By what services with an SLA are scaled. */
export interface Autoscaling {
  /** Percent of its processor time that an instance should use. */
  readonly cpu: Leaf<number>;
  /** Percent of its memory that an instance should use; undefined for not by memory. */
  readonly memory: Leaf<number> | undefined;
  /** Address of the Prometheus that KEDA asks; undefined for Kubernetes' own autoscaler. */
  readonly prometheus: Leaf<string> | undefined;
}

/** How things run where nobody says otherwise. The scale is Vamp's for a service that has none. */
const initial = {
  hop: "auto",
  clusterDomain: "cluster.local",
  utilization: 80,
  scale: { cpu: 1000, memory: 1_000_000_000, instances: 1 },
} as const;

/** Settings of a deployment or a gateway with nothing left open: its own, else its environment's, else ours. */
export interface Settings {
  readonly images: Readonly<Record<string, Leaf<string>>>;
  readonly hop: "auto" | "always";
  readonly clusterDomain: string;
  readonly gatewayService: ServiceChoice;
  readonly agent: AgentChoice;
  readonly scale: ScalePlan;
  readonly patience: Patience;
  readonly autoscaling: Autoscaling;
}

/**
 * Settles what a deployment or a gateway says against the environment it is in.
 * @throws ProblemsError when what both say does not go together
 */
export function settle(own: DefaultSettings, { settings }: EnvironmentPlan): Settings {
  const {
    images = {},
    hop = initial.hop,
    clusterDomain = initial.clusterDomain,
    gatewayService = {},
    agent = {},
    scale = {},
    await: { ready = true, timeout } = {},
    autoscaling: { cpu: utilization = initial.utilization, memory: ofMemory, prometheus } = {},
  } = overlay(settings.defaults ?? {}, own);
  const { type = "ClusterIP", ...reached } = gatewayService;
  const { cpu = initial.scale.cpu, memory = initial.scale.memory, instances = initial.scale.instances } = scale;
  return {
    images,
    hop,
    clusterDomain,
    gatewayService: { type, ...reached },
    agent: settleAgent(agent),
    scale: { cpu, memory, instances },
    autoscaling: { cpu: utilization, memory: ofMemory, prometheus },
    patience: { ready, timeout: timeout && whenKnown(timeout, (milliseconds) => Math.ceil(milliseconds / 1000)) },
  };
}
