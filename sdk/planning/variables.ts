import type { Blueprint, Service } from "../artifacts/blueprint.js";
import { type Breed, nameOfUse } from "../artifacts/breed.js";
import { clusterOf } from "../checks/dependencies.js";
import { splitKey } from "../checks/variables.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/places.js";
import { type Location, within } from "../reading/source.js";
import { parseReferences, type ReferencePart } from "../references/parse.js";
import type { Found, Lookup } from "../references/resolve.js";
import { resolveVariables } from "../references/variables.js";
import type { DeploymentContext } from "./deployment.js";
import type { ClusterPort, ServicePlan } from "./plan.js";

/** A value and the place it was written at. */
interface Given {
  readonly value: Leaf<string>;
  readonly location: Location;
}

/**
 * The variables of a service's container: what the breed says, what the blueprint sets for the cluster, what the service
 * sets, later ones counting, all references resolved. Values that are known only later may be secrets and stand apart.
 */
export function planVariables(
  cluster: string,
  service: Service,
  breed: Breed,
  request: DeploymentContext,
  ports: ReadonlyMap<string, readonly ClusterPort[]>,
  problems: Problems,
): Pick<ServicePlan, "environment" | "secretEnvironment"> {
  const given = givenVariables(cluster, service, breed, request.blueprint);
  const declared = breed.environmentVariables ?? {};
  const lookup = lookupOf(given, breed, request, ports);
  const values = resolve(given, lookup, aliasesOf(breed, request.blueprint), problems);
  const environment: Record<string, string> = {};
  const secretEnvironment: Record<string, Later<string>> = {};
  for (const [name, variable] of Object.entries(declared)) {
    const alias = service.environmentVariables?.[name]?.alias ?? variable.alias ?? name;
    const value = values.get(name);
    if (value instanceof Later) secretEnvironment[alias] = value;
    else if (value !== undefined) environment[alias] = value;
    else if (!given.has(name))
      problems.error(
        "UnresolvedVariableValueError",
        locationOf(declared, name),
        `the variable \`${name}\` of \`${breed.name}\` has no value`,
        { expected: "a value here, in the service's `environment_variables`, or in the blueprint's as `cluster.NAME`" },
      );
  }
  return { environment, secretEnvironment };
}

/** What was set for the variables that the breed declares; the most specific place counts. */
function givenVariables(
  cluster: string,
  service: Service,
  breed: Breed,
  blueprint: Blueprint,
): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const [name, variable] of Object.entries(breed.environmentVariables ?? {}))
    if (variable.value !== undefined)
      given.set(name, { value: variable.value, location: locationOf(variable, "value") });
  const ofBlueprint = blueprint.environmentVariables ?? {};
  for (const [key, value] of Object.entries(ofBlueprint)) {
    const target = splitKey(key);
    if (target.cluster === cluster) given.set(target.variable, { value, location: locationOf(ofBlueprint, key) });
  }
  const ofService = service.environmentVariables ?? {};
  for (const [name, variable] of Object.entries(ofService))
    given.set(name, { value: variable.value, location: locationOf(variable, "value") });
  return given;
}

function resolve(
  given: ReadonlyMap<string, Given>,
  lookup: Lookup<Leaf<string>>,
  aliases: ReadonlyMap<string, string>,
  problems: Problems,
): ReadonlyMap<string, Leaf<string>> {
  const values = new Map<string, Leaf<string>>();
  const texts = new Map<string, readonly ReferencePart[]>();
  const at = (name: string, offset: number, length: number) => {
    const { value, location } = given.get(name) ?? { value: "", location: undefined };
    if (location === undefined) throw new TypeError("only variables that were given are resolved");
    return typeof value === "string" ? within(location, value, offset, length) : location;
  };
  for (const [name, { value }] of given) {
    // A value that comes from elsewhere is itself: what looks like a reference in a password is none.
    const parsed = value instanceof Later ? undefined : parseReferences(value);
    if (parsed === undefined) values.set(name, value);
    // What cannot be read was told when the blueprint was checked.
    else if ("parts" in parsed) texts.set(name, parsed.parts);
  }
  const resolved = resolveVariables(texts, lookup, aliases);
  for (const { variable, offset, length, message, expected, nearest } of resolved.problems) {
    const location = at(variable, offset, length);
    // What the blueprint alone shows to be wrong was told when it was checked.
    if (problems.has(location)) continue;
    problems.error("UnresolvedDependencyInTraitValueError", location, message, { expected, nearest });
  }
  for (const [name, parts] of resolved.values)
    values.set(
      name,
      whenKnown(parts, (known) => known.join("")),
    );
  return values;
}

/** Clusters by the names under which a breed speaks of its dependencies. */
function aliasesOf(breed: Breed, blueprint: Blueprint): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(breed.dependencies ?? {}).flatMap(([alias, needed]) => {
      const cluster = clusterOf(blueprint, nameOfUse(needed));
      return cluster === undefined ? [] : [[alias, cluster] as const];
    }),
  );
}

/** Where the references of one breed lead. */
function lookupOf(
  given: ReadonlyMap<string, Given>,
  breed: Breed,
  request: DeploymentContext,
  ports: ReadonlyMap<string, readonly ClusterPort[]>,
): Lookup<Leaf<string>> {
  const { blueprint, name: deployment } = request;
  const constants = breed.constants ?? {};
  const host = (cluster: string): Found<Leaf<string>> =>
    Object.hasOwn(blueprint.clusters, cluster)
      ? { value: objectName(deployment, cluster) }
      : {
          problem: `there is no dependency or cluster \`${cluster}\``,
          candidates: [...Object.keys(breed.dependencies ?? {}), ...Object.keys(blueprint.clusters)].map(
            (known) => `${known}.host`,
          ),
        };
  return {
    host,
    local: (name) => {
      const value = Object.hasOwn(constants, name) ? constants[name] : given.get(name)?.value;
      if (value !== undefined) return { value };
      const candidates = [...Object.keys(breed.environmentVariables ?? {}), ...Object.keys(constants)];
      return { problem: `\`${breed.name}\` has no variable or constant \`${name}\``, candidates };
    },
    trait: (cluster, group, name) => {
      if (group === "hosts" || !Object.hasOwn(blueprint.clusters, cluster)) return host(cluster);
      if (group === "ports") return portOf(cluster, name, ports.get(cluster) ?? []);
      if (group === "constants") return constantOf(cluster, name, blueprint);
      return { problem: "a variable of another cluster is not supported yet: make it a constant there" };
    },
    global: (scheme) => ({ problem: `\`${scheme}://\` is not supported yet` }),
  };
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
