import type { Blueprint } from "../artifacts/blueprint.js";
import type { Gateway } from "../artifacts/gateway.js";
import type { Route } from "../artifacts/route.js";
import { routesOf } from "../checks/gateway.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf, spelledIn } from "../reading/places.js";
import { isBalance } from "../routing/balance.js";

/**
 * Refuses what the language has and this version does not realise yet, at its place: nothing that is read is ignored.
 */
export function refuseUnsupported(blueprint: Blueprint, problems: Problems): void {
  for (const gateway of Object.values(blueprint.gateways ?? {})) {
    refuseSelectors(gateway, problems);
    refuseUnrealisable(gateway, problems);
  }
  for (const cluster of Object.values(blueprint.clusters)) {
    for (const gateway of Object.values(cluster.gateways ?? {})) {
      refuseSelectors(gateway, problems);
      refuseUnrealisable(gateway, problems);
    }
  }
}

/** The gateways of a blueprint lead to what is in it. */
function refuseSelectors(gateway: Gateway, problems: Problems): void {
  refuse(gateway, ["selector"], problems);
  for (const route of routesOf(gateway)) refuse(route, ["selector"], problems);
}

/** Refuses in one gateway what shows only when it is realised: what Vamp handed on as it was, and conditions that nobody gave. */
export function refuseUnrealisable(gateway: Gateway, problems: Problems): void {
  for (const route of routesOf(gateway)) {
    checkBalance(route, problems);
    const named = route.condition?.reference;
    // Where artifacts were given, it was told when they were looked through.
    if (named !== undefined && !problems.has(locationOf(route, "condition")))
      problems.error("ArtifactNotFound", locationOf(route, "condition"), `no condition \`${named}\` was given`, {
        expected: "one among `artifacts`, or the condition itself",
      });
  }
}

/** Vamp handed on whatever was written, so `vamp check` takes what Vamp took. */
function checkBalance(route: Route, problems: Problems): void {
  const { balance = "default" } = route;
  if (balance !== "default" && !isBalance(balance))
    problems.error("InvalidValue", locationOf(route, "balance"), `HAProxy knows no balance \`${balance}\``, {
      expected: "`roundrobin`, `leastconn`, `first`, `source`, `uri`, `random`, `hdr(name)` or `url_param name`",
    });
}

function refuse<T extends object>(part: T, keys: readonly (keyof T & string)[], problems: Problems): void {
  for (const key of keys)
    if (part[key] !== undefined)
      problems.error("NotSupportedYet", locationOf(part, key), `\`${spelledIn(part, key)}\` is not supported yet`);
}
