import { z } from "zod";
import { rule } from "../../rule.js";
import { hostsClaimed, leavesCluster } from "../../view/edge.js";
import type { Entrance } from "../../view/vampResources.js";
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
  judge({ entrances, environmentOf }, _, report) {
    const claims = new Map<string, Entrance>();
    for (const gateway of entrances.filter(leavesCluster))
      for (const { host, route, within } of hostsClaimed(gateway)) {
        const claimed = gateway.ports.map((port) => `${host}:${port}`);
        const other = claimed
          .map((claim) => claims.get(claim))
          .find((one) => one !== undefined && one.urn !== gateway.urn);
        for (const claim of claimed) if (!claims.has(claim)) claims.set(claim, gateway);
        if (other === undefined) continue;
        const elsewhere = other.namespace === gateway.namespace ? undefined : environmentOf(other.namespace);
        const place = elsewhere === undefined ? "" : ` of the environment \`${elsewhere.environment}\``;
        report(
          at(
            gateway,
            route === undefined ? undefined : { route, within },
            `the host \`${host}\` is claimed by the gateway \`${other.name}\`${place} too, on the same port`,
            "Let one gateway have the host, and route to the other's deployments there.",
          ),
          gateway.urn,
        );
      }
  },
});
