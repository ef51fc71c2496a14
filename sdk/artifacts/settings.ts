import { z } from "zod";
import { fixed, leaf } from "../reading/rules.js";
import { integer, oneOf, text } from "./leaves.js";

/** An image reference, or why it cannot be one. */
const image = () =>
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

/** What can be set about a gateway agent. */
export const agentSettings = z.strictObject({
  /** Image of HAProxy 2.6 or newer, with `haproxy` on its path. */
  image: image().default("haproxy:2.8"),
  /** How many agents share the requests. */
  replicas: integer(0, 1000).default(2),
});

/** See {@link agentSettings}. */
export type AgentSettings = z.output<typeof agentSettings>;

/** How a gateway's Service is reached. */
export const serviceSettings = z.strictObject({
  type: oneOf(["ClusterIP", "NodePort", "LoadBalancer"]).default("ClusterIP"),
  /** Port on every node, for `NodePort` and `LoadBalancer`. Kubernetes chooses one when there is none. */
  nodePort: integer(1, 65535).optional(),
  annotations: z.record(z.string(), text()).optional(),
});

/** See {@link serviceSettings}. */
export type ServiceSettings = z.output<typeof serviceSettings>;

/** Images to use instead of others, by reference or by the beginning of one and `*`. */
export const imageSettings = z.record(z.string(), image());

/** Port numbers of clusters' Services by `cluster.port`. */
export const portSettings = z.record(
  z.string(),
  fixed<number>({
    read: (scalar) => {
      const value = Number(scalar.text);
      const expected = "a number from 1 to 65535";
      return Number.isInteger(value) && value >= 1 && value <= 65535
        ? { value }
        : { problem: `\`${scalar.text}\` is not a port`, expected, code: "InvalidPortError" };
    },
  }),
);

const domain = fixed<string>({
  read: (scalar) =>
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(scalar.text)
      ? { value: scalar.text }
      : {
          problem: `\`${scalar.text}\` is not a domain`,
          expected: "lower-case letters, digits, dashes and dots, as `cluster.local`",
          code: "InvalidValue",
        },
});

/** How requests get to a deployment's clusters. */
export const routingSettings = z.strictObject({
  hop: oneOf(["auto", "always"]).default("auto"),
  /** Domain of the cluster's DNS; it becomes part of the agents' configuration. */
  clusterDomain: domain.default("cluster.local"),
});
