import type { AgentSettings } from "../artifacts/agentSettings.js";
import { ProblemsError } from "../diagnostics/format.js";
import { certificateFiles } from "../haproxy/files.js";
import { drainDelay as usualDrainDelay } from "../kubernetes/pod.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { placeNamed } from "../reading/source.js";
import type { AgentPlan } from "./plan.js";

/** What is to be known about gateway agents, with nothing left open. */
export interface AgentChoice extends AgentPlace {
  readonly image: Leaf<string>;
  /** A number of agents, or one on each node. */
  readonly kind: "Deployment" | "DaemonSet";
  /** How many there are, where nothing else decides that. */
  readonly replicas: Leaf<number>;
  /** How their number goes with their work; undefined where it does not. */
  readonly autoscaling: AgentAutoscaling | undefined;
  /** What each of them may use, as far as somebody said it. */
  readonly wanted: WantedSize;
  /** Seconds that a connection may go on after its agent was told to end, or has new routes. */
  readonly drain: Leaf<number>;
  /** Seconds that an agent goes on as before after it was told to end, until whoever sends it connections knows. */
  readonly drainDelay: Leaf<number>;
  /** How they get new routes: others take their place, or they read them without ending. */
  readonly update: "roll" | "reload";
  readonly accessLog: boolean;
  /** What tells the Prometheus operator of them. */
  readonly monitor: "none" | "pod" | "service";
}

/** Where agents run, in Kubernetes' terms. What is undefined is left to Kubernetes. */
export interface AgentPlace {
  readonly priorityClassName?: string | undefined;
  readonly nodeSelector?: Readonly<Record<string, Leaf<string>>> | undefined;
  readonly tolerations?: AgentSettings["tolerations"];
  /** Annotations of their pods. */
  readonly annotations?: Readonly<Record<string, Leaf<string>>> | undefined;
}

/** Bounds between which the number of agents goes with their processor time. */
export interface AgentAutoscaling {
  readonly minimum: Leaf<number>;
  readonly maximum: Leaf<number>;
  /** Percent of the processor time that they ask for. */
  readonly cpu: Leaf<number>;
}

/** What somebody said of the size of an agent. */
export interface WantedSize {
  /** Clients' connections at the same time at each listener. */
  readonly connections?: Leaf<number> | undefined;
  /** Thousandths of a core. */
  readonly cpu?: Leaf<number> | undefined;
  /** Bytes. */
  readonly memory?: Leaf<number> | undefined;
}

/** Seconds that an agent gives open connections, where nobody says otherwise. */
export const usualDrain = 30;

/** The same for agents that reload: they are for connections that live long. */
const longDrain = 900;

/**
 * Settles what is said of agents.
 * @throws ProblemsError when parts of it do not go together, which may be said in different places
 */
export function settleAgent(said: AgentSettings): AgentChoice {
  const {
    image = "haproxy:2.8",
    kind = "Deployment",
    replicas = 2,
    autoscaling,
    connections,
    resources: { cpu, memory } = {},
    update = "roll",
    drain = update === "reload" ? 1000 * longDrain : 1000 * usualDrain,
    drainDelay = 1000 * usualDrainDelay,
    accessLog = false,
    monitor = "none",
    ...place
  } = said;
  if (autoscaling !== undefined) checkAutoscaling(kind, autoscaling);
  return {
    ...place,
    image,
    kind,
    replicas,
    autoscaling: autoscaling && { minimum: 2, cpu: 80, ...autoscaling },
    wanted: { connections, cpu, memory },
    drain: whenKnown(drain, wholeSeconds),
    drainDelay: whenKnown(drainDelay, wholeSeconds),
    update,
    accessLog,
    monitor,
  };
}

/** Seconds, a whole number of at least one, as Kubernetes and HAProxy want them. */
function wholeSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}

/**
 * True for agents that read again what changes while they run: their routes with `update: "reload"`, and certificates. A
 * second worker then goes on beside the first until its connections have ended.
 */
export function rereads({ update, listeners }: Pick<AgentPlan, "update" | "listeners">): boolean {
  return update === "reload" || certificateFiles(listeners).length > 0;
}

function checkAutoscaling(
  kind: AgentChoice["kind"],
  { minimum = 2, maximum }: NonNullable<AgentSettings["autoscaling"]>,
): void {
  const refuse = (message: string, expected: string) => {
    const location = placeNamed("agent.autoscaling");
    throw new ProblemsError([{ severity: "error", code: "InvalidValue", message, expected, location }]);
  };
  if (kind === "DaemonSet")
    refuse("a DaemonSet has an agent on each node, and no other number", "no `autoscaling`, or `kind: Deployment`");
  if (!(minimum instanceof Later) && !(maximum instanceof Later) && minimum > maximum)
    refuse(`\`minimum\` (${minimum}) is greater than \`maximum\` (${maximum})`, "a `maximum` of the `minimum` or more");
}
