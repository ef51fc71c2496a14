import { z } from "zod";
import { agent, image } from "./agentSettings.js";
import { expose } from "./expose.js";
import { domain, duration, integer, memory, oneOf, portNumber, processor, text, truth } from "./leaves.js";
import { service } from "./serviceSettings.js";

/** How long an update waits for pods. */
const awaiting = z.strictObject({
  /** False for an update that does not wait until pods are ready. */
  ready: truth().optional(),
  /** How long it waits at most. */
  timeout: duration().optional(),
});

/** By what services with an SLA are scaled. */
const autoscaling = z.strictObject({
  /** Percent of its processor time that an instance should use. */
  cpu: integer(1, 1000).optional(),
  /** Percent of its memory that an instance should use. */
  memory: integer(1, 1000).optional(),
  /** Address of a Prometheus that has the agents' metrics, for KEDA. */
  prometheus: text().optional(),
});

/** What a deployment may say, and an environment for all that are in it. */
const shared = {
  /** Images to use instead of others, by reference or by the beginning of one and `*`. */
  images: z.record(z.string(), image()).optional(),
  hop: oneOf(["auto", "always"]).optional(),
  /** Domain of the cluster's DNS; it becomes part of the agents' configuration. */
  clusterDomain: domain().optional(),
  gatewayService: service.optional(),
  agent: agent.optional(),
  await: awaiting.optional(),
  autoscaling: autoscaling.optional(),
};

/** What an environment says for all deployments and gateways in it. */
export const defaultSettings = z.strictObject({
  ...shared,
  /** The scale of a service that has none. */
  scale: z
    .strictObject({
      cpu: processor().optional(),
      memory: memory().optional(),
      instances: integer(0, 100_000).optional(),
    })
    .optional(),
  /** Labels of all objects. */
  labels: z.record(z.string(), text()).optional(),
  /** Annotations of all objects. */
  annotations: z.record(z.string(), text()).optional(),
});

/** See {@link defaultSettings}. */
export type DefaultSettings = z.output<typeof defaultSettings>;

/** What a deployment says beside its blueprint. */
export const deploymentSettings = z.strictObject({
  ...shared,
  /** Port numbers of clusters' Services by `cluster.port`. */
  ports: z.record(z.string(), portNumber()).optional(),
  /** Values of `$config://name`. */
  parameters: z.record(z.string(), text()).optional(),
  /** What breeds depend on and runs outside all deployments, by the name of the breed. */
  external: z
    .record(z.string(), z.strictObject({ host: text(), ports: z.record(z.string(), integer(1, 65535)).optional() }))
    .optional(),
});

/** See {@link deploymentSettings}. */
export type DeploymentSettings = z.output<typeof deploymentSettings>;

/** What a gateway that stands alone says beside its routes. */
export const gatewaySettings = z.strictObject({
  service: service.optional(),
  agent: agent.optional(),
  clusterDomain: domain().optional(),
  await: awaiting.optional(),
  expose: expose.optional(),
});

/** See {@link gatewaySettings}. */
export type GatewaySettings = z.output<typeof gatewaySettings>;
