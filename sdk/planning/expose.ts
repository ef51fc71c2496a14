import type { Expose } from "../artifacts/expose.js";
import type { Gateway, GatewayHost } from "../artifacts/gateway.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { locationOf, spelledIn } from "../reading/places.js";
import { hostMatches } from "../routing/listener.js";
import { unmetBy } from "./gatewayBehind.js";
import type { DeploymentPlan, GatewayPlan } from "./plan.js";

/**
 * The hosts under which one gateway answers for the gateways of deployments: those that are chosen, else the virtual
 * hosts of each, else Vamp's automatic name, `<port or name>.<deployment>.vamp`. Gateways that speak something else than
 * this one are left out, and so are those that expect what only a route can say, and hosts that it names itself.
 */
export function planExposure(
  expose: Expose,
  deployments: readonly DeploymentPlan[],
  own: Gateway,
  problems: Problems,
): Readonly<Record<string, GatewayHost>> {
  const { domain = "vamp", hosts = {} } = expose;
  const type = own.port?.type ?? "http";
  const all = deployments.flatMap((deployment) => deployment.gateways.map((gateway) => ({ deployment, gateway })));
  const gateways = all.filter(({ gateway }) => gateway.type === type);
  const unmet = (gateway: GatewayPlan) => unmetBy({ proxyProtocol: own.proxyProtocol }, own, type, gateway);
  for (const name of Object.keys(hosts)) {
    const chosen = gateways.find(({ gateway }) => gateway.name === name)?.gateway;
    const expects = chosen && unmet(chosen);
    if (chosen === undefined)
      problems.error(
        "UnsupportedRoutePathError",
        locationOf(hosts, name),
        `\`${name}\` is no gateway of a deployment that speaks ${type}`,
        {
          nearest: nearest(
            name,
            all.map(({ gateway }) => gateway.name),
          ),
        },
      );
    else if (expects !== undefined)
      problems.error("InvalidValue", locationOf(hosts, name), `\`${name}\` ${expects.does}`, {
        expected: `a host under \`hosts\` of the gateway, whose route says \`${spelledIn(hosts, expects.key)}\``,
      });
  }
  const said = new Set(lowerCase([...(own.virtualHosts ?? []), ...Object.keys(own.hosts ?? {})]));
  const exposed = new Map<string, string>();
  for (const { deployment, gateway } of gateways) {
    if (unmet(gateway) !== undefined) continue;
    const chosen = Object.hasOwn(hosts, gateway.name) ? hosts[gateway.name] : undefined;
    if (chosen !== undefined) refuseOtherHosts(gateway, chosen, hosts, problems);
    const automatic = [gateway.key, deployment.name].map(hostSegment).concat(domain).join(".");
    const named = gateway.virtualHosts.length > 0 ? gateway.virtualHosts : [automatic];
    for (const host of lowerCase(chosen ?? named)) {
      const other = exposed.get(host);
      if (said.has(host) || other === gateway.name) continue;
      if (other === undefined) exposed.set(host, gateway.name);
      else refuseSharedHost(host, [other, gateway.name], expose, problems);
    }
  }
  return Object.fromEntries([...exposed].map(([host, path]) => [host, { routes: [{ path }] }]));
}

/** Requests for one host cannot be for two gateways. */
function refuseSharedHost(host: string, gateways: readonly [string, string], expose: Expose, problems: Problems): void {
  const { hosts = {} } = expose;
  const chosen = [...gateways].reverse().find((name) => Object.hasOwn(hosts, name));
  const location = chosen === undefined ? locationOf(expose) : locationOf(hosts, chosen);
  problems.error("InvalidValue", location, `\`${host}\` would be the host of two gateways: ${quoted(gateways)}`, {
    expected: "another host for one of them in `expose.hosts`, or routes for this one under `hosts` of the gateway",
  });
}

/** A gateway with virtual hosts of its own knows no other, whoever asks it. */
function refuseOtherHosts(
  { name, virtualHosts }: GatewayPlan,
  hosts: readonly string[],
  all: object,
  problems: Problems,
): void {
  const answered = (host: string) => lowerCase(virtualHosts).some((one) => hostMatches(one, host.toLowerCase()));
  const others = hosts.filter((host) => virtualHosts.length > 0 && !answered(host));
  if (others.length > 0)
    problems.error("InvalidValue", locationOf(all, name), `\`${name}\` does not answer for ${quoted(others)}`, {
      expected: `one of its virtual hosts, ${quoted(virtualHosts)}`,
    });
}

/** A part of a name as Vamp made it a part of a host: everything but letters and digits becomes a dash. */
function hostSegment(part: string): string {
  return part.toLowerCase().replace(/[^a-z0-9]/g, "-");
}

function lowerCase(hosts: readonly string[]): readonly string[] {
  return hosts.map((host) => host.toLowerCase());
}
