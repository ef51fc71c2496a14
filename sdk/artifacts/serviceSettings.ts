import { z } from "zod";
import { leaf, withRules } from "../reading/rules.js";
import { integer, oneOf, text, truth } from "./leaves.js";

/** A network of IPv4 or IPv6 addresses. */
const network = () =>
  leaf<string>({
    read: (scalar) =>
      isNetwork(scalar.text)
        ? { value: scalar.text }
        : {
            problem: `\`${scalar.text}\` is not a network`,
            expected: "an address and the number of its leading bits: `203.0.113.0/24`",
            code: "InvalidValue",
          },
  });

function isNetwork(text: string): boolean {
  const [, address = "", bits = ""] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parts = address.split(".");
  if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255) && +bits <= 32;
  return /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(address) && bits !== "" && Number(bits) <= 128;
}

/** How a gateway's Service is reached. */
export const service = z.strictObject({
  type: oneOf(["ClusterIP", "NodePort", "LoadBalancer"]).optional(),
  /** Port on every node, for `NodePort` and `LoadBalancer`. Kubernetes chooses one when there is none. */
  nodePort: integer(1, 65535).optional(),
  /** The same for each port of a gateway that has several, by its number. */
  nodePorts: withRules(z.record(z.string(), integer(1, 65535)), {
    key: (key) =>
      /^[1-9]\d{0,4}$/.test(key) ? undefined : { code: "InvalidPortError", problem: `\`${key}\` is not a port` },
  }).optional(),
  annotations: z.record(z.string(), text()).optional(),
  /** Who makes the load balancer. Default: the cluster's own. */
  loadBalancerClass: text().optional(),
  /** The address that the load balancer should have. */
  loadBalancerIP: text().optional(),
  /** Networks whose requests the load balancer lets through. Default: all. */
  sourceRanges: z.array(network()).optional(),
  /** True for a load balancer that everybody is meant to reach. It changes nothing but what policies think of it. */
  public: truth().optional(),
  /** `Local` keeps clients' addresses, and sends requests only to nodes with an agent. Default: `Cluster`. */
  externalTrafficPolicy: oneOf(["Cluster", "Local"]).optional(),
});

/** See {@link service}. */
export type ServiceSettings = z.output<typeof service>;
