import { ProblemsError } from "../diagnostics/format.js";
import type { Problems } from "../diagnostics/problem.js";
import { NameRegister } from "../kubernetes/register.js";
import { renderAgentOf, renderDeployment, renderGateway } from "../kubernetes/render.js";
import type { RenderedObject } from "../kubernetes/rendered.js";
import { locationOf } from "../reading/places.js";
import { formatLocation } from "../reading/source.js";
import type { Planned } from "./texts.js";

/** Refuses deployments and gateways of one environment that would have objects of one name. */
export function checkSharedNames({ environment, deployments, gateways }: Planned, problems: Problems): void {
  // What is alone shares nothing.
  if (deployments.length + gateways.length < 2) return;
  const names = new NameRegister();
  const claim = (kind: string, name: string, artifact: object, objects: readonly RenderedObject[]) => {
    const at = locationOf(artifact, "name");
    names.claim(objects, `the ${kind} \`${name}\` at ${formatLocation(at)}`, problems, at);
  };
  try {
    for (const { plan, blueprint } of deployments)
      claim("blueprint", plan.name, blueprint, [
        ...renderDeployment(plan, environment),
        ...plan.gateways.flatMap((gateway) => renderGateway(gateway, environment, plan.name)),
      ]);
    for (const { gateway, agent, artifact } of gateways)
      claim("gateway", gateway.name, artifact, [
        ...renderAgentOf(agent, environment),
        ...renderGateway(gateway, environment, gateway.name, agent),
      ]);
  } catch (error) {
    // What is too large for Kubernetes shows only when it is rendered.
    if (!(error instanceof ProblemsError)) throw error;
    problems.add(error.problems);
  }
}
