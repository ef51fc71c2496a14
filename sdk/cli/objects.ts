import type { Blueprint } from "../artifacts/blueprint.js";
import { environmentSettings } from "../artifacts/environmentSettings.js";
import type { Gateway } from "../artifacts/gateway.js";
import { agentSettings, routingSettings, serviceSettings } from "../artifacts/settings.js";
import type { Problems } from "../diagnostics/problem.js";
import {
  type RenderedObject,
  renderAgentOf,
  renderDeployment,
  renderEnvironment,
  renderGateway,
} from "../kubernetes/render.js";
import { planDeployment } from "../planning/deployment.js";
import { type EnvironmentPlan, planEnvironment } from "../planning/environment.js";
import { planGateway } from "../planning/gateway.js";
import type { DeploymentPlan } from "../planning/plan.js";

/** What is rendered, under the names it has. */
export interface Renderable {
  readonly organisation: string;
  readonly environment: string;
  readonly blueprints: readonly (readonly [name: string, blueprint: Blueprint])[];
  readonly gateways: readonly (readonly [name: string, gateway: Gateway])[];
}

/** The objects that the components would make of these, with every setting left at its default. */
export function objectsOf(
  { organisation, environment, blueprints, gateways }: Renderable,
  problems: Problems,
): readonly RenderedObject[] {
  const settings = environmentSettings.parse({});
  const home = planEnvironment({ organisation, environment, settings }, problems);
  const plans = blueprints.map(([name, blueprint]) => planOf(name, blueprint, home, problems));
  return [
    ...renderEnvironment(home),
    ...plans.flatMap((plan) => [
      ...renderDeployment(plan),
      ...plan.gateways.flatMap((gateway) => renderGateway(gateway, home, plan.name)),
    ]),
    ...gateways.flatMap(([name, gateway]) => standalone(name, gateway, plans, home, problems)),
  ];
}

/** Settings of the components, as they are when a program says nothing. */
const defaults = {
  agent: agentSettings.parse({}),
  service: serviceSettings.parse({}),
  routing: routingSettings.parse({}),
};

function planOf(name: string, blueprint: Blueprint, home: EnvironmentPlan, problems: Problems): DeploymentPlan {
  const { agent, service: gatewayService, routing } = defaults;
  const { namespace } = home;
  return planDeployment(
    { name, namespace, blueprint, images: {}, ports: {}, gatewayService, agent, ...routing },
    problems,
  );
}

function standalone(
  name: string,
  gateway: Gateway,
  deployments: readonly DeploymentPlan[],
  home: EnvironmentPlan,
  problems: Problems,
): readonly RenderedObject[] {
  const { agent, service, routing } = defaults;
  const { clusterDomain } = routing;
  const planned = planGateway(
    { name, namespace: home.namespace, gateway, deployments, service, agent, clusterDomain },
    problems,
  );
  return [
    ...renderAgentOf(planned.agent, home.namespace),
    ...renderGateway(planned.gateway, home, planned.gateway.name, planned.agent),
  ];
}
