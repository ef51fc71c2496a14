import type { Gateway } from "../artifacts/gateway.js";
import { allRoutes, conditionOf, ownWeight, type Route } from "../artifacts/route.js";
import { weightProblem } from "../checks/gateway.js";
import { ProblemsError } from "../diagnostics/format.js";
import { proxyName } from "../kubernetes/names.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { overlay } from "../overlay.js";
import type { RoutingTable, Target } from "../routing/table.js";
import { fillWeights, knownWeights, whole } from "../routing/weights.js";
import { planEdits } from "./edits.js";
import { type InstancesOf, ownTarget, planAnswer, targetOnRoute } from "./routeTarget.js";
import { planTraffic, type TrafficRules, trafficRules } from "./traffic.js";

/** What a gateway, or one of its hosts, says about its requests. */
export type TableRules = Pick<Gateway, "routes" | "sticky" | "otherwise" | "headers" | "cors"> & TrafficRules;

/** What is known of the targets of a table. */
export interface TableOptions {
  /** Finds the instances of a backend, where they have to be told apart. Default: nobody knows them. */
  readonly instancesOf?: InstancesOf;
  /** What the route says about its backends that shares among those of the table. Default: nothing. */
  readonly within?: Pick<Route, "tls" | "balance">;
  /** True when no other table leads to the same backends. Default: false. */
  readonly alone?: boolean;
}

/**
 * Makes the routing table of a gateway: its routes in their order, then the targets that no route names, weights filled.
 * So a service that was just added gets 0 % where the others have 100 % already, and an equal share where nobody has any.
 *
 * @param name Vamp's name of the gateway, then the host for one of a host's own
 */
export function planTable(
  name: string,
  gateway: TableRules | undefined,
  targets: ReadonlyMap<string, Target>,
  options: TableOptions = {},
): RoutingTable {
  const { instancesOf = () => undefined, within = {}, alone = false } = options;
  const named: readonly Route[] = gateway?.routes ?? [];
  const planTarget = (route: Route, target: Target): Target => {
    const { headers, cors } = overlay<Pick<Route, "headers" | "cors">>(gateway ?? {}, route);
    const edits = planEdits({ rewrites: route.rewrites, headers, cors });
    // What it says about backends, the routes within it have taken over.
    if (route.routes !== undefined) return targetOnRoute(target, edits, { instancesOf });
    const { tls, balance } = overlay<Pick<Route, "tls" | "balance">>(within, route);
    const traffic = planTraffic({ ...overlay(trafficRules(gateway ?? {}), trafficRules(route)), tls, balance });
    const cookie = gateway?.sticky === "instance" ? `${stickyCookie(name)}.instance` : undefined;
    return targetOnRoute(target, edits, { traffic, cookie, instancesOf, owner: alone ? undefined : name.split("/") });
  };
  const paths = new Set(allRoutes(named).map((route) => route.path));
  const unnamed = [...targets.keys()].filter((path) => !paths.has(path)).map((path): Route => ({ path }));
  const routes = [...named, ...unnamed].flatMap((route) => {
    const target = ownTarget(route) ?? planInner(name, gateway, route, targets, options) ?? targets.get(route.path);
    return target === undefined ? [] : [{ route, target: planTarget(route, target) }];
  });
  const given = routes.map(({ route }) => ownWeight(route));
  const filled = whenKnown(given, (known) => fill(known, gateway));
  const weight = (index: number): Leaf<number> =>
    filled instanceof Later ? filled.map((weights) => weights[index] ?? 0) : (filled[index] ?? 0);
  const { sticky = "none", otherwise } = gateway ?? {};
  return {
    kind: "table",
    gateway: name,
    conditions: routes.flatMap(({ route, target }) => {
      const condition = conditionOf(route);
      if (condition === undefined) return [];
      return [{ route: route.path, condition, strength: route.conditionStrength ?? whole, target }];
    }),
    pool: routes.map(({ route, target }, index) => ({ route: route.path, weight: weight(index), target })),
    ...(sticky === "none" ? {} : { stickyCookie: stickyCookie(name) }),
    ...(otherwise === undefined ? {} : { otherwise: planAnswer(otherwise) }),
  };
}

/** The table of the routes within a route, which all have what it says about backends; undefined where there are none. */
function planInner(
  name: string,
  gateway: TableRules | undefined,
  route: Route,
  targets: ReadonlyMap<string, Target>,
  { instancesOf }: TableOptions,
): RoutingTable | undefined {
  const { routes, tls, balance } = route;
  if (routes === undefined) return undefined;
  const rules = { ...overlay(trafficRules(gateway ?? {}), trafficRules(route)), sticky: gateway?.sticky, routes };
  const options = { within: { tls, balance }, ...(instancesOf && { instancesOf }) };
  return planTable(`${name}/${route.path}`, rules, onlyOf(targets, routes), options);
}

/** The targets that some routes name. */
export function onlyOf(targets: ReadonlyMap<string, Target>, routes: readonly Route[]): ReadonlyMap<string, Target> {
  const named = new Set(routes.map((route) => route.path));
  return new Map([...targets].filter(([path]) => named.has(path)));
}

/** Name of the cookie that keeps a client with its route. */
export function stickyCookie(gateway: string): string {
  return `vamp.${proxyName(...gateway.split("/"))}`;
}

function fill(known: readonly (number | undefined)[], gateway: TableRules | undefined): readonly number[] {
  const filled = fillWeights(known);
  if (!("sum" in filled)) return filled;
  // Weights that were known were refused with the blueprint; these became known later.
  const wereKnown = knownWeights((gateway?.routes ?? []).map((route) => route.weight)) !== undefined;
  if (gateway === undefined || wereKnown) return [];
  throw new ProblemsError([weightProblem(gateway.routes ?? [], filled.sum)]);
}
