import type { Expose } from "../artifacts/expose.js";
import type { GatewayHost } from "../artifacts/gateway.js";
import type { Port } from "../artifacts/leaves.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { locationOf } from "../reading/places.js";
import type { DeploymentPlan, GatewayPlan } from "./plan.js";

/**
 * The hosts under which one gateway answers for the gateways of deployments: those that are chosen, else the virtual
 * hosts of each, else Vamp's automatic name, `<port or name>.<deployment>.vamp`. Gateways that speak something else than
 * this one are left out.
 */
export function planExposure(
  { domain = "vamp", hosts = {} }: Expose,
  deployments: readonly DeploymentPlan[],
  type: Port["type"],
  problems: Problems,
): Readonly<Record<string, GatewayHost>> {
  const gateways = deployments.flatMap((deployment) => deployment.gateways.map((gateway) => ({ deployment, gateway })));
  for (const name of Object.keys(hosts))
    if (!gateways.some(({ gateway }) => gateway.name === name && gateway.type === type))
      problems.error(
        "UnsupportedRoutePathError",
        locationOf(hosts, name),
        `\`${name}\` is no gateway of a deployment that speaks ${type}`,
        {
          nearest: nearest(
            name,
            gateways.map(({ gateway }) => gateway.name),
          ),
        },
      );
  const exposed: Record<string, GatewayHost> = Object.create(null);
  for (const { deployment, gateway } of gateways) {
    if (gateway.type !== type) continue;
    const chosen = Object.hasOwn(hosts, gateway.name) ? hosts[gateway.name] : undefined;
    if (chosen !== undefined) refuseOtherHosts(gateway, chosen, hosts, problems);
    const automatic = [gateway.key, deployment.name].map(hostSegment).concat(domain).join(".");
    const own = gateway.virtualHosts.length > 0 ? gateway.virtualHosts : [automatic];
    for (const host of chosen ?? own) exposed[host] = { routes: [{ path: gateway.name }] };
  }
  return exposed;
}

/** A gateway with virtual hosts of its own knows no other, whoever asks it. */
function refuseOtherHosts(
  { name, virtualHosts }: GatewayPlan,
  hosts: readonly string[],
  all: object,
  problems: Problems,
): void {
  const others = hosts.filter((host) => virtualHosts.length > 0 && !virtualHosts.includes(host));
  if (others.length > 0)
    problems.error("InvalidValue", locationOf(all, name), `\`${name}\` does not answer for ${quoted(others)}`, {
      expected: `one of its virtual hosts, ${quoted(virtualHosts)}`,
    });
}

/** A part of a name as Vamp made it a part of a host: everything but letters and digits becomes a dash. */
function hostSegment(part: string): string {
  return part.toLowerCase().replace(/[^a-z0-9]/g, "-");
}
