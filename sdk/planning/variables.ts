import type { Service } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import { Later } from "../later.js";
import type { DeploymentRequest } from "./deployment.js";
import type { ClusterPort } from "./plan.js";
/** tmp */
export function planVariables(
  _cluster: string,
  service: Service,
  breed: Breed,
  request: DeploymentRequest,
  ports: ReadonlyMap<string, readonly ClusterPort[]>,
  _problems: Problems,
) {
  const environment: Record<string, string> = {};
  const secretEnvironment: Record<string, Later<string>> = {};
  for (const [name, v] of Object.entries(breed.environmentVariables ?? {})) {
    const value = service.environmentVariables?.[name] ?? v.value;
    if (value instanceof Later) secretEnvironment[name] = value;
    else if (value !== undefined)
      environment[v.alias ?? name] = value
        .replace(/\$(\w+)\.host/g, (_, c) => objectName(request.name, c))
        .replace(/\$(\w+)\.ports\.(\w+)/g, (_, c, p) => String(ports.get(c)?.find((x) => x.name === p)?.number));
  }
  return { environment, secretEnvironment };
}
