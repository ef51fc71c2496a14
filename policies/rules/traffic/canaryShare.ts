import { Share } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import { requestInWords } from "../../view/plainRequests.js";
import { at } from "../messages.js";
import { calledIn, canariesMet, canariesOf, canaryKey, routeOf } from "./canaries.js";

/** A canary gets no more than so many percent of the requests. */
export const canaryShare = rule({
  name: "canary-share",
  group: "traffic",
  description:
    "A version that is marked as a canary gets a small share of the requests of every gateway, through all routes and the routes within them: of those that no condition takes, and of those that have nothing special and meet a condition, be it of their host, path or method. Of requests for which a condition asks by a cookie, a header, the query or the address of a client, it may get all.",
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
    const told = new Set<string>();
    for (const canary of [...canariesOf(resources, mark), ...canariesMet(resources, mark)]) {
      const { gateway, share, workload, request } = canary;
      const key = JSON.stringify([gateway.urn, gateway.routing.gateway, workload.urn, workload.deployment]);
      // Once of each canary at a gateway: what all get by weight before what some get.
      if (!bound.isLessThan(share) || told.has(key)) continue;
      told.add(key);
      const [whose, remedy] =
        request === undefined
          ? ["the requests", "Lower its weight"]
          : [
              `requests such as \`${requestInWords(request)}\``,
              "Let its condition ask for a cookie or a header, lower its strength",
            ];
      report(
        at(
          gateway,
          routeOf(canary),
          `${calledIn(canary)} gets ${share} of ${whose}, more than ${most} %`,
          `${remedy}, or take \`${mark}\` out of the metadata of its breed when it is no canary any more.`,
        ),
        gateway.urn,
      );
    }
  },
});
