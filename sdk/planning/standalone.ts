import type { Gateway } from "../artifacts/gateway.js";
import { routesOf } from "../checks/gateway.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf, spelledIn } from "../reading/places.js";

/**
 * Refuses what is about single instances at a gateway that stands alone. Only the agent of a deployment can tell the
 * instances of its versions apart: the headless Services for that are made with the deployment.
 */
export function refuseInstanceRules(gateway: Gateway, problems: Problems): void {
  for (const part of [gateway, ...Object.values(gateway.hosts ?? {})])
    if (part.sticky === "instance")
      problems.error("NotSupportedYet", locationOf(part, "sticky"), `\`sticky: instance\` ${unknownInstances}`, {
        expected: "`sticky: route` here, or `sticky: instance` on the gateway of the cluster",
      });
  refuseSlowStart(gateway, problems);
  for (const route of routesOf(gateway)) {
    refuseSlowStart(route, problems);
    if (route.balance !== undefined && route.balance !== "default") refuse(route, "balance", problems);
  }
}

const unknownInstances = "needs an agent that knows the instances; a gateway that stands alone does not";

function refuseSlowStart(part: Pick<Gateway, "slowStart">, problems: Problems): void {
  if (part.slowStart !== undefined) refuse(part, "slowStart", problems);
}

function refuse(part: object, key: "balance" | "slowStart", problems: Problems): void {
  const spelled = spelledIn(part, key);
  problems.error("NotSupportedYet", locationOf(part, key), `\`${spelled}\` ${unknownInstances}`, {
    expected: `\`${spelled}\` on the gateway of the cluster that it leads to`,
  });
}
