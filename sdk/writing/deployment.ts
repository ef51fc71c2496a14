import type { Blueprint } from "../artifacts/blueprint.js";
import type { Deployment } from "../artifacts/deployment.js";
import type { Gateway } from "../artifacts/gateway.js";
import { segmentsOf } from "../artifacts/route.js";
import { placedAs } from "../reading/places.js";

type Cluster = NonNullable<Deployment["clusters"]>[string];

/**
 * The blueprint that a deployment was made from, as Vamp exported it: without its external gateways, without what was
 * only known of it while it ran, and with the variables that differ from the breeds'.
 */
export function blueprintOf(deployment: Deployment): Blueprint {
  const clusters = Object.entries(deployment.clusters ?? {});
  const given = overrides(deployment);
  const { name, metadata, dialects } = deployment;
  return {
    name,
    ...(metadata === undefined ? {} : { metadata }),
    clusters: Object.fromEntries(clusters.map(([key, cluster]) => [key, clusterOf(cluster)])),
    ...(Object.keys(given).length === 0 ? {} : { environmentVariables: given }),
    ...(dialects === undefined ? {} : { dialects }),
  };
}

function clusterOf(cluster: Cluster): Blueprint["clusters"][string] {
  const services = cluster.services.map(
    ({ status: _, instances: __, dependencies: ___, health: ____, ...service }) => service,
  );
  if (cluster.gateways === undefined) return { ...cluster, services };
  const gateways = Object.entries(cluster.gateways).map(([port, gateway]) => [port, gatewayOf(gateway)]);
  return { ...cluster, services, gateways: Object.fromEntries(gateways) };
}

/** A cluster's gateway without what Vamp gave it; its routes named by the breeds again. */
function gatewayOf({ metadata, sticky, virtualHosts, selector, routes }: Gateway): Gateway {
  const named = routes?.map(({ lookupName: _, targets: __, ...route }) => {
    const [, , breed, port] = segmentsOf(route.path);
    return placedAs({ ...route, path: port === undefined ? route.path : (breed ?? route.path) }, route);
  });
  const all = { metadata, sticky, virtualHosts, selector, routes: named };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Variables by `cluster.NAME`, where they differ from what the breeds of the cluster say. */
function overrides({
  environmentVariables = [],
  clusters = {},
}: Deployment): NonNullable<Blueprint["environmentVariables"]> {
  return Object.fromEntries(
    environmentVariables.flatMap(({ name, value }) => {
      const [, cluster = "", variable = ""] = /^([^.]+)\.(?:environment_variables\.)?([^.]+)$/.exec(name) ?? [];
      if (value === undefined || !Object.hasOwn(clusters, cluster)) return [];
      const breeds = clusters[cluster]?.services.flatMap((service) => service.breed.inline ?? []) ?? [];
      const same = breeds.some((breed) => breed.environmentVariables?.[variable]?.value === value);
      return same ? [] : [[`${cluster}.${variable}`, value] as const];
    }),
  );
}
