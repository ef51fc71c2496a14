import { ProblemsError } from "../diagnostics/format.js";
import type { Problems } from "../diagnostics/problem.js";
import { nameByContent } from "../kubernetes/contentNames.js";
import { renderEnvironment } from "../kubernetes/environment.js";
import { renderAgentOf, renderDeployment, renderGateway } from "../kubernetes/render.js";
import type { RenderedObject } from "../kubernetes/rendered.js";
import { planWanted, type Wanted } from "../planning/texts.js";

/** The objects that the components would make of what is wanted, with every setting left at its default. */
export function objectsOf(
  wanted: Wanted,
  names: { readonly organisation: string; readonly environment: string },
  problems: Problems,
): readonly RenderedObject[] {
  const { environment, deployments, gateways } = planWanted(wanted, names, problems);
  // What is wrong cannot be rendered.
  if (problems.hasErrors) return [];
  try {
    return nameByContent([
      ...renderEnvironment(environment),
      ...deployments.flatMap(({ plan }) => [
        ...renderDeployment(plan, environment),
        ...plan.gateways.flatMap((gateway) => renderGateway(gateway, environment, plan.name)),
      ]),
      ...gateways.flatMap(({ gateway, agent }) => [
        ...renderAgentOf(agent, environment),
        ...renderGateway(gateway, environment, gateway.name, agent),
      ]),
    ]);
  } catch (error) {
    // What is too large for Kubernetes shows only when it is rendered.
    if (!(error instanceof ProblemsError)) throw error;
    problems.add(error.problems);
    return [];
  }
}
