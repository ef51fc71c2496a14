import type { Gateway, GatewayHost } from "../artifacts/gateway.js";
import { leadsSomewhere } from "../artifacts/route.js";
import type { GatewaySettings } from "../artifacts/settings.js";
import { routesOf } from "../checks/gateway.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import { locationOf, placedAs } from "../reading/places.js";
import { type Target, tablesOf } from "../routing/table.js";
import type { EnvironmentPlan } from "./environment.js";
import { planExposure } from "./expose.js";
import { refuseUnmet } from "./gatewayBehind.js";
import { externalTarget, knownTargets } from "./knownTargets.js";
import { checkDecisions, listenersOf, numbered, planListeners, planTables, withListeners } from "./listener.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan, SelectedService } from "./plan.js";
import { planGatewaySelector, planRouteSelector, type SelectionHome } from "./selection.js";
import { settle } from "./settings.js";
import { refuseInstanceRules } from "./standalone.js";
import { refuseUnrealisable } from "./support.js";

/** What is asked of a gateway that stands alone. */
export interface GatewayRequest {
  /** Vamp's name of the gateway. */
  readonly name: string;
  readonly environment: EnvironmentPlan;
  readonly gateway: Gateway;
  /** Deployments that its routes may name. */
  readonly deployments: readonly DeploymentPlan[];
  readonly settings: GatewaySettings;
}

/** Plans a gateway that stands alone, with an agent of its own. */
export function planGateway(
  request: GatewayRequest,
  problems: Problems,
): { readonly gateway: GatewayPlan; readonly agent: AgentPlan } {
  const { name, environment, deployments } = request;
  const { service, expose, ...own } = request.settings;
  const { gatewayService, agent, clusterDomain, patience } = settle({ ...own, gatewayService: service }, environment);
  refuseUnrealisable(request.gateway, problems);
  refuseInstanceRules(request.gateway, problems);
  const { number, type } = request.gateway.port ?? { number: 0, type: "http" };
  const gateway =
    expose === undefined
      ? request.gateway
      : exposing(request.gateway, planExposure(expose, deployments, request.gateway, problems));
  const behind = deployments.flatMap(({ gateways }) => gateways);
  refuseUnmet(request.gateway, type, behind, problems);
  if (number === 0)
    problems.error(
      "MissingPortValueError",
      locationOf(request.gateway, "port"),
      "a gateway that stands alone needs a `port`",
      {
        expected: "a number from 1 to 65535",
      },
    );
  if (routesOf(gateway).length === 0 && gateway.otherwise === undefined && gateway.selector === undefined)
    problems.error(
      "MissingPathValueError",
      locationOf(request.gateway, "routes"),
      "a gateway needs at least one route",
    );
  const home = { name, namespace: environment.namespace, clusterDomain, deployments };
  const { targets, selected } = planTargets(gateway, home, problems);
  const tables = planTables(name, gateway, targets);
  const asked = { name, label: String(number), number, mode: type, gateway, service: gatewayService, ...tables };
  const draft: GatewayPlan = {
    name,
    key: name,
    serviceName: objectName(name),
    virtualHosts: gateway.virtualHosts ?? [],
    service: gatewayService,
    number,
    type,
    selected,
    ...planListeners(asked, problems),
  };
  const listeners = numbered(listenersOf(draft));
  for (const table of listeners.flatMap(tablesOf)) checkDecisions(table, locationOf(request.gateway), problems);
  return {
    gateway: withListeners(draft, listeners),
    agent: {
      ...agent,
      objectName: objectName(name, "agent"),
      owner: name,
      listeners,
      pullSecrets: environment.settings.pullSecrets ?? [],
      patience,
    },
  };
}

/** A gateway with hosts for what it exposes. What it says itself of a host counts. */
function exposing(gateway: Gateway, exposed: Readonly<Record<string, GatewayHost>>): Gateway {
  return placedAs({ ...gateway, hosts: { ...exposed, ...gateway.hosts } }, gateway);
}

/** What the routes of a gateway lead to, by their paths, and the Services that it makes for them. */
function planTargets(
  gateway: Gateway,
  home: SelectionHome,
  problems: Problems,
): { readonly targets: ReadonlyMap<string, Target>; readonly selected: readonly SelectedService[] } {
  if (gateway.selector !== undefined) return { targets: planGatewaySelector(gateway, home, problems), selected: [] };
  const known = knownTargets(home.deployments, home.clusterDomain);
  const targets = new Map<string, Target>();
  const selected = new Map<string, SelectedService>();
  for (const route of routesOf(gateway)) {
    const { path } = route;
    if (!leadsSomewhere(route) || targets.has(path)) continue;
    const chosen = route.selector === undefined ? undefined : planRouteSelector(route, home, problems);
    if (chosen !== undefined) selected.set(path, chosen.service);
    const target = chosen?.target ?? known.get(path) ?? externalTarget(home.name, path);
    if (target !== undefined) targets.set(path, target);
    else if (route.selector === undefined && !problems.has(locationOf(route, "path")))
      problems.error("UnsupportedRoutePathError", locationOf(route, "path"), `\`${path}\` leads nowhere`, {
        expected:
          "`deployment/cluster/port` or `deployment/gateway` of one of `deployments`, `[host:port]` or `[[address]:port]`",
        nearest: nearest(path, known.keys()),
      });
  }
  return { targets, selected: [...selected.values()] };
}
