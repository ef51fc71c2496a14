import { type Blueprint, breedName } from "../artifacts/blueprint.js";
import type { Gateway } from "../artifacts/gateway.js";
import { conditionOf, type Route } from "../artifacts/route.js";
import type { Problems } from "../diagnostics/problem.js";
import { labelValue } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { fillWeights, knownWeights, whole } from "../routing/weights.js";
import { gatewayPort } from "./gateways.js";

/** Warns of what Vamp accepted in a blueprint without a word, and what then surprised. */
export function warnOfBlueprint(blueprint: Blueprint, problems: Problems): void {
  const outer = Object.entries(blueprint.gateways ?? {});
  warnOfGateways(outer, problems);
  const clusters = Object.entries(blueprint.clusters);
  for (const [name, cluster] of clusters) {
    warnOfLabel(name, blueprint.clusters, problems);
    for (const service of cluster.services) warnOfLabel(breedName(service), service, problems);
    for (const gateway of Object.values(cluster.gateways ?? {})) warnOfRoutes(gateway, problems);
  }
}

/** Warns of what is strange about gateways that one agent serves. */
export function warnOfGateways(
  gateways: readonly (readonly [key: string, gateway: Gateway])[],
  problems: Problems,
): void {
  const seen = new Set<string>();
  for (const [, gateway] of gateways) {
    warnOfRoutes(gateway, problems);
    for (const [index, host] of (gateway.virtualHosts ?? []).entries()) {
      if (seen.has(host.toLowerCase()))
        problems.warn(
          "DuplicateVirtualHost",
          locationOf(gateway.virtualHosts ?? gateway, index),
          `\`${host}\` is a virtual host already; the first gateway gets its requests`,
        );
      seen.add(host.toLowerCase());
    }
  }
  if (seen.size === 0) return;
  for (const [key, gateway] of gateways)
    if (gatewayPort(key, gateway).number === 80 && (gateway.virtualHosts ?? []).length === 0)
      problems.warn(
        "VirtualHostPortClash",
        locationOf(gateway),
        "this gateway takes port 80, on which Vamp served the virtual hosts of the others",
      );
}

function warnOfRoutes(gateway: Gateway, problems: Problems): void {
  const routes = gateway.routes ?? [];
  const known = knownWeights(routes.map((route) => route.weight));
  const filled = known === undefined || routes.some((route) => route.reference !== undefined) ? {} : fillWeights(known);
  const sticky = gateway.sticky !== undefined && gateway.sticky !== "none";
  const taken = new Set<string>();
  for (const [index, route] of routes.entries()) {
    const condition = conditionOf(route)?.trim();
    const conditioned = condition !== undefined || route.condition?.reference !== undefined;
    if (conditioned && route.conditionStrength === 0)
      problems.warn(
        "IdleCondition",
        locationOf(route, "conditionStrength"),
        "this condition takes no request, as its strength is 0 %",
      );
    const weight = "sum" in filled || !Array.isArray(filled) ? undefined : filled[index];
    // A client that was sent here before stays here, where gateways are sticky.
    if (weight === 0 && !sticky && !takesByCondition(route, conditioned, condition, taken))
      problems.warn(
        "UnreachableRoute",
        locationOf(route, "path"),
        `no request takes the route \`${route.path}\`: its weight is 0 %${
          conditioned ? ", and no request gets to its condition" : ", and it has no condition"
        }`,
      );
    if (condition !== undefined && (route.conditionStrength ?? whole) === whole) taken.add(condition);
  }
}

function takesByCondition(
  route: Route,
  conditioned: boolean,
  text: string | undefined,
  taken: ReadonlySet<string>,
): boolean {
  return conditioned && route.conditionStrength !== 0 && !(text !== undefined && taken.has(text));
}

/** Vamp dropped a label that did not begin and end with a letter or a digit, or was too long. */
function warnOfLabel(name: string, part: object, problems: Problems): void {
  if (name === "" || (name.length <= 63 && /^[A-Za-z0-9](.*[A-Za-z0-9])?$/.test(name))) return;
  const at = locationOf(part, name in part ? name : "breed");
  problems.warn("ChangedLabel", at, `as a label, \`${name}\` becomes \`${labelValue(name)}\``, {
    expected: "at most 63 characters, the first and the last a letter or a digit",
  });
}
