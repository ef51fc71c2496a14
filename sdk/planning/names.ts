import type { Blueprint } from "../artifacts/blueprint.js";
import { breedName } from "../artifacts/blueprint.js";
import type { Problems } from "../diagnostics/problem.js";
import { agentKey } from "../kubernetes/agentNames.js";
import { clusterServiceKey } from "../kubernetes/service.js";
import { locationOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";
import type { DeploymentPlan } from "./plan.js";

/** What an agent may have beside its workload, as the keys of its objects end. */
const agentParts = ["autoscaler", "budget", "certificates", "config", "metrics", "metrics-policy"];

/** What a version may have beside its Deployment. */
const serviceParts = ["autoscaler", "backend", "budget", "environment", "instances"];

/** A name that has to be the only one of its kind. */
interface Named {
  /** What shares a space of names: a kind of Kubernetes object, or the parts of a deployment. */
  readonly kind: string;
  readonly name: string;
  /** What has the name, for people. */
  readonly owner: string;
  readonly location: Location;
}

/**
 * Refuses a blueprint in which two things would have the same name: one would replace the other without a word. Names are
 * made of the names in the blueprint, so renaming one of the two there is the cure.
 */
export function checkNames(plan: DeploymentPlan, blueprint: Blueprint, problems: Problems): void {
  const seen = new Map<string, Named>();
  // Two things often share several names for one reason.
  const told = new Set<string>();
  for (const named of namesOf(plan, blueprint)) {
    const key = `${named.kind} ${named.name}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, named);
    else if (other.owner !== named.owner && !told.has(`${named.owner} ${other.owner}`)) {
      told.add(`${named.owner} ${other.owner}`);
      problems.error(
        "DuplicateObjectName",
        named.location,
        `${named.owner} and ${other.owner} would both have the ${named.kind} \`${named.name}\``,
        { expected: "another name for one of them" },
      );
    }
  }
}

function namesOf(plan: DeploymentPlan, blueprint: Blueprint): readonly Named[] {
  const whole = locationOf(blueprint);
  const agent = { owner: "the gateway agent", location: whole };
  const names: Named[] = [];
  if (plan.agent !== undefined)
    names.push(
      { kind: "Deployment", name: plan.agent.objectName, ...agent },
      ...parts([agentKey, ...agentParts.map((part) => `${agentKey}-${part}`)], agent),
    );
  for (const cluster of plan.clusters) {
    const its = { owner: `the cluster \`${cluster.name}\``, location: locationOf(blueprint.clusters, cluster.name) };
    names.push(
      { kind: "Service", name: cluster.serviceName, ...its },
      ...parts([clusterServiceKey(cluster.name)], its),
    );
    for (const port of cluster.ports)
      names.push({ kind: "port", name: port.portName, ...its, owner: `the port \`${port.name}\` of ${its.owner}` });
    for (const service of cluster.services) {
      const written = blueprint.clusters[cluster.name]?.services.find((one) => breedName(one) === service.name);
      const breed = {
        owner: `the breed \`${service.name}\``,
        location: written ? locationOf(written, "breed") : whole,
      };
      const { key, objectName, backendName } = service;
      names.push(
        { kind: "Deployment", name: objectName, ...breed },
        { kind: "Service", name: backendName, ...breed },
        { kind: "Service", name: service.instancesName, ...breed },
        ...parts([key, ...serviceParts.map((part) => `${key}-${part}`)], breed),
      );
    }
  }
  for (const { service } of plan.workflows) {
    const its = { owner: `the workflow \`${service.workflow}\``, location: whole };
    names.push(
      { kind: "Deployment", name: service.objectName, ...its },
      ...parts([service.key, `${service.key}-environment`], its),
    );
  }
  for (const { key, serviceName, listener } of plan.gateways) {
    const written =
      Object.keys(blueprint.gateways ?? {}).find((one) => one === key || one.startsWith(`${key}/`)) ?? key;
    const location = blueprint.gateways === undefined ? whole : locationOf(blueprint.gateways, written);
    const its = { owner: `the gateway \`${key}\``, location };
    names.push({ kind: "Service", name: serviceName, ...its }, { kind: "port", name: listener.portName, ...its });
  }
  return names;
}

/** Names of the parts of a deployment among Pulumi's resources. */
function parts(keys: readonly string[], its: Pick<Named, "owner" | "location">): readonly Named[] {
  return keys.map((name) => ({ kind: "part", name, ...its }));
}
