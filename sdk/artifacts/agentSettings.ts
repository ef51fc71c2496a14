import { z } from "zod";
import { leaf } from "../reading/rules.js";
import { duration, fixedText, integer, memory, oneOf, processor, text, truth } from "./leaves.js";

/** An image reference, or why it cannot be one. */
export const image = () =>
  leaf<string>({
    read: (scalar) =>
      /^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/.test(scalar.text)
        ? { value: scalar.text }
        : {
            problem: `\`${scalar.text}\` cannot be an image`,
            expected: "`name`, `name:tag` or `name@sha256:…`, with the registry in front if you like",
            code: "InvalidImage",
          },
  });

/** A taint of nodes that pods put up with (`tolerations` of a Kubernetes pod). */
const toleration = z.strictObject({
  /** Default: every taint. */
  key: text().optional(),
  /** Default: `Equal`. */
  operator: oneOf(["Equal", "Exists"]).optional(),
  value: text().optional(),
  /** Default: every effect. */
  effect: oneOf(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
  /** Seconds for which `NoExecute` is put up with. Default: for ever. */
  tolerationSeconds: integer(0, 1_000_000).optional(),
});

/** What can be set about gateway agents. */
export const agent = z.strictObject({
  /** Image of HAProxy 2.6 or newer, with `haproxy` on its path; with `sh` and coreutils for those that reload. */
  image: image().optional(),
  /** A number of agents, or one on each node. */
  kind: oneOf(["Deployment", "DaemonSet"]).optional(),
  /** How many agents share the requests. */
  replicas: integer(0, 1000).optional(),
  /** A number that goes with the processor time that agents use. */
  autoscaling: z
    .strictObject({
      minimum: integer(1, 1000).optional(),
      maximum: integer(1, 1000),
      /** Percent of the processor time that an agent asks for. */
      cpu: integer(1, 1000).optional(),
    })
    .optional(),
  /** Clients' connections that an agent can have open at the same time at each of its gateways. */
  connections: integer(10, 1_000_000).optional(),
  /** What an agent may use, and is sure to get. */
  resources: z.strictObject({ cpu: processor().optional(), memory: memory().optional() }).optional(),
  /** How long a connection may go on after its agent was told to end, or has new routes. */
  drain: duration().optional(),
  /** How long an agent goes on as before after it was told to end, until whoever sends it connections knows. */
  drainDelay: duration().optional(),
  /** How agents get new routes: other agents take their place, or they read them without ending. */
  update: oneOf(["roll", "reload"]).optional(),
  /** A line in the log for each request. */
  accessLog: truth().optional(),
  /** What tells the Prometheus operator of the agents. */
  monitor: oneOf(["none", "pod", "service"]).optional(),
  priorityClassName: fixedText().optional(),
  nodeSelector: z.record(z.string(), text()).optional(),
  tolerations: z.array(toleration).optional(),
  /** Annotations of the agents' pods. */
  annotations: z.record(z.string(), text()).optional(),
});

/** See {@link agent}. */
export type AgentSettings = z.output<typeof agent>;
