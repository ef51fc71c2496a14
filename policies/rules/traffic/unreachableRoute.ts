import { type UnreachedRoute, unreachedRoutes } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import { placedTables } from "../../view/tables.js";
import { at, listed, take } from "../messages.js";

/** Every route is reached by some request. */
export const unreachableRoute = rule({
  name: "unreachable-route",
  group: "traffic",
  description: "Every route with a weight or a condition is reached by some request.",
  reason: "Who wrote a weight or a condition expects requests, and finds out late that none come.",
  level: "mandatory",
  config: z.object({}),
  scope: "resource",
  judge({ gateways }, _, report) {
    for (const gateway of gateways)
      for (const { table, within } of placedTables(gateway.routing))
        for (const unreached of unreachedRoutes(table)) {
          const why = explain(unreached);
          if (why !== undefined) report(at(gateway, { route: unreached.route, within }, ...why), gateway.urn);
        }
  },
});

function explain({ reason, by }: UnreachedRoute): readonly [problem: string, remedy: string] | undefined {
  switch (reason) {
    case "idle":
      // A version that waits for its turn: see idle-version.
      return undefined;
    case "powerless":
      return ["no request takes it: its weight and the strength of its condition are 0 %", "Give it one of them."];
    case "covered":
      return [
        `no request takes it: conditions take every request before weights are asked (${listed(by)})`,
        "Make one of these conditions narrower, or take the route out.",
      ];
    case "shadowed":
      return [
        by.length === 0
          ? "no request takes it: its weight is 0 %, and no request can meet its condition"
          : `no request takes it: its weight is 0 %, and ${take(by)} all that its condition would`,
        "Give it a weight, mend its condition, or take it out.",
      ];
  }
}
