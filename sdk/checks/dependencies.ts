import { type Blueprint, breedName } from "../artifacts/blueprint.js";
import { nameOfUse } from "../artifacts/breed.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { orderByNeeds } from "../order.js";
import { locationOf, valueLocationOf } from "../reading/places.js";

// A blueprint does not change once it is read, and is asked once for every dependency of every breed.
const homes = new WeakMap<Blueprint, ReadonlyMap<string, string>>();

/** The first cluster that runs each breed, in the blueprint's order. */
function homesIn(blueprint: Blueprint): ReadonlyMap<string, string> {
  const known = homes.get(blueprint);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  for (const [name, cluster] of Object.entries(blueprint.clusters))
    for (const breed of cluster.services.map(breedName)) if (!found.has(breed)) found.set(breed, name);
  homes.set(blueprint, found);
  return found;
}

/** Finds the cluster that runs a breed; a name that ends in `*` stands for every breed that begins so. */
export function clusterOf(blueprint: Blueprint, breed: string): string | undefined {
  const found = homesIn(blueprint);
  if (!breed.endsWith("*")) return found.get(breed);
  for (const [name, cluster] of found) if (runsBreed(breed, name)) return cluster;
  return undefined;
}

/** True when a breed is the one that is needed; a name that ends in `*` stands for every breed that begins so. */
export function runsBreed(needed: string, breed: string): boolean {
  return needed.endsWith("*") ? breed.startsWith(needed.slice(0, -1)) : breed === needed;
}

/** For every cluster the clusters that its services need. */
export function neededClusters(blueprint: Blueprint): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(blueprint.clusters).map(([name, cluster]) => {
      const breeds = cluster.services.flatMap((service) =>
        Object.values(service.breed.inline?.dependencies ?? {}).map(nameOfUse),
      );
      return [
        name,
        [...new Set(breeds.flatMap((breed) => clusterOf(blueprint, breed) ?? []))].filter((needed) => needed !== name),
      ];
    }),
  );
}

/**
 * Checks that every dependency is there and that none leads back to where it came from.
 * @param elsewhere breeds that run outside the blueprint
 */
export function checkDependencies(blueprint: Blueprint, problems: Problems, elsewhere: readonly string[] = []): void {
  const isElsewhere = (needed: string) => elsewhere.some((breed) => runsBreed(needed, breed));
  const breeds = Object.values(blueprint.clusters).flatMap((cluster) => cluster.services.map(breedName));
  for (const cluster of Object.values(blueprint.clusters))
    for (const { breed } of cluster.services) {
      const dependencies = breed.inline?.dependencies ?? {};
      for (const [alias, use] of Object.entries(dependencies)) {
        const needed = nameOfUse(use);
        // A breed that needs itself is told as such.
        if (needed !== breed.inline?.name && clusterOf(blueprint, needed) === undefined && !isElsewhere(needed))
          problems.error(
            "UnresolvedBreedDependencyError",
            valueLocationOf(dependencies, alias),
            `\`${needed}\` does not run in this blueprint`,
            { nearest: nearest(needed, [...breeds, ...elsewhere]) },
          );
      }
    }
  for (const circle of orderByNeeds(neededClusters(blueprint)).circles)
    problems.error(
      "RecursiveDependenciesError",
      locationOf(blueprint.clusters, circle[0] ?? ""),
      `these need each other: ${circle.join(" -> ")}`,
    );
}
