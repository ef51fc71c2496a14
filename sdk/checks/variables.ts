import type { Blueprint, Cluster, Service } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import { checkGivenReferences } from "./references.js";

/** Checks that variables are only set where a breed declares them. */
export function checkVariables(blueprint: Blueprint, problems: Problems): void {
  const given = blueprint.environmentVariables ?? {};
  for (const key of Object.keys(given)) {
    const { cluster, variable } = splitKey(key);
    const names =
      cluster !== undefined && Object.hasOwn(blueprint.clusters, cluster) ? namesIn(blueprint.clusters[cluster]) : [];
    // A breed that is only named may declare anything.
    if (names === undefined || names.includes(variable)) continue;
    const keys = Object.entries(blueprint.clusters).flatMap(([name, one]) =>
      (namesIn(one) ?? []).map((known) => `${name}.${known}`),
    );
    problems.error("UnresolvedEnvironmentVariableError", locationOf(given, key), `no breed declares \`${key}\``, {
      expected: "`cluster.NAME`",
      nearest: nearest(key, keys),
    });
  }
  checkGivenReferences(given, Object.entries(given), problems);
  for (const cluster of Object.values(blueprint.clusters))
    for (const service of cluster.services) checkServiceVariables(service, service.breed.inline, problems);
}

/** Checks that a service or a workflow sets only variables that its breed declares, as far as the breed is known. */
export function checkServiceVariables(
  { environmentVariables: set = {} }: Pick<Service, "environmentVariables">,
  breed: Breed | undefined,
  problems: Problems,
): void {
  for (const variable of Object.values(set)) checkGivenReferences(variable, [["value", variable.value]], problems);
  if (breed === undefined) return;
  const declared = Object.keys(breed.environmentVariables ?? {});
  for (const name of Object.keys(set))
    if (!declared.includes(name))
      problems.error(
        "UnresolvedDependencyInTraitValueError",
        locationOf(set, name),
        `\`${breed.name}\` does not declare the variable \`${name}\``,
        { nearest: nearest(name, declared) },
      );
}

/** The parts of a blueprint's key for a variable: `cluster.NAME`, or `cluster.environment_variables.NAME`. */
export function splitKey(key: string): { readonly cluster: string | undefined; readonly variable: string } {
  const match = /^([^.]+)\.(?:environment_variables\.)?([^.]+)$/.exec(key);
  return { cluster: match?.[1], variable: match?.[2] ?? key };
}

function namesIn(cluster: Cluster | undefined): readonly string[] | undefined {
  const breeds = cluster?.services.map((service) => service.breed.inline) ?? [];
  if (breeds.includes(undefined)) return undefined;
  return breeds.flatMap((breed) => Object.keys(breed?.environmentVariables ?? {}));
}
