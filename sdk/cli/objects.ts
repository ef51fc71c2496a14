import type { Blueprint } from "../artifacts/blueprint.js";
import type { Gateway } from "../artifacts/gateway.js";
import type { Workflow } from "../artifacts/workflow.js";
import type { Problems } from "../diagnostics/problem.js";
import {
  type RenderedObject,
  renderAgentOf,
  renderDeployment,
  renderEnvironment,
  renderGateway,
} from "../kubernetes/render.js";
import { planDeployment } from "../planning/deployment.js";
import { planEnvironment } from "../planning/environment.js";
import { planGateway } from "../planning/gateway.js";

/** What is rendered, under the names it has. */
export interface Renderable {
  readonly organisation: string;
  readonly environment: string;
  readonly blueprints: readonly (readonly [name: string, blueprint: Blueprint])[];
  readonly gateways: readonly (readonly [name: string, gateway: Gateway])[];
  /** They run beside the first blueprint. */
  readonly workflows: readonly Workflow[];
}

/** The objects that the components would make of these, with every setting left at its default. */
export function objectsOf(
  { organisation, environment, blueprints, gateways, workflows }: Renderable,
  problems: Problems,
): readonly RenderedObject[] {
  const home = planEnvironment({ organisation: { name: organisation }, environment, settings: {} }, problems);
  const plans = blueprints.map(([name, blueprint], index) => {
    const beside = index === 0 ? workflows : [];
    return planDeployment({ name, environment: home, blueprint, settings: {}, workflows: beside }, problems);
  });
  const alone = gateways.map(([name, gateway]) =>
    planGateway({ name, environment: home, gateway, deployments: plans, settings: {} }, problems),
  );
  // What is wrong cannot be rendered.
  if (problems.hasErrors) return [];
  return [
    ...renderEnvironment(home),
    ...plans.flatMap((plan) => [
      ...renderDeployment(plan, home),
      ...plan.gateways.flatMap((gateway) => renderGateway(gateway, home, plan.name)),
    ]),
    ...alone.flatMap(({ gateway, agent }) => [
      ...renderAgentOf(agent, home),
      ...renderGateway(gateway, home, gateway.name, agent),
    ]),
  ];
}
