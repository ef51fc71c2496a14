import { z } from "zod";
import { rule } from "../../rule.js";
import { hostsClaimed, leavesCluster } from "../../view/edge.js";
import { at } from "../messages.js";

/** A host is asked for by one gateway of the stack. */
export const claimedHost = rule({
  name: "claimed-host",
  group: "edge",
  description: "No host is claimed by two gateways that are reached from outside on the same port.",
  reason: "A name leads to one address: the other gateway waits for requests that never come.",
  level: "mandatory",
  config: z.object({}),
  scope: "stack",
  judge({ entrances }, _, report) {
    const claims = new Map<string, string>();
    for (const gateway of entrances.filter(leavesCluster))
      for (const { host, route } of hostsClaimed(gateway)) {
        const claim = `${host}:${gateway.port}`;
        const other = claims.get(claim) ?? gateway.name;
        claims.set(claim, other);
        if (other === gateway.name) continue;
        report(
          at(
            gateway,
            route,
            `the host \`${host}\` is claimed by the gateway \`${other}\` too, on the same port`,
            "Let one gateway have the host, and route to the other's deployments there.",
          ),
          gateway.urn,
        );
      }
  },
});
