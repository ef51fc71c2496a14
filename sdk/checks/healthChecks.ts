import { type Blueprint, portNames } from "../artifacts/blueprint.js";
import type { HealthCheck } from "../artifacts/healthCheck.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/shape.js";

const protocols = ["HTTP", "HTTPS", "TCP", "MESOS_HTTP"];

/** Checks that health checks name a port there is: of the breed, or for a cluster's of one of its services. */
export function checkHealthChecks(blueprint: Blueprint, problems: Problems): void {
  const check = (checks: readonly HealthCheck[] | undefined, ports: readonly string[]): void => {
    for (const healthCheck of checks ?? []) {
      if (!ports.includes(healthCheck.port))
        problems.error(
          "UnresolvedPortReferenceError",
          locationOf(healthCheck, "port"),
          `there is no port \`${healthCheck.port}\` to check`,
          {
            nearest: nearest(healthCheck.port, ports),
          },
        );
      if (healthCheck.protocol !== undefined && !protocols.includes(healthCheck.protocol))
        problems.error(
          "InvalidValue",
          locationOf(healthCheck, "protocol"),
          `\`${healthCheck.protocol}\` is not a protocol of a health check`,
          {
            expected: "`HTTP`, `HTTPS` or `TCP`",
            nearest: nearest(healthCheck.protocol, protocols),
          },
        );
    }
  };
  for (const cluster of Object.values(blueprint.clusters)) {
    const breedsKnown = cluster.services.every((service) => service.breed.inline !== undefined);
    if (breedsKnown) check(cluster.healthChecks, portNames(cluster));
    for (const service of cluster.services) {
      if (service.breed.inline === undefined) continue;
      const ports = Object.keys(service.breed.inline.ports ?? {});
      check(service.breed.inline.healthChecks, ports);
      check(service.healthChecks, ports);
    }
  }
}
