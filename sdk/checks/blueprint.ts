import { type Blueprint, breedName } from "../artifacts/blueprint.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import type { CheckOptions } from "./artifact.js";
import { checkBreed } from "./breed.js";
import { checkDependencies } from "./dependencies.js";
import { checkEscalations } from "./escalations.js";
import { checkGateways } from "./gateways.js";
import { checkHealthChecks } from "./healthChecks.js";
import { checkClusterReferences } from "./references.js";
import { checkVariables } from "./variables.js";
import { warnOfBlueprint } from "./warnings.js";

/** Checks everything about a blueprint that can be said without anything outside it, in Vamp's order. */
export function checkBlueprint(blueprint: Blueprint, problems: Problems, options: CheckOptions = {}): void {
  checkServices(blueprint, problems);
  checkGateways(blueprint, problems, options);
  checkVariables(blueprint, problems);
  checkClusterReferences(blueprint, problems);
  checkDependencies(blueprint, problems, options.elsewhere);
  checkHealthChecks(blueprint, problems);
  checkEscalations(blueprint, problems);
  for (const cluster of Object.values(blueprint.clusters)) {
    checkNetwork(cluster, problems);
    for (const service of cluster.services) {
      checkNetwork(service, problems);
      if (service.breed.inline !== undefined) checkBreed(service.breed.inline, problems);
    }
  }
  warnOfBlueprint(blueprint, problems);
}

function checkServices(blueprint: Blueprint, problems: Problems): void {
  const clusters = Object.entries(blueprint.clusters);
  if (clusters.every(([, cluster]) => cluster.services.length === 0))
    problems.error("NoServiceError", locationOf(blueprint, "clusters"), "this blueprint runs nothing", {
      expected: "at least one cluster with a service",
    });
  const seen = new Map<string, string>();
  for (const [name, cluster] of clusters)
    for (const service of cluster.services) {
      const breed = breedName(service);
      const other = seen.get(breed);
      if (other !== undefined) {
        const message = `\`${breed}\` runs in \`${other}\` already; a breed runs once in a blueprint`;
        problems.error("NonUniqueBlueprintBreedReferenceError", locationOf(service, "breed"), message);
      }
      seen.set(breed, name);
    }
}

/** Docker's and Mesos' networks. A pod always has an address of its own, as with `BRIDGE`. */
function checkNetwork(part: { readonly network?: string | undefined }, problems: Problems): void {
  if (part.network !== undefined && part.network.toUpperCase() !== "BRIDGE")
    problems.error("InvalidValue", locationOf(part, "network"), `Kubernetes has no network \`${part.network}\``, {
      expected: "none, or `hostNetwork` in the dialect `kubernetes`",
    });
}
