import { orderByNeeds } from "../order.js";
import type { EnvironmentPlan } from "../planning/environment.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan } from "../planning/plan.js";
import { renderAgent } from "./agent.js";
import { agentKey } from "./agentNames.js";
import { renderGatewayPolicy, renderMetricsPolicy } from "./networkPolicy.js";
import { marked, type RenderedObject } from "./rendered.js";
import { clusterServiceKey, renderClusterService, renderGatewayService, renderSelectedService } from "./service.js";
import { renderWorkflow } from "./workflow.js";
import { renderWorkload } from "./workload.js";

/**
 * The objects of a deployment but its gateways' Services, each after what it needs.
 *
 * Versions wait for the versions they depend on; the agent for every version it may send requests to; a Service turns to
 * the agent, or from it to a version, when that is ready. So requests always have somewhere to go. Workflows come last.
 */
export function renderDeployment(plan: DeploymentPlan, environment: EnvironmentPlan): readonly RenderedObject[] {
  const { name, namespace, agent } = plan;
  const versions = new Map(
    plan.clusters.map((cluster) => [cluster.name, cluster.services.map((service) => service.key)]),
  );
  const services = inOrder(plan).flatMap((cluster) => cluster.services);
  const agentNeeds = services.filter(({ routed, apart }) => routed || apart).map(({ key }) => key);
  const objects = [
    ...services.flatMap((service) =>
      renderWorkload(
        service,
        namespace,
        service.needs.flatMap((needed) => versions.get(needed) ?? []),
      ),
    ),
    ...(agent === undefined ? [] : agentObjects(agent, environment, agentNeeds)),
    ...plan.clusters
      .filter((cluster) => cluster.ports.length > 0)
      .map((cluster) => {
        const behind = cluster.routed && agent !== undefined ? [agentKey] : (versions.get(cluster.name) ?? []);
        return renderClusterService(cluster, namespace, name, behind);
      }),
    ...plan.workflows.flatMap((workflow): readonly RenderedObject[] =>
      renderWorkflow(workflow, namespace, workflow.service.needs.map(clusterServiceKey)),
    ),
  ];
  return objects.map((object) => marked(object, environment));
}

/** All objects of a deployment: those of {@link renderDeployment}, and those of its gateways. */
export function renderWholeDeployment(plan: DeploymentPlan, environment: EnvironmentPlan): readonly RenderedObject[] {
  const gateways = plan.gateways.flatMap((gateway) => renderGateway(gateway, environment, plan.name));
  return [...renderDeployment(plan, environment), ...gateways];
}

/** All objects of a gateway that stands alone: its agent, and those of {@link renderGateway}. */
export function renderWholeGateway(
  gateway: GatewayPlan,
  agent: AgentPlan,
  environment: EnvironmentPlan,
): readonly RenderedObject[] {
  return [...renderAgentOf(agent, environment), ...renderGateway(gateway, environment, gateway.name, agent)];
}

/** The objects of a gateway that has an agent of its own, but its Service. */
function renderAgentOf(agent: AgentPlan, environment: EnvironmentPlan): readonly RenderedObject[] {
  return agentObjects(agent, environment, []).map((object) => marked(object, environment));
}

/** An agent, and in an environment that lets nobody in the policy that lets those in who measure it. */
function agentObjects(
  agent: AgentPlan,
  { namespace, network }: EnvironmentPlan,
  needs: readonly string[],
): readonly RenderedObject[] {
  const measured = agent.monitor !== "none" && network.ingress !== "open";
  return [...renderAgent(agent, namespace, needs), ...(measured ? [renderMetricsPolicy(agent, namespace)] : [])];
}

/**
 * The Service of a gateway, which waits for the agent when that is made with it; and in an environment that lets nobody in
 * the policy that lets the gateway's requests in.
 */
export function renderGateway(
  gateway: GatewayPlan,
  environment: EnvironmentPlan,
  owner: string,
  agent?: AgentPlan,
): readonly RenderedObject[] {
  const { namespace, network } = environment;
  const service = renderGatewayService(gateway, namespace, owner, agent === undefined ? [] : [agentKey]);
  const policies = network.ingress === "open" ? [] : [renderGatewayPolicy(gateway, namespace, owner)];
  const selected = gateway.selected.map((one) => renderSelectedService(one, namespace, gateway.name));
  return [...policies, ...selected, service].map((object) => marked(object, environment));
}

/** Clusters so that what others need comes first. Circles were refused when the blueprint was read. */
function inOrder({ clusters }: DeploymentPlan): DeploymentPlan["clusters"] {
  const needs = new Map(clusters.map(({ name, services }) => [name, services.flatMap((service) => service.needs)]));
  return orderByNeeds(needs).names.flatMap((name) => clusters.find((cluster) => cluster.name === name) ?? []);
}
