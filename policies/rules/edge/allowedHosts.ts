import { z } from "zod";
import { rule } from "../../rule.js";
import { type AskedHost, hostsAsked, ownHosts } from "../../view/edge.js";
import type { Gateway } from "../../view/vampResources.js";
import { at } from "../messages.js";

/** Gateways answer for the company's own names. */
export const allowedHosts = rule({
  name: "allowed-hosts",
  group: "edge",
  description: "The host names of gateways lie within allowed domains.",
  reason: "A name with a typing mistake never matches, and a name of somebody else's is not ours to serve.",
  level: "mandatory",
  config: z.object({
    domains: z
      .array(z.string())
      .default([])
      .describe(
        "Domains that host names may be, or lie below, in any case; `*.example.com` means the same as `example.com`. Empty: all are allowed.",
      ),
  }),
  scope: "resource",
  judge({ gateways, entrances }, config, report) {
    const domains = config.domains.map((domain) => domain.toLowerCase().replace(/^\*\./, ""));
    if (domains.length === 0) return;
    const judged: readonly (readonly [Pick<Gateway, "urn" | "name" | "position" | "routes">, readonly AskedHost[]])[] =
      [
        ...entrances.map((entrance) => [entrance, ownHosts(entrance)] as const),
        ...gateways.map((gateway) => [gateway, hostsAsked(gateway.routing)] as const),
      ];
    for (const [gateway, hosts] of judged)
      for (const { host, route, within } of hosts) {
        const name = host.replace(/^\*\./, "");
        if (domains.some((domain) => name === domain || name.endsWith(`.${domain}`))) continue;
        report(
          at(
            gateway,
            route === undefined ? undefined : { route, within },
            `the host \`${host}\` lies in no allowed domain (${domains.join(", ")})`,
            "Correct the name, or have its domain allowed in the policy's configuration.",
          ),
          gateway.urn,
        );
      }
  },
});
