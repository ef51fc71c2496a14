import { z } from "zod";
import { asList, get, type MapNode, mapOf, type Node, without } from "../reading/node.js";
import { withRules } from "../reading/shape.js";
import { artifactKeys } from "./artifact.js";
import { breedUse, givenVariables } from "./breed.js";
import { clusterGateways, gateway } from "./gateway.js";
import { healthChecks } from "./healthCheck.js";
import { illegalName } from "./leaves.js";
import { scaleUse } from "./scale.js";

const traits = {
  arguments: z.unknown().optional(),
  network: z.unknown().optional(),
  dialects: z.unknown().optional(),
};
const aliases = { env: "environmentVariables", dialect: "dialects" };

/** One version of a cluster: a breed, and how it runs here. */
export const service = withRules(
  z.strictObject({
    breed: breedUse,
    scale: scaleUse.optional(),
    environmentVariables: givenVariables.optional(),
    healthChecks: healthChecks.optional(),
    ...traits,
    // What Vamp wrote back when it exported a deployment.
    health: z.unknown().optional(),
  }),
  {
    aliases,
    expand: (node) => {
      if (node.kind !== "map") return mapOf(node.location, { breed: node });
      if (get(node, "breed") !== undefined) return node;
      // A reference names the breed and may have the service's own keys beside it; a name makes it all a breed.
      const breed = get(node, "ref") ?? get(node, "reference");
      if (breed === undefined) return get(node, "name") === undefined ? node : mapOf(node.location, { breed: node });
      const own = without(node, "ref", "reference");
      return { ...own, entries: [...mapOf(node.location, { breed }).entries, ...own.entries] };
    },
  },
);

/** Versions of one thing that share its traffic. */
export const cluster = withRules(
  z.strictObject({
    services: withRules(z.array(service), { expand: asList }),
    /** How the cluster's own traffic is shared, by the name of the port. */
    gateways: clusterGateways.optional(),
    sla: z.unknown().optional(),
    healthChecks: healthChecks.optional(),
    metadata: z.unknown().optional(),
    network: traits.network,
    dialects: traits.dialects,
  }),
  { aliases, expand: expandCluster },
);

/** `cluster: breed`, `cluster: [services]`, and a service's keys directly under the cluster. */
function expandCluster(node: Node): Node {
  if (node.kind !== "map") return mapOf(node.location, { services: node });
  if (get(node, "services") !== undefined) return node;
  const own = ["sla", "gateways"];
  const cluster: MapNode = mapOf(node.location, { services: without(node, ...own) });
  return { ...cluster, entries: [...cluster.entries, ...node.entries.filter((entry) => own.includes(entry.key))] };
}

/** What should run, and who should get which version. Vamp's blueprint. */
export const blueprint = withRules(
  z.strictObject({
    ...artifactKeys("blueprints"),
    /** Ways in from outside, by port number or by name. */
    gateways: z.record(z.string(), gateway).optional(),
    clusters: withRules(z.record(z.string(), cluster), { key: illegalName, missing: "NoServiceError" }),
    /** Values for breeds' variables, keyed `cluster.NAME`. */
    environmentVariables: givenVariables.optional(),
    dialects: z.unknown().optional(),
  }),
  { aliases },
);

/** See {@link blueprint}. */
export type Blueprint = z.output<typeof blueprint>;
/** See {@link cluster}. */
export type Cluster = z.output<typeof cluster>;
/** See {@link service}. */
export type Service = z.output<typeof service>;

/** The name of a service: its breed's. */
export function breedName(service: Service): string {
  return service.breed.inline?.name ?? service.breed.reference ?? "";
}

/** Names of the ports that the services of a cluster have, as far as their breeds are known, in their order. */
export function portNames(cluster: Cluster): string[] {
  return [...new Set(cluster.services.flatMap((service) => Object.keys(service.breed.inline?.ports ?? {})))];
}
