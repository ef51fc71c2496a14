import type { Deployment } from "../artifacts/deployment.js";
import type { ConditionOptions } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { checkBreed } from "./breed.js";
import { checkGateway } from "./gateway.js";
import { gatewayPort } from "./gateways.js";

/** Checks the gateways and breeds of a deployment. What it consists of was checked when it was deployed. */
export function checkDeployment(deployment: Deployment, problems: Problems, options: ConditionOptions = {}): void {
  for (const [key, gateway] of Object.entries(deployment.gateways ?? {}))
    checkGateway(gateway, gatewayPort(key, gateway).type, problems, options);
  for (const cluster of Object.values(deployment.clusters ?? {})) {
    for (const gateway of Object.values(cluster.gateways ?? {}))
      checkGateway(gateway, gateway.port?.type ?? "http", problems, options);
    for (const { breed } of cluster.services) if (breed.inline !== undefined) checkBreed(breed.inline, problems);
  }
}
