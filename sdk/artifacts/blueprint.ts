import { z } from "zod";
import { asList, get, has, listOf, type MapNode, mapOf, type Node, without } from "../reading/node.js";
import { doc, withRules } from "../reading/rules.js";
import { argumentList } from "./arguments.js";
import { artifactKeys, raw, reference } from "./artifact.js";
import { breedUse, givenVariables, nameOfUse, serviceVariables } from "./breed.js";
import { dialects } from "./dialects.js";
import { clusterGateways, gateway } from "./gateway.js";
import { healthChecks } from "./healthCheck.js";
import { fixedText, illegalName } from "./leaves.js";
import { scaleUse } from "./scale.js";
import { slaUse } from "./sla.js";

const shared = {
  network: doc("The network of the containers.", fixedText().optional()),
  dialects: doc("What only one kind of scheduler understands.", dialects.optional()),
};
const clusterAliases = { dialect: "dialects" };
const aliases = { ...clusterAliases, env: "environmentVariables" };

const serviceKeys = {
  breed: doc("What runs: a breed, or the name of one.", breedUse),
  scale: doc("How many instances, and what each may use; or the name of a scale.", scaleUse.optional()),
  environmentVariables: doc("Values for variables that the breed declares.", serviceVariables.optional()),
  arguments: doc("Arguments for the container's runtime.", argumentList.optional()),
  healthChecks: doc("How to see whether an instance is well.", healthChecks.optional()),
  ...shared,
  // What Vamp wrote back when it exported a deployment.
  health: raw().optional(),
};

/** `- breed-name`, a breed in place, and a reference with the service's own keys beside it. */
function expandService(node: Node): Node {
  if (node.kind !== "map") return mapOf(node.location, { breed: node });
  if (has(node, "breed")) return node;
  // A reference names the breed and may have the service's own keys beside it; a name makes it all a breed.
  const breed = get(node, "ref") ?? get(node, "reference");
  if (breed === undefined) return has(node, "name") ? mapOf(node.location, { breed: node }) : node;
  const own = without(node, "ref", "reference");
  return { ...own, entries: [...mapOf(node.location, { breed }).entries, ...own.entries] };
}

/** One version of a cluster: a breed, and how it runs here. */
export const service = withRules(z.strictObject(serviceKeys), {
  aliases,
  expand: expandService,
  forms: () => [
    reference(),
    breedUse,
    withRules(z.strictObject({ ref: reference(), ...restOfService }), { aliases }),
    withRules(z.strictObject({ reference: reference(), ...restOfService }), { aliases }),
  ],
});

const { breed: _, ...restOfService } = serviceKeys;

/** The same, and what Vamp knew of it while it ran. */
export const deployedService = withRules(
  z.strictObject({
    ...serviceKeys,
    status: raw().optional(),
    instances: raw().optional(),
    dependencies: doc(
      "Clusters by the names under which the breed speaks of them.",
      z.record(z.string(), fixedText()).optional(),
    ),
  }),
  { aliases, expand: expandService },
);

/** Keys of a cluster that stay its own when the others are its only service's. */
const own = ["sla", "gateways"];

function clusterOf<S extends z.ZodType>(services: S) {
  const keys = {
    gateways: doc("How the cluster's own traffic is shared, by the name of the port.", clusterGateways.optional()),
    sla: doc("How fast the cluster has to answer.", slaUse.optional()),
  };
  const schema = z.strictObject({
    services: doc("Its versions.", withRules(z.array(services), { expand: asList, forms: () => [services] })),
    ...keys,
    healthChecks: doc(
      "How to see whether an instance is well, for all services with the port.",
      healthChecks.optional(),
    ),
    metadata: doc("Whatever its owner keeps with it.", raw().optional()),
    ...shared,
  });
  return withRules(schema, {
    aliases: clusterAliases,
    expand: expandCluster,
    forms: () => [reference(), z.array(services), withRules(z.strictObject({ ...serviceKeys, ...keys }), { aliases })],
  });
}

/** `cluster: breed`, `cluster: [services]`, and a service's keys directly under the cluster. */
function expandCluster(node: Node): Node {
  if (node.kind !== "map") return mapOf(node.location, { services: node });
  if (has(node, "services")) return node;
  const cluster: MapNode = mapOf(node.location, { services: listOf(node.location, [without(node, ...own)]) });
  return { ...cluster, entries: [...cluster.entries, ...node.entries.filter((entry) => own.includes(entry.key))] };
}

/** Versions of one thing that share its traffic. */
export const cluster = clusterOf(service);

/** Versions of one thing that share its traffic, as Vamp knew them while they ran. */
export const deployedCluster = clusterOf(deployedService);

/** What should run, and who should get which version. Vamp's blueprint. */
export const blueprint = withRules(
  z.strictObject({
    ...artifactKeys("blueprints"),
    gateways: doc("Ways in from outside, by port number or by name.", z.record(z.string(), gateway).optional(), {
      9050: "shop/web",
    }),
    clusters: doc(
      "What runs, by name.",
      withRules(z.record(z.string(), cluster), { key: illegalName, missing: "NoServiceError" }),
    ),
    environmentVariables: doc("Values for breeds' variables, keyed `cluster.NAME`.", givenVariables.optional(), {
      "shop.LOG_LEVEL": "debug",
    }),
    dialects: shared.dialects,
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
  return nameOfUse(service.breed);
}

/** Names of the ports that the services of a cluster have, as far as their breeds are known, in their order. */
export function portNames(cluster: Cluster): string[] {
  return [...new Set(cluster.services.flatMap((service) => Object.keys(service.breed.inline?.ports ?? {})))];
}
