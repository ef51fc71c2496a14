import { isIPv6 } from "node:net";
import type { Gateway } from "../artifacts/gateway.js";
import type { Port } from "../artifacts/leaves.js";
import { externalAddress, isExternal, leadsSomewhere, type Route } from "../artifacts/route.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf, spelledIn } from "../reading/places.js";

/**
 * Checks the routes of a gateway on a port of a type that lead to something outside: `[host:port]`. Other paths that are
 * none lead nowhere, which is told when the gateway is realised: Vamp read whatever stood between the brackets.
 */
export function checkExternalRoutes(gateway: Gateway, type: Port["type"], problems: Problems): void {
  for (const { routes = [] } of [gateway, ...Object.values(gateway.hosts ?? {})])
    for (const route of routes) {
      checkExternal(route, route.tls, type, problems);
      for (const inner of route.routes ?? []) checkExternal(inner, inner.tls ?? route.tls, type, problems);
    }
}

function checkExternal(route: Route, tls: Route["tls"], type: Port["type"], problems: Problems): void {
  const { path } = route;
  if (!isExternal(path) || !leadsSomewhere(route)) return;
  const at = locationOf(route, "path");
  const { host } = externalAddress(path) ?? {};
  const expected = host === undefined ? meantBy(path) : undefined;
  if (expected !== undefined)
    problems.error("UnsupportedRoutePathError", at, `\`${path}\` does not say where its address of IPv6 ends`, {
      expected,
    });
  else if (type === "tcp" && tls !== undefined && tls.serverName === undefined && isIPv6(host ?? ""))
    problems.error("MissingPathValueError", at, `no certificate has the name \`${host}\``, {
      expected: `\`${spelledIn(tls, "serverName")}\` at its \`tls\`, the name in the certificate`,
    });
}

/** How a path that holds an address of IPv6 is written; undefined for one that holds none. */
function meantBy(path: string): string | undefined {
  const inner = path.slice(1, -1);
  const [, host = "", port = ""] = /^\[?([^%]*?)\]?:(\d{1,5})$/.exec(inner) ?? [];
  if (isIPv6(host)) return `\`[[${host}]:${port}]\``;
  const [, alone = ""] = /^\[?([^%]*?)\]?$/.exec(inner) ?? [];
  return isIPv6(alone) ? `a port behind it: \`[[${alone}]:80]\`` : undefined;
}
