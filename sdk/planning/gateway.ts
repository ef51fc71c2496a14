import type { Gateway } from "../artifacts/gateway.js";
import type { GatewaySettings } from "../artifacts/settings.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName, portName, proxyName } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import type { Backend } from "../routing/table.js";
import { checkDecisions, firstListenerPort } from "./deployment.js";
import type { EnvironmentPlan } from "./environment.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan } from "./plan.js";
import { settle } from "./settings.js";
import { refuseInGateway } from "./support.js";
import { planTable } from "./table.js";

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
  const { name, gateway, environment } = request;
  const { service, ...own } = request.settings;
  const { gatewayService, agent, clusterDomain, patience } = settle({ ...own, gatewayService: service }, environment);
  refuseInGateway(gateway, problems);
  const number = gateway.port?.number ?? 0;
  if (number === 0)
    problems.error("MissingPortValueError", locationOf(gateway, "port"), "a gateway that stands alone needs a `port`", {
      expected: "a number from 1 to 65535",
    });
  if ((gateway.routes ?? []).length === 0)
    problems.error("MissingPathValueError", locationOf(gateway), "a gateway needs at least one route");
  const type = gateway.port?.type ?? "http";
  const known = knownTargets(request.deployments, clusterDomain);
  const targets = new Map(
    (gateway.routes ?? []).flatMap((route): readonly (readonly [string, Backend])[] => {
      const target = known.get(route.path) ?? externalTarget(name, route.path);
      if (target !== undefined) return [[route.path, target]];
      problems.error("UnsupportedRoutePathError", locationOf(route, "path"), `\`${route.path}\` leads nowhere`, {
        expected: "`deployment/cluster/port` or `deployment/gateway` of one of `deployments`, or `[host:port]`",
        nearest: nearest(route.path, known.keys()),
      });
      return [];
    }),
  );
  const table = planTable(name, gateway, targets);
  checkDecisions(table, locationOf(gateway), problems);
  const listener = { portName: portName("gw", String(number)), port: firstListenerPort, mode: type, table };
  return {
    gateway: { name, key: name, serviceName: objectName(name), service: gatewayService, number, type, listener },
    agent: {
      ...agent,
      objectName: objectName(name, "agent"),
      owner: name,
      listeners: [listener],
      pullSecrets: environment.settings.pullSecrets ?? [],
      patience,
    },
  };
}

/** Everything in the deployments that a route can lead to, by Vamp's path. */
function knownTargets(deployments: readonly DeploymentPlan[], clusterDomain: string): ReadonlyMap<string, Backend> {
  return new Map(
    deployments.flatMap(({ name, namespace, clusters, gateways }) => {
      const target = (path: string, serviceName: string, port: number): readonly [string, Backend] => {
        const host = `${serviceName}.${namespace}.svc.${clusterDomain}`;
        return [path, { kind: "backend", name: proxyName(...path.split("/")), title: path, host, port, awaited: true }];
      };
      return [
        ...clusters.flatMap((cluster) =>
          cluster.ports.map((port) => target(`${name}/${cluster.name}/${port.name}`, cluster.serviceName, port.number)),
        ),
        ...gateways.map((gateway) => target(gateway.name, gateway.serviceName, gateway.number)),
      ];
    }),
  );
}

/** Vamp's `[host:port]`: something outside. */
function externalTarget(gateway: string, path: string): Backend | undefined {
  const match = /^\[([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):(\d{1,5})\]$/.exec(path);
  const [, host = "", , port = ""] = match ?? [];
  if (match === null || Number(port) < 1 || Number(port) > 65535) return undefined;
  return {
    kind: "backend",
    name: proxyName(gateway, host, port),
    title: path,
    host,
    port: Number(port),
    awaited: false,
  };
}
