import { type UnreachedRoute, unreachedRoutes } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import type { Table, Target } from "../../view/components.js";
import type { Workload } from "../../view/memory.js";
import { placedTables } from "../../view/tables.js";
import type { VampResources } from "../../view/vampResources.js";
import { at } from "../messages.js";

/** Every version gets requests, or waits for them on purpose. */
export const idleVersion = rule({
  name: "idle-version",
  group: "traffic",
  description: "Every version gets requests of some gateway, by its weight or by a condition.",
  reason: "A version at 0 % runs, costs, and is forgotten.",
  level: "advisory",
  config: z.object({}),
  // A gateway that stands alone is registered after the deployment whose versions it reaches.
  scope: "stack",
  judge(resources, _, report) {
    const { gateways } = resources;
    const judged = new Map<Table, readonly UnreachedRoute[]>();
    const unreachedIn = (table: Table) => {
      const unreached = judged.get(table) ?? unreachedRoutes(table);
      judged.set(table, unreached);
      return unreached;
    };
    const settled = new Set(
      gateways.flatMap(({ routing }) => versionsBehind(reachedTargets(routing, unreachedIn), resources)),
    );
    // A deployment's own gateways are where its versions are given requests, if they are told of once.
    const own = gateways.filter(({ workloads }) => workloads.length > 0);
    for (const gateway of new Set([...own, ...gateways]))
      for (const { table, within } of placedTables(gateway.routing))
        for (const { route, reason } of unreachedIn(table)) {
          if (reason !== "idle") continue;
          const targets = table.pool.filter((one) => one.route === route).map(({ target }) => target);
          for (const version of versionsBehind(targets, resources)) {
            if (settled.has(version) || version.instances === 0) continue;
            // It may wait at several gateways, and is told of once.
            settled.add(version);
            report(
              at(
                gateway,
                { route, within },
                `\`${version.service}\` runs at 0 % without a condition, so nothing reaches it`,
                "Give it a weight or a condition, scale it to 0, or take it out.",
              ),
              gateway.urn,
            );
          }
        }
  },
});

/** Where the routes of a table lead that some request takes. */
function reachedTargets(table: Table, unreachedIn: (table: Table) => readonly UnreachedRoute[]): readonly Target[] {
  const unreached = new Set(unreachedIn(table).map(({ route }) => route));
  return [...table.conditions, ...table.pool].flatMap(({ route, target }) => {
    if (unreached.has(route)) return [];
    return target.kind === "table" ? reachedTargets(target, unreachedIn) : [target];
  });
}

/** The versions that targets lead to in the end. */
function versionsBehind(targets: readonly Target[], resources: VampResources): readonly Workload[] {
  return targets.flatMap((target) => {
    if (target.kind === "backend") return resources.workloadAt(target.host) ?? [];
    const behind = target.kind === "table" ? [...target.conditions, ...target.pool].map((route) => route.target) : [];
    return versionsBehind(behind, resources);
  });
}
