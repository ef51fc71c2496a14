import type { Gateway } from "../artifacts/gateway.js";
import { illegalName, type Port } from "../artifacts/leaves.js";
import { allRoutes, isExternal, type Route, segmentsOf } from "../artifacts/route.js";
import type { ConditionOptions } from "../conditions/parse.js";
import type { Problem, Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import { fillWeights, formatShare, knownWeights } from "../routing/weights.js";
import { checkCondition } from "./condition.js";
import { checkExternalRoutes } from "./external.js";
import { checkListening, checkRouteActions } from "./routing.js";
import { checkSelector } from "./selector.js";
import { warnOfGateways } from "./warnings.js";

/** Checks the weights, conditions, stickiness and actions of one gateway, and of its hosts, on a port of a type. */
export function checkGateway(
  gateway: Gateway,
  type: Port["type"],
  problems: Problems,
  options: ConditionOptions = {},
): void {
  checkRoutes(gateway, type, problems, options);
  checkSelector(gateway, problems);
  for (const host of Object.values(gateway.hosts ?? {})) checkRoutes(host, type, problems, options);
}

function checkRoutes(
  gateway: Pick<Gateway, "routes" | "sticky">,
  type: Port["type"],
  problems: Problems,
  options: ConditionOptions,
): void {
  const routes = gateway.routes ?? [];
  checkWeights(gateway, problems);
  const seen = new Set<string>();
  for (const route of routes) {
    if (seen.has(route.path))
      problems.error("DuplicateKey", locationOf(route, "path"), `\`${route.path}\` is a route of this gateway already`);
    seen.add(route.path);
    checkRouteSelector(route, problems);
    checkRouteActions(route, type, problems, options);
    if (route.routes !== undefined) checkRoutes(route, type, problems, options);
    if (route.condition === undefined) continue;
    if (type === "tcp")
      problems.error(
        "ConditionPortTypeError",
        locationOf(route, "condition"),
        "a condition needs a port that speaks HTTP",
      );
    else checkCondition(route.condition, problems, options);
  }
  if (type === "tcp" && gateway.sticky !== undefined && gateway.sticky !== "none")
    problems.error("StickyPortTypeError", locationOf(gateway, "sticky"), "stickiness needs a port that speaks HTTP");
}

/** Checks that weights sum to what Vamp can fill, as far as they are known. */
function checkWeights(gateway: Pick<Gateway, "routes">, problems: Problems): void {
  const routes = gateway.routes ?? [];
  // A route that is only named may have any weight.
  if (routes.some((route) => route.reference !== undefined)) return;
  const weights = knownWeights(routes.map((route) => route.weight));
  const filled = weights && routes.length > 0 ? fillWeights(weights) : [];
  if ("sum" in filled) problems.add([weightProblem(routes, filled.sum)]);
}

/** What is wrong with weights that cannot be filled, told where the routes stand. */
export function weightProblem(routes: readonly Route[], sum: number): Problem {
  return {
    severity: "error",
    code: "GatewayRouteWeightError",
    message: `the weights given here sum to ${formatShare(sum)}`,
    expected: "100 %, or 0 % to leave it to the routes without a weight",
    location: locationOf(routes),
  };
}

function checkRouteSelector(route: Route, problems: Problems): void {
  if (route.selector === undefined) return;
  const at = locationOf(route, "selector");
  if (isExternal(route.path))
    problems.error(
      "RouteSelectorExternalTargetError",
      at,
      `\`${route.path}\` is outside, where a selector finds nothing`,
    );
  else if (segmentsOf(route.path).length > 1)
    problems.error("RouteSelectorOnlyRouteError", at, `\`${route.path}\` leads somewhere already`, {
      expected: "a path of one part, which only names the route",
    });
  checkSelector(route, problems);
}

/** Every route of a gateway, those of its hosts and those within others included. */
export function routesOf({ routes = [], hosts = {} }: Gateway): readonly Route[] {
  return allRoutes([...routes, ...Object.values(hosts).flatMap((host) => host.routes ?? [])]);
}

/** Checks a gateway that stands alone: its name, its routes, and all that {@link checkGateway} checks. */
export function checkStandaloneGateway(gateway: Gateway, problems: Problems, options: ConditionOptions = {}): void {
  const port = gateway.port ?? { number: 0, type: "http" };
  checkGateway(gateway, port.type, problems, options);
  checkListening(gateway, port, problems);
  checkExternalRoutes(gateway, port.type, problems);
  if (gateway.name !== undefined && !isPath(segmentsOf(gateway.name)))
    problems.error(
      "UnsupportedGatewayNameError",
      locationOf(gateway, "name"),
      `\`${gateway.name}\` cannot be a gateway's name`,
      {
        expected: "one to four names with `/` between them",
      },
    );
  for (const route of routesOf(gateway))
    if (!isExternal(route.path) && !isPath(segmentsOf(route.path)))
      problems.error(
        "UnsupportedRoutePathError",
        locationOf(route, "path"),
        `\`${route.path}\` cannot be a route's path`,
        {
          expected:
            "`gateway`, `deployment/port`, `deployment/cluster/port`, `deployment/cluster/service/port` or `[host:port]`",
        },
      );
  warnOfGateways([["", gateway]], problems);
}

function isPath(segments: readonly string[]): boolean {
  return segments.length <= 4 && segments.every((segment) => illegalName(segment) === undefined);
}
