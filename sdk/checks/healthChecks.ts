import { type Blueprint, portNames } from "../artifacts/blueprint.js";
import type { HealthCheck } from "../artifacts/healthCheck.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { locationOf } from "../reading/places.js";

const protocols = ["HTTP", "HTTPS", "TCP", "MESOS_HTTP"];

/** Checks that health checks name one of some ports, and a protocol there is. */
export function checkHealthCheckPorts(
  checks: readonly HealthCheck[] | undefined,
  ports: readonly string[],
  problems: Problems,
): void {
  for (const healthCheck of checks ?? []) {
    const { port, protocol } = healthCheck;
    if (!ports.includes(port))
      problems.error(
        "UnresolvedPortReferenceError",
        locationOf(healthCheck, "port"),
        `there is no port \`${port}\` to check`,
        {
          expected: ports.length === 0 ? "a port that the breed declares" : quoted(ports),
          nearest: nearest(port, ports),
        },
      );
    if (protocol !== undefined && !protocols.includes(protocol))
      problems.error(
        "InvalidValue",
        locationOf(healthCheck, "protocol"),
        `\`${protocol}\` is not a protocol of a health check`,
        { expected: "`HTTP`, `HTTPS` or `TCP`", nearest: nearest(protocol, protocols) },
      );
  }
}

/** Checks the health checks of a blueprint's services against their breeds, and a cluster's against all of its breeds. */
export function checkHealthChecks(blueprint: Blueprint, problems: Problems): void {
  for (const cluster of Object.values(blueprint.clusters)) {
    const breedsKnown = cluster.services.every((service) => service.breed.inline !== undefined);
    if (breedsKnown) checkHealthCheckPorts(cluster.healthChecks, portNames(cluster), problems);
    for (const { breed, healthChecks } of cluster.services)
      if (breed.inline !== undefined)
        checkHealthCheckPorts(healthChecks, Object.keys(breed.inline.ports ?? {}), problems);
  }
}
