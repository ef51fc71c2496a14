import { z } from "zod";
import { rule } from "../../rule.js";
import { differs, look } from "../../view/values.js";
import { isEverywhere } from "../networks.js";

/** How load balancers of clouds are told to have no address outside, by the documentation of AWS, Azure and Google Cloud. */
const internalAnnotations = {
  "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
  "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
  "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
  "networking.gke.io/load-balancer-type": "Internal",
};

const rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

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
      .describe(
        "Names of gateways, and of Services beside them, that may take requests from everywhere, without saying so.",
      ),
    internal: z
      .record(z.string(), z.string())
      .default(internalAnnotations)
      .describe("Annotations, with their value, by which a load balancer is reached from inside its network only."),
  }),
  scope: "resource",
  judge({ objects }, config, report) {
    for (const { kind, name, fields, maker, title, urn } of objects) {
      if (kind !== "Service" || look(fields, "spec", "type") !== "LoadBalancer" || !isOpen(fields)) continue;
      const gateway = maker?.kind === "gateway" ? maker : undefined;
      if (gateway?.service.public || config.public.includes(gateway?.name ?? name ?? "")) continue;
      if (isInternal(look(fields, "metadata", "annotations"), config.internal)) continue;
      const remedy =
        gateway === undefined
          ? "Give it `loadBalancerSourceRanges`, or name it in the policy's configuration."
          : "Give its `service` the `sourceRanges` that it is for, or say `public: true`.";
      report(`${title}: the load balancer takes requests from everywhere. ${remedy}`, urn);
    }
  },
});

/** True for a Service that takes requests from every network. What is not known yet is left alone. */
function isOpen(service: unknown): boolean {
  const ranges = look(service, "spec", "loadBalancerSourceRanges");
  if (ranges === undefined || (Array.isArray(ranges) && ranges.length === 0)) return isOpenByAnnotation(service);
  return Array.isArray(ranges) && ranges.some(isEverywhere);
}

/** The same by the older way to say it, which counts where the field says nothing: networks with commas between them. */
function isOpenByAnnotation(service: unknown): boolean {
  const ranges = look(service, "metadata", "annotations", rangesAnnotation);
  if (typeof ranges !== "string") return ranges === undefined;
  return ranges.trim() === "" || ranges.split(",").some(isEverywhere);
}

function isInternal(annotations: unknown, internal: Readonly<Record<string, string>>): boolean {
  return Object.entries(internal).some(([key, wanted]) => {
    const value = look(annotations, key);
    return (
      value !== undefined && !differs(typeof value === "string" ? value.toLowerCase() : value, wanted.toLowerCase())
    );
  });
}
