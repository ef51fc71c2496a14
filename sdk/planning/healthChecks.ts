import type { Cluster, Service } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import type { HealthCheck } from "../artifacts/healthCheck.js";
import type { Problems } from "../diagnostics/problem.js";
import { Later } from "../later.js";
import { locationOf } from "../reading/places.js";

/** How Kubernetes sees whether a service is well. */
export interface HealthPlan {
  /** Decides when an instance gets requests. */
  readonly ready: HealthCheck;
  /** Decides when an instance is started again. */
  readonly alive: HealthCheck;
}

/**
 * What of a service's health checks Kubernetes asks. One check decides both whether an instance gets requests and whether
 * it is started again; of two the first decides the one and the second the other. Kubernetes asks no more than that.
 */
export function planHealth(
  service: Service,
  breed: Breed,
  cluster: Cluster,
  problems: Problems,
): HealthPlan | undefined {
  const checks = effectiveChecks(service, breed, cluster);
  const [ready, alive = ready, third] = checks;
  if (third !== undefined)
    problems.error(
      "UnsupportedNumberOfHealthChecks",
      locationOf(third),
      `\`${breed.name}\` has ${checks.length} health checks, and Kubernetes asks two of a container at most`,
      { expected: "one for both, or one for getting requests and one for being started again" },
    );
  return ready && alive && { ready, alive };
}

/**
 * Vamp's rule of levels. A service's own checks count, and with them those of its cluster that ask for another path; none
 * do where it says that there are none. Without its own, the cluster's count, and without those the breed's. A cluster's
 * check is for the services that have its port.
 */
function effectiveChecks(service: Service, breed: Breed, cluster: Cluster): readonly HealthCheck[] {
  const ofCluster = cluster.healthChecks?.filter((check) => Object.hasOwn(breed.ports ?? {}, check.port));
  const own = service.healthChecks;
  if (own === undefined) return ofCluster ?? breed.healthChecks ?? [];
  if (own.length === 0) return [];
  return [...own, ...(ofCluster ?? []).filter((check) => !own.some((one) => pathOf(one) === pathOf(check)))];
}

/** A path that is known only later is like no other. */
function pathOf({ path }: HealthCheck): unknown {
  return path instanceof Later ? path : (path ?? "/");
}
