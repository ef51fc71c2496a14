import { formatShare } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import { at } from "../messages.js";
import { canaryKey, canaryRoutes } from "./canaries.js";

/** A canary gets no more than so many percent of the requests. */
export const canaryShare = rule({
  name: "canary-share",
  group: "traffic",
  description: "A version that is marked as a canary gets a small share of the requests.",
  reason: "A canary is there to be wrong for few.",
  level: "mandatory",
  config: z.object({
    mark: canaryKey,
    most: z.number().min(0).max(100).default(10).describe("Most that one canary may get, in percent."),
  }),
  scope: "resource",
  judge({ gateways }, { mark, most }, report) {
    for (const { gateway, route, weight } of canaryRoutes(gateways, mark))
      if (weight > most * 100)
        report(
          at(
            gateway,
            route,
            `the canary gets ${formatShare(weight)} of the requests, more than ${most} %`,
            `Lower its weight, or take \`${mark}\` out of the metadata of its breed when it is no canary any more.`,
          ),
          gateway.urn,
        );
  },
});
