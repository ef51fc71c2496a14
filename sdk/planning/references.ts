import type { Blueprint } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import { nameOfUse } from "../artifacts/breed.js";
import { clusterOf } from "../checks/dependencies.js";
import { objectName } from "../kubernetes/names.js";
import { type Leaf, whenKnown } from "../later.js";
import type { Found, Lookup } from "../references/resolve.js";
import type { DeploymentContext } from "./deployment.js";
import { type OutsideCluster, outsideOf } from "./outside.js";
import type { ClusterPort } from "./plan.js";

/** Ports of clusters, by cluster. */
export type PortsByCluster = ReadonlyMap<string, readonly ClusterPort[]>;

/** What references of a breed lead to outside the breed: hosts, ports and constants of clusters, and parameters. */
export function clusterLookup(
  breed: Breed,
  { blueprint, name: deployment, parameters, outside }: DeploymentContext,
  ports: PortsByCluster,
): Omit<Lookup<Leaf<string>>, "local"> {
  const host = (cluster: string): Found<Leaf<string>> => {
    const elsewhere = outside.get(cluster);
    if (elsewhere !== undefined) return { value: elsewhere.host };
    return Object.hasOwn(blueprint.clusters, cluster)
      ? { value: objectName(deployment, cluster) }
      : {
          problem: `there is no dependency or cluster \`${cluster}\``,
          candidates: [...Object.keys(breed.dependencies ?? {}), ...Object.keys(blueprint.clusters)].map(
            (known) => `${known}.host`,
          ),
        };
  };
  return {
    host,
    trait: (cluster, group, name) => {
      const elsewhere = outside.get(cluster);
      if (elsewhere !== undefined && group !== "hosts") return traitOutside(elsewhere, group, name);
      if (group === "ports" && Object.hasOwn(blueprint.clusters, cluster))
        return portOf(cluster, name, ports.get(cluster) ?? []);
      if (group === "constants" && Object.hasOwn(blueprint.clusters, cluster))
        return constantOf(cluster, name, blueprint);
      return host(cluster);
    },
    global: (scheme, path) => parameter(scheme, path, parameters),
  };
}

/** Vamp's `config://` is a deployment's parameter. The environment of Vamp's own process is nobody's here. */
function parameter(scheme: string, path: string, parameters: Readonly<Record<string, Leaf<string>>>) {
  if (!["config", "conf", "configuration"].includes(scheme))
    return {
      problem: `\`${scheme}://\` is a value of Vamp's own machine: give it as a parameter, \`$config://${path}\``,
    };
  const value = Object.hasOwn(parameters, path) ? parameters[path] : undefined;
  if (value !== undefined) return { value };
  return {
    problem: `the deployment has no parameter \`${path}\``,
    candidates: Object.keys(parameters).map((known) => `${scheme}://${known}`),
  };
}

/** Of what runs elsewhere its ports are known, and nothing else. */
function traitOutside({ breeds, ports }: OutsideCluster, group: string, name: string): Found<Leaf<string>> {
  const [what] = breeds;
  const port = group === "ports" && Object.hasOwn(ports, name) ? ports[name] : undefined;
  if (port !== undefined) return { value: whenKnown(port, String) };
  const candidates = Object.keys(ports).map((known) => `${what}.ports.${known}`);
  return group === "ports"
    ? { problem: `\`${what}\` has no port \`${name}\``, candidates }
    : { problem: `of \`${what}\`, which runs elsewhere, only host and ports are known`, candidates };
}

/** Clusters, and what runs elsewhere, by the names under which a breed speaks of its dependencies. */
export function aliasesOf(
  breed: Breed,
  { blueprint, outside }: Pick<DeploymentContext, "blueprint" | "outside">,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(breed.dependencies ?? {}).flatMap(([alias, needed]) => {
      const name = nameOfUse(needed);
      const cluster = clusterOf(blueprint, name) ?? outsideOf(outside, name);
      return cluster === undefined ? [] : [[alias, cluster] as const];
    }),
  );
}

function portOf(cluster: string, name: string, ports: readonly ClusterPort[]): Found<string> {
  const port = ports.find((candidate) => candidate.name === name);
  if (port !== undefined) return { value: String(port.number) };
  const candidates = ports.map((known) => `${cluster}.ports.${known.name}`);
  return { problem: `\`${cluster}\` has no port \`${name}\``, candidates };
}

function constantOf(cluster: string, name: string, blueprint: Blueprint): Found<Leaf<string>> {
  const breeds = blueprint.clusters[cluster]?.services.flatMap((service) => service.breed.inline ?? []) ?? [];
  for (const { constants = {} } of breeds) {
    const value = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (value !== undefined) return { value };
  }
  const candidates = breeds.flatMap((breed) =>
    Object.keys(breed.constants ?? {}).map((known) => `${cluster}.constants.${known}`),
  );
  return { problem: `\`${cluster}\` has no constant \`${name}\``, candidates };
}
