import type { Gateway } from "../artifacts/gateway.js";
import type { Port } from "../artifacts/leaves.js";
import { leadsSomewhere, type Route } from "../artifacts/route.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf, spelledIn } from "../reading/places.js";
import type { GatewayPlan } from "./plan.js";

/** What a gateway that stands alone says of the way to a gateway of a deployment, by keys of its routes. */
type Way = Pick<Route, "tls" | "proxyProtocol">;

/** What the gateway of a deployment expects of whoever comes to it. */
interface Expectation {
  readonly key: keyof Way;
  /** For messages, after the name of the gateway: `ends TLS`. */
  readonly does: string;
  /** What the way does instead. */
  readonly instead: string;
  /** A value of the key, for messages. */
  readonly value: string;
}

const proxied: Expectation = {
  key: "proxyProtocol",
  does: "expects the PROXY protocol",
  instead: "does not send it",
  value: "2",
};

const encrypted: Expectation = { key: "tls", does: "ends TLS", instead: "sends plain text", value: "{}" };

/**
 * What a deployment's gateway expects that the way to it does not say; undefined when all is said. On TCP, a gateway
 * passes on what it does not end itself.
 */
export function unmetBy(
  way: Way,
  { tls, acceptProxy = false }: Gateway,
  type: Port["type"],
  { listener }: GatewayPlan,
): Expectation | undefined {
  const passes = (ended: boolean) => type === "tcp" && !ended;
  if (listener.acceptProxy === true && way.proxyProtocol === undefined && !passes(acceptProxy)) return proxied;
  if (listener.tls !== undefined && way.tls === undefined && !passes(tls !== undefined)) return encrypted;
  return undefined;
}

/** Refuses routes that do not speak to the gateway of a deployment as it expects: nobody would get an answer. */
export function refuseUnmet(
  gateway: Gateway,
  type: Port["type"],
  behind: readonly GatewayPlan[],
  problems: Problems,
): void {
  const named = new Map(behind.map((one) => [one.name, one]));
  const check = (route: Route, above: Way): void => {
    const way = { tls: route.tls ?? above.tls, proxyProtocol: route.proxyProtocol ?? above.proxyProtocol };
    for (const inner of route.routes ?? []) check(inner, way);
    const target = named.get(route.path);
    if (target === undefined || !leadsSomewhere(route) || route.selector !== undefined) return;
    const unmet = unmetBy(way, gateway, type, target);
    if (unmet === undefined) return;
    const { key, does, instead, value } = unmet;
    const message = `\`${route.path}\` ${does}, and this route ${instead}`;
    problems.error("InvalidValue", locationOf(route, "path"), message, {
      expected: `\`${spelledIn(route, key)}: ${value}\` on the route`,
    });
  };
  for (const { routes = [] } of [gateway, ...Object.values(gateway.hosts ?? {})])
    for (const route of routes) check(route, { proxyProtocol: gateway.proxyProtocol });
}
