import type { Cluster } from "../artifacts/blueprint.js";
import { portNames } from "../artifacts/blueprint.js";
import type { Breed, BreedPort } from "../artifacts/breed.js";
import type { Port } from "../artifacts/leaves.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { portName } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { parseReferences } from "../references/parse.js";
import type { DeploymentContext } from "./deployment.js";
import type { ClusterPort } from "./plan.js";
import { aliasesOf, type PortsByCluster } from "./references.js";

/** The ports of a deployment: numbers of clusters' Services, and of breeds, also where these are references. */
export class Ports {
  private readonly planned = new Map<string, readonly ClusterPort[]>();
  private readonly inWork = new Set<string>();

  constructor(
    private readonly request: Pick<DeploymentContext, "blueprint" | "ports" | "outside">,
    private readonly problems: Problems,
  ) {
    for (const cluster of Object.keys(request.blueprint.clusters)) this.ofCluster(cluster);
    this.refuseUnknown();
  }

  /** Ports of the clusters' Services, by cluster. */
  get byCluster(): PortsByCluster {
    return this.planned;
  }

  /** The ports of a breed, by name. */
  ofBreed(breed: Breed): ReadonlyMap<string, Port> {
    return new Map(Object.entries(breed.ports ?? {}).map(([name, port]) => [name, this.resolve(breed, name, port)]));
  }

  private ofCluster(name: string): readonly ClusterPort[] {
    const known = this.planned.get(name);
    const { blueprint } = this.request;
    const cluster = Object.hasOwn(blueprint.clusters, name) ? blueprint.clusters[name] : undefined;
    if (known !== undefined || cluster === undefined || this.inWork.has(name)) return known ?? [];
    this.inWork.add(name);
    const ports = portNames(cluster).map((port) => this.plan(name, cluster, port));
    this.planned.set(name, ports);
    return ports;
  }

  private plan(name: string, cluster: Cluster, port: string): ClusterPort {
    const breeds = cluster.services.flatMap((service) => service.breed.inline ?? []);
    const given = breeds.flatMap((breed) => this.ofBreed(breed).get(port) ?? []);
    const numbers = [...new Set(given.map((one) => one.number))];
    const types = [...new Set(given.map((one) => one.type))];
    const chosen = this.request.ports[`${name}.${port}`];
    const at = locationOf(cluster, "services");
    if (types.length > 1) {
      const message = `services of \`${name}\` disagree whether \`${port}\` speaks HTTP`;
      this.problems.error("AmbiguousPortError", at, message, { expected: "the same type in all of them" });
    }
    if (numbers.length > 1 && chosen === undefined) {
      const message = `services of \`${name}\` have different numbers for the port \`${port}\`: ${numbers.join(", ")}`;
      this.problems.error("AmbiguousPortError", at, message, {
        expected: `the number of the cluster's Service, as \`ports: {"${name}.${port}": ${numbers[0]}}\``,
      });
    }
    return { name: port, number: chosen ?? numbers[0] ?? 0, type: types[0] ?? "http", portName: portName(name, port) };
  }

  /** A port that is written as a reference has the number and the type of the port that it names. */
  private resolve(breed: Breed, name: string, port: BreedPort): Port {
    if (port.reference === undefined) return port;
    const parsed = parseReferences(port.reference);
    const [reference, ...more] = "parts" in parsed ? parsed.parts : [];
    const refuse = (message: string, near?: string): Port => {
      this.problems.error("UnresolvedDependencyInTraitValueError", locationOf(breed.ports ?? breed, name), message, {
        expected: "the port of a cluster that the breed depends on, as `$cluster.ports.name`",
        nearest: near,
      });
      return port;
    };
    if (reference?.kind !== "trait" || reference.group !== "ports" || more.length > 0)
      return refuse(`\`${port.reference}\` is not a port`);
    const cluster = aliasesOf(breed, this.request).get(reference.cluster) ?? reference.cluster;
    const known = this.ofCluster(cluster);
    const found = known.find((one) => one.name === reference.name);
    if (found === undefined)
      return refuse(
        `\`${cluster}\` has no port \`${reference.name}\``,
        nearest(
          reference.name,
          known.map((one) => one.name),
        ),
      );
    return { number: found.number, type: found.type };
  }

  private refuseUnknown(): void {
    const { ports } = this.request;
    const known = [...this.planned].flatMap(([cluster, its]) => its.map((port) => `${cluster}.${port.name}`));
    for (const key of Object.keys(ports))
      if (!known.includes(key))
        this.problems.error("UnresolvedGatewayPortError", locationOf(ports, key), `no cluster has a port \`${key}\``, {
          expected: "`cluster.port`",
          nearest: nearest(key, known),
        });
  }
}
