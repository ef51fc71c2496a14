import { breedName, type Cluster, type Service } from "../artifacts/blueprint.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName, portName } from "../kubernetes/names.js";
import { locationOf } from "../reading/places.js";
import { planArguments } from "./arguments.js";
import type { ScalingPlan } from "./autoscaling.js";
import type { DeploymentContext } from "./deployment.js";
import { planDialects } from "./dialects.js";
import { planHealth } from "./healthChecks.js";
import { imageOf } from "./image.js";
import type { ServicePlan } from "./plan.js";
import type { Ports } from "./ports.js";
import type { Variables } from "./variables.js";

/** What a service is planned in. */
export interface ServiceHome {
  /** Name of its cluster. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly request: DeploymentContext;
  readonly ports: Ports;
  readonly variables: Variables;
  /** How its instances come and go. */
  readonly scaling: ScalingPlan | undefined;
  /** Clusters that have to be there first. */
  readonly needs: readonly string[];
}

/** Plans one version of a cluster; undefined when nobody says what it runs, which the problems tell. */
export function planService(service: Service, home: ServiceHome, problems: Problems): ServicePlan | undefined {
  const { name: cluster, request, ports, variables, needs } = home;
  const breed = service.breed.inline;
  if (service.scale?.reference !== undefined) refuseName(service, "scale", service.scale.reference, problems);
  if (breed === undefined) {
    refuseName(service, "breed", breedName(service), problems);
    return undefined;
  }
  const type = breed.deployable.type;
  if (type !== undefined && !["container/docker", "docker"].includes(type))
    problems.error(
      "UnsupportedDeployableType",
      locationOf(breed.deployable, "type"),
      `Kubernetes cannot run \`${type}\``,
      {
        expected: "`container/docker`",
      },
    );
  if (breed.deployable.definition === "")
    problems.error("UndefinedDockerImage", locationOf(breed, "deployable"), `the breed \`${breed.name}\` has no image`);
  const { cpu, memory, instances = 1 } = service.scale?.inline ?? request.scale;
  const name = objectName(request.name, breed.name);
  const dialects = [request.blueprint.dialects, home.cluster.dialects, service.dialects];
  return {
    name: breed.name,
    cluster,
    deployment: request.name,
    key: objectName(breed.name),
    objectName: name,
    backendName: `${name}-backend`,
    routed: false,
    instancesName: `${name}-instances`,
    apart: false,
    image: imageOf(breed.deployable.definition, request.images),
    ports: [...ports.ofBreed(breed)].map(([port, { number, type: portType }]) => ({
      name: port,
      number,
      type: portType,
      portName: portName(cluster, port),
    })),
    ...variables.ofContainer(cluster, service, breed),
    scale: { cpu, memory, instances },
    scaling: home.scaling,
    autoscaling: request.autoscaling,
    health: planHealth(service, breed, home.cluster, problems),
    start: planArguments(breed.arguments, service.arguments, request.podSecurity, problems),
    pod: planDialects(dialects, (text, at) => variables.text(text, at, cluster, service, breed), problems),
    needs,
    pullSecrets: request.pullSecrets,
    patience: request.patience,
  };
}

/** A name that nothing stands for. Where artifacts were given, it was told when they were looked through. */
function refuseName(service: Service, key: "breed" | "scale", name: string, problems: Problems): void {
  const at = locationOf(service, key);
  if (problems.has(at)) return;
  const message = `the ${key} \`${name}\` is not written out here, and no such ${key} was given`;
  problems.error("ArtifactNotFound", at, message);
}
