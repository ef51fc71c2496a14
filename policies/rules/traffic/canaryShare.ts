import { Share } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import { at } from "../messages.js";
import { calledIn, canariesOf, canaryKey, routeOf } from "./canaries.js";

/** A canary gets no more than so many percent of the requests. */
export const canaryShare = rule({
  name: "canary-share",
  group: "traffic",
  description:
    "A version that is marked as a canary gets a small share of the requests of every gateway: what weights give it, through all routes and the routes within them, of the requests that no condition takes.",
  reason: "A canary is there to be wrong for few.",
  level: "mandatory",
  config: z.object({
    mark: canaryKey,
    most: z
      .number()
      .min(0)
      .max(100)
      .default(10)
      .describe("Most that one canary may get, in percent with up to two decimals."),
  }),
  scope: "resource",
  judge(resources, { mark, most }, report) {
    const bound = Share.of(Math.round(most * 100));
    for (const canary of canariesOf(resources, mark)) {
      const { gateway, share } = canary;
      if (!bound.isLessThan(share)) continue;
      report(
        at(
          gateway,
          routeOf(canary),
          `${calledIn(canary)} gets ${share} of the requests, more than ${most} %`,
          `Lower its weight, or take \`${mark}\` out of the metadata of its breed when it is no canary any more.`,
        ),
        gateway.urn,
      );
    }
  },
});
