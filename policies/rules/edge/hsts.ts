import { z } from "zod";
import { rule } from "../../rule.js";
import { leavesCluster } from "../../view/edge.js";
import { at } from "../messages.js";

const day = 86_400;

/** Browsers that came by TLS once never come without it again. */
export const hsts = rule({
  name: "hsts",
  group: "edge",
  description: "A gateway for HTTP that ends TLS for clients outside the cluster tells browsers to come by TLS only.",
  reason: "The first request to a typed name goes without TLS, and whoever answers it first is the site.",
  level: "mandatory",
  config: z.object({
    days: z.number().min(0).default(180).describe("For how many days at least browsers are to remember it."),
  }),
  scope: "resource",
  judge({ entrances }, { days }, report) {
    for (const gateway of entrances.filter(leavesCluster)) {
      // What TCP carries may be no HTTP, and has no header to say it in.
      if (gateway.type !== "http" || gateway.tls === undefined) continue;
      const { maxAge } = gateway.tls.hsts ?? {};
      if (maxAge !== undefined && (typeof maxAge !== "number" || maxAge >= days * day)) continue;
      report(
        at(
          gateway,
          undefined,
          maxAge === undefined
            ? "it does not tell browsers to come by TLS only"
            : `it tells browsers to come by TLS only for ${Math.floor(maxAge / day)} of ${days} days`,
          "Give its `tls` an `hsts: {}`, which is a year, or a longer `maxAge`.",
        ),
        gateway.urn,
      );
    }
  },
});
