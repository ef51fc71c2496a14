import { type Blueprint, breedName, type Cluster, portNames } from "../artifacts/blueprint.js";
import { anonymousPort, type Gateway } from "../artifacts/gateway.js";
import { illegalName, type Port } from "../artifacts/leaves.js";
import { allRoutes, leadsSomewhere, type Route } from "../artifacts/route.js";
import type { ConditionOptions } from "../conditions/parse.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { locationOf } from "../reading/places.js";
import { checkGateway, routesOf } from "./gateway.js";
import { checkListening, refuseListening } from "./routing.js";

/** Checks the gateways of a blueprint and of its clusters: what they name exists, and their weights can be filled. */
export function checkGateways(blueprint: Blueprint, problems: Problems, options: ConditionOptions = {}): void {
  for (const [key, gateway] of Object.entries(blueprint.gateways ?? {})) {
    const port = gatewayPort(key, gateway);
    for (const route of routesOf(gateway)) if (leadsSomewhere(route)) checkTarget(blueprint, route, problems);
    checkGateway(gateway, port.type, problems, options);
    checkListening(gateway, port, problems);
    refuseGatewayName(gateway, problems);
    checkKey(key, gateway, blueprint, problems);
  }
  checkPortNumbers(blueprint, problems);
  for (const [name, cluster] of Object.entries(blueprint.clusters))
    checkClusterGateways(name, cluster, problems, options);
}

/** A gateway within a blueprint is named by its key. */
function refuseGatewayName(gateway: Gateway, problems: Problems): void {
  if (gateway.name !== undefined)
    problems.error(
      "NotAnonymousError",
      locationOf(gateway, "name"),
      "a gateway within a blueprint has no `name`: its key names it",
    );
}

function checkTarget(blueprint: Blueprint, route: Route, problems: Problems): void {
  const at = locationOf(route, "path");
  const [name = "", port, ...more] = route.path.split("/");
  if (port === undefined || more.length > 0) {
    problems.error("UnresolvedGatewayPortError", at, `\`${route.path}\` does not name a port of a cluster`, {
      expected: "`cluster/port`",
    });
    return;
  }
  const cluster = Object.hasOwn(blueprint.clusters, name) ? blueprint.clusters[name] : undefined;
  if (cluster === undefined)
    problems.error("UnresolvedGatewayPortError", at, `there is no cluster \`${name}\``, {
      nearest: nearest(name, Object.keys(blueprint.clusters)),
    });
  else if (!hasPort(cluster, port))
    problems.error("UnresolvedGatewayPortError", at, `no service of \`${name}\` has a port \`${port}\``, {
      nearest: nearest(port, portNames(cluster)),
    });
}

function checkKey(key: string, gateway: Gateway, blueprint: Blueprint, problems: Problems): void {
  const at = locationOf(blueprint.gateways ?? gateway, key);
  const illegal = illegalName(gatewayLabel(key));
  const { number } = gatewayPort(key, gateway);
  if (number >= 1 && number <= 65535) {
    if (illegal !== undefined) problems.error(illegal.code, at, illegal.problem, { expected: illegal.expected });
    return;
  }
  const isNumber = gateway.port !== undefined || /^\d+$/.test(gatewayLabel(key));
  problems.error(
    "InvalidGatewayPortError",
    gateway.port === undefined ? at : locationOf(gateway, "port"),
    isNumber
      ? `${number} cannot be a gateway's port; Vamp would assign one for 0, which is not supported yet`
      : `\`${key}\` is not a port number, and the gateway says no \`port\``,
    { expected: "a number from 1 to 65535, or a name and a `port`" },
  );
}

function checkPortNumbers(blueprint: Blueprint, problems: Problems): void {
  const seen = new Map<number, string>();
  for (const [key, gateway] of Object.entries(blueprint.gateways ?? {})) {
    const { number } = gatewayPort(key, gateway);
    const other = seen.get(number);
    if (other !== undefined) {
      const message = `port ${number} is taken by the gateway \`${other}\``;
      problems.error("DuplicateGatewayPortError", locationOf(blueprint.gateways ?? gateway, key), message);
    }
    seen.set(number, key);
  }
}

function checkClusterGateways(name: string, cluster: Cluster, problems: Problems, options: ConditionOptions): void {
  const services = new Map([...cluster.services].reverse().map((service) => [breedName(service), service]));
  for (const [key, gateway] of Object.entries(cluster.gateways ?? {})) {
    const known = everyBreedKnown(cluster);
    const port = key === anonymousPort ? portNames(cluster)[0] : key;
    const has = port !== undefined && hasPort(cluster, port);
    const at = locationOf(cluster.gateways ?? gateway, key);
    if (key === anonymousPort && portNames(cluster).length > 1)
      problems.error(
        "IllegalAnonymousRoutingPortMappingError",
        at,
        `\`${name}\` has several ports, and this gateway does not say which it is for`,
        {
          expected: `one of ${quoted(portNames(cluster))} as a key above it`,
        },
      );
    else if (known && !has)
      problems.error(
        "UnresolvedGatewayPortError",
        at,
        `no service of \`${name}\` has ${key === anonymousPort ? "a port" : `a port \`${key}\``}`,
        {
          nearest: nearest(key, portNames(cluster)),
        },
      );
    if (gateway.port !== undefined)
      problems.error(
        "UnexpectedElement",
        locationOf(gateway, "port"),
        "the port of a cluster's gateway is the breed's",
      );
    refuseListening(gateway, problems);
    for (const route of allRoutes(gateway.routes ?? []).filter(leadsSomewhere)) {
      const at = locationOf(route, "path");
      const service = services.get(route.path);
      const ports = service?.breed.inline?.ports ?? {};
      if (service === undefined)
        problems.error("UnresolvedServiceRouteError", at, `\`${name}\` has no service \`${route.path}\``, {
          nearest: nearest(route.path, cluster.services.map(breedName)),
        });
      else if (known && has && !Object.hasOwn(ports, port))
        problems.error("UnresolvedServiceRouteError", at, `\`${route.path}\` has no port \`${port}\``, {
          nearest: nearest(port, Object.keys(ports)),
        });
    }
    checkGateway(gateway, portType(cluster, port), problems, options);
    refuseGatewayName(gateway, problems);
  }
}

/** The port of a blueprint's gateway: its own, or the one in its key, `9050` or `9050/tcp`; 0 when there is none. */
export function gatewayPort(key: string, gateway: Gateway): Port {
  if (gateway.port !== undefined) return gateway.port;
  const [, number = "0", type] = /^(\d{1,5})(?:\/(http|tcp))?$/.exec(key) ?? [];
  return { number: Number(number), type: type === "tcp" ? "tcp" : "http" };
}

/** What a blueprint's gateway is called: its key, without the type of its port. */
export function gatewayLabel(key: string): string {
  return key.replace(/\/(http|tcp)$/, "");
}

function everyBreedKnown(cluster: Cluster): boolean {
  return cluster.services.every((service) => service.breed.inline !== undefined);
}

function hasPort(cluster: Cluster, port: string): boolean {
  return !everyBreedKnown(cluster) || portNames(cluster).includes(port);
}

function portType(cluster: Cluster, port: string | undefined): Port["type"] {
  const types = cluster.services.map((service) => service.breed.inline?.ports?.[port ?? ""]?.type);
  return types.includes("tcp") ? "tcp" : "http";
}
