import { unreachedRoutes } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import type { Workload } from "../../view/memory.js";
import type { Gateway } from "../../view/vampResources.js";
import { at } from "../messages.js";

/** Every version gets requests, or waits for them on purpose. */
export const idleVersion = rule({
  name: "idle-version",
  group: "traffic",
  description: "Every version gets requests, by its weight or by a condition.",
  reason: "A version at 0 % runs, costs, and is forgotten.",
  level: "advisory",
  config: z.object({}),
  scope: "resource",
  judge({ gateways }, _, report) {
    for (const gateway of gateways)
      for (const { route, reason } of unreachedRoutes(gateway.routing)) {
        const version = versionOf(gateway, route);
        if (reason !== "idle" || version === undefined || version.instances === 0) continue;
        report(
          at(
            gateway,
            route,
            `\`${version.service}\` runs at 0 % without a condition, so nothing reaches it`,
            "Give it a weight or a condition, scale it to 0, or take it out.",
          ),
          gateway.urn,
        );
      }
  },
});

/** The version of its own deployment that a route of a gateway leads straight to: others get requests elsewhere. */
function versionOf({ routing, workloads }: Gateway, route: string): Workload | undefined {
  const target = routing.pool.find((one) => one.route === route)?.target;
  const service = target?.kind === "backend" ? target.host.split(".", 1)[0] : undefined;
  return workloads.find((one) => one.backend === service);
}
