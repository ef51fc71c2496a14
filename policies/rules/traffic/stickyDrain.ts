import { z } from "zod";
import { rule } from "../../rule.js";
import type { Table, Target } from "../../view/components.js";
import { at } from "../messages.js";

/** Who stays with a version or an instance is not cut off when agents change. */
export const stickyDrain = rule({
  name: "sticky-drain",
  group: "traffic",
  description: "The agents of a sticky gateway give open connections time to end.",
  reason: "Clients that stay somewhere have something there, and lose it when their connection is cut.",
  level: "mandatory",
  config: z.object({
    seconds: z.number().int().min(0).default(30).describe("Fewest seconds that a connection may go on."),
  }),
  scope: "resource",
  judge({ gateways }, { seconds }, report) {
    for (const gateway of gateways) {
      const drain = gateway.agent?.drain;
      if (!isSticky(gateway.routing) || typeof drain !== "number" || drain >= seconds) continue;
      report(
        at(
          gateway,
          undefined,
          `its clients stay where they are, and its agents give them ${drain} s when they end`,
          `Set \`agent: { drain: "${seconds}s" }\` on it, on its deployment, or in the defaults of its environment.`,
        ),
        gateway.urn,
      );
    }
  },
});

/** True when clients stay with a route of the table, or with an instance below it. */
function isSticky({ stickyCookie, conditions, pool }: Table): boolean {
  return stickyCookie !== undefined || [...conditions, ...pool].some(({ target }) => keepsInstances(target));
}

function keepsInstances(target: Target): boolean {
  if (target.kind === "backend") return target.instances?.cookie !== undefined;
  return target.kind === "table" && isSticky(target);
}
