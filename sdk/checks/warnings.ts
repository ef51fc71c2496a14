import { type Blueprint, breedName } from "../artifacts/blueprint.js";
import type { Gateway } from "../artifacts/gateway.js";
import { conditionOf, ownWeight, type Route } from "../artifacts/route.js";
import { parseCondition } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { labelValue } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { type Decisions, reachabilityOf, type UnreachedRoute } from "../routing/reachability.js";
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

/** Warns of routes and conditions of a gateway, of its hosts, and within routes, that no request gets to. */
function warnOfRoutes({ routes = [], sticky, hosts = {} }: RoutedPart, problems: Problems): void {
  for (const route of routes)
    if (hasCondition(route) && route.conditionStrength === 0)
      problems.warn(
        "IdleCondition",
        locationOf(route, "conditionStrength"),
        "this condition takes no request, as its strength is 0 %",
      );
  const { shadowed, unreached } = reachabilityOf(decisionsOf(routes, sticky));
  const told = new Set<string>();
  for (const { route: path, reason, by } of unreached) {
    const route = routes.find((one) => one.path === path);
    // A condition of which nothing is known may take any request.
    if (route === undefined || (hasCondition(route) && readCondition(route) === undefined)) continue;
    told.add(path);
    const why = reason === "covered" ? covered(by) : `its weight is 0 %, and ${unmet(reason, by)}`;
    problems.warn("UnreachableRoute", locationOf(route, "path"), `no request takes the route \`${path}\`: ${why}`);
  }
  for (const { route: path, by } of shadowed) {
    const route = routes.find((one) => one.path === path);
    if (route === undefined || told.has(path)) continue;
    const message =
      by.length === 0 ? "no request can meet this condition" : `no request gets to this condition: ${takenBy(by)}`;
    problems.warn("ShadowedCondition", locationOf(route, "condition"), message);
  }
  for (const inner of [...Object.values(hosts), ...routes.map((route) => ({ routes: route.routes, sticky }))])
    if (inner.routes !== undefined) warnOfRoutes(inner, problems);
}

/** A gateway, a host of one, or a route with others in it. */
type RoutedPart = Pick<Gateway, "routes" | "sticky"> & Partial<Pick<Gateway, "hosts">>;

/** What routes decide, as far as it is known. */
function decisionsOf(routes: readonly Route[], sticky: Gateway["sticky"]): Decisions {
  const known = knownWeights(routes.map(ownWeight));
  // A route that is only named may have any weight.
  const filled =
    known === undefined || routes.some((route) => route.reference !== undefined) ? undefined : fillWeights(known);
  const weights = filled === undefined || "sum" in filled ? undefined : filled;
  return {
    conditions: routes.flatMap((route) => {
      const condition = readCondition(route);
      return condition === undefined
        ? []
        : [{ route: route.path, condition, strength: route.conditionStrength ?? whole }];
    }),
    pool: weights === undefined ? [] : routes.map(({ path }, index) => ({ route: path, weight: weights[index] ?? 0 })),
    // A client that was sent to a route before stays there, where gateways are sticky.
    ...(sticky === undefined || sticky === "none" ? {} : { stickyCookie: sticky }),
  };
}

function hasCondition(route: Route): boolean {
  return conditionOf(route) !== undefined || route.condition?.reference !== undefined;
}

/** The condition of a route, where it has one that can be read. */
function readCondition(route: Route): string | undefined {
  const condition = conditionOf(route);
  return condition !== undefined && parseCondition(condition, { allowRawAcl: true }).tree === undefined
    ? undefined
    : condition;
}

function unmet(reason: UnreachedRoute["reason"], by: readonly string[]): string {
  if (reason === "idle") return "it has no condition";
  return reason === "shadowed" && by.length > 0
    ? `no request gets to its condition: ${takenBy(by)}`
    : "no request gets to its condition";
}

function covered(by: readonly string[]): string {
  return `conditions take every request before weights are asked: ${quoted(by)}`;
}

function takenBy(by: readonly string[]): string {
  return `${quoted(by)} before it ${by.length === 1 ? "takes" : "take"} all that it would`;
}

/** Vamp dropped a label that did not begin and end with a letter or a digit, or was too long. */
function warnOfLabel(name: string, part: object, problems: Problems): void {
  if (name === "" || (name.length <= 63 && /^[A-Za-z0-9](.*[A-Za-z0-9])?$/.test(name))) return;
  const at = locationOf(part, name in part ? name : "breed");
  problems.warn("ChangedLabel", at, `as a label, \`${name}\` becomes \`${labelValue(name)}\``, {
    expected: "at most 63 characters, the first and the last a letter or a digit",
  });
}
