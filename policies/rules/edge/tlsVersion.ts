import { z } from "zod";
import { rule } from "../../rule.js";
import { at } from "../messages.js";

/** Gateways speak no TLS that is too old. */
export const tlsVersion = rule({
  name: "tls-version",
  group: "edge",
  description: "A gateway that ends TLS speaks no version older than the one that is asked for.",
  reason: "A client that can be talked into an old version can be read.",
  level: "mandatory",
  config: z.object({
    minimum: z
      .enum(["1.2", "1.3"])
      .default("1.2")
      .describe("The oldest version: `1.2`, below which none goes, or `1.3`."),
  }),
  scope: "resource",
  judge({ entrances }, { minimum }, report) {
    for (const gateway of entrances)
      if (gateway.tls !== undefined && gateway.tls.minVersion < minimum)
        report(
          at(
            gateway,
            undefined,
            `it speaks TLS ${gateway.tls.minVersion}, and ${minimum} is the oldest that is allowed`,
            `Set \`minVersion: "${minimum}"\` in its \`tls\`.`,
          ),
          gateway.urn,
        );
  },
});
