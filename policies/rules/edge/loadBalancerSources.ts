import { z } from "zod";
import { rule } from "../../rule.js";
import { look } from "../../view/values.js";

/** A load balancer is open to those it is for. */
export const loadBalancerSources = rule({
  name: "load-balancer-sources",
  group: "edge",
  description: "A load balancer says from which networks it takes requests, or that it is public.",
  reason: "A Service of type LoadBalancer is open to the whole internet in most clouds unless it says otherwise.",
  level: "mandatory",
  config: z.object({
    public: z
      .array(z.string())
      .default([])
      .describe("Names of gateways that may take requests from everywhere, without saying so."),
  }),
  scope: "resource",
  judge({ objects }, config, report) {
    for (const { kind, fields, maker, title, urn } of objects) {
      if (kind !== "Service" || look(fields, "spec", "type") !== "LoadBalancer") continue;
      const ranges = look(fields, "spec", "loadBalancerSourceRanges");
      const isSet = Array.isArray(ranges) ? ranges.length > 0 : ranges !== undefined;
      const gateway = maker?.kind === "gateway" ? maker : undefined;
      if (isSet || gateway?.service.public || config.public.includes(gateway?.name ?? "")) continue;
      const remedy =
        gateway === undefined
          ? "Give it `loadBalancerSourceRanges`."
          : "Give its `service` the `sourceRanges` that it is for, or say `public: true`.";
      report(`${title}: the load balancer takes requests from everywhere. ${remedy}`, urn);
    }
  },
});
