import { z } from "zod";
import { rule } from "../../rule.js";
import { leavesCluster } from "../../view/edge.js";
import { at } from "../messages.js";

/** What comes from outside comes encrypted. */
export const externalTls = rule({
  name: "external-tls",
  group: "edge",
  description: "A gateway for HTTP that is reached from outside the cluster ends TLS.",
  reason: "Between the client and the cluster, everybody on the way reads what is not encrypted.",
  level: "mandatory",
  config: z.object({
    exempt: z
      .array(z.string())
      .default([])
      .describe("Names of gateways that need none, such as those behind a load balancer that ends TLS."),
  }),
  scope: "resource",
  judge({ entrances }, { exempt }, report) {
    for (const gateway of entrances.filter(leavesCluster)) {
      if (gateway.type !== "http" || gateway.tls !== undefined || exempt.includes(gateway.name)) continue;
      report(
        at(
          gateway,
          undefined,
          "it is reached from outside without TLS",
          "Give it `tls: { certificates: { secret } }`, and `redirectFrom: 80` for clients that come without.",
        ),
        gateway.urn,
      );
    }
  },
});
