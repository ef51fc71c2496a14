import { orderByNeeds } from "../order.js";
import type { EnvironmentPlan } from "../planning/environment.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan } from "../planning/plan.js";
import { agentKey, renderAgent } from "./agent.js";
import { renderEnvironmentRules, renderNamespace } from "./environment.js";
import { renderGatewayPolicy } from "./networkPolicy.js";
import type { Rendered } from "./object.js";
import { renderBackendService, renderClusterService, renderGatewayService } from "./service.js";
import { renderWorkload } from "./workload.js";

/** Any object that a plan becomes, with its key and what it needs. */
export type RenderedObject = Rendered<
  (
    | ReturnType<typeof renderNamespace>
    | ReturnType<typeof renderEnvironmentRules>[number]
    | ReturnType<typeof renderGatewayPolicy>
    | ReturnType<typeof renderWorkload>[number]
    | ReturnType<typeof renderAgent>[number]
    | ReturnType<typeof renderClusterService>
    | ReturnType<typeof renderGatewayService>
  )["object"]
>;

/** The objects of an environment, the Namespace first. */
export function renderEnvironment(plan: EnvironmentPlan): readonly RenderedObject[] {
  return [renderNamespace(plan), ...renderEnvironmentRules(plan)];
}

/**
 * The objects of a deployment but its gateways' Services, each after what it needs.
 *
 * Versions wait for the versions they depend on; the agent for every version it may send requests to; a Service turns to
 * the agent, or from it to a version, when that is ready. So requests always have somewhere to go.
 */
export function renderDeployment(plan: DeploymentPlan): readonly RenderedObject[] {
  const { name, namespace, agent } = plan;
  const versions = new Map(
    plan.clusters.map((cluster) => [cluster.name, cluster.services.map((service) => service.key)]),
  );
  const services = inOrder(plan).flatMap((cluster) => cluster.services);
  const routed = services.filter((service) => service.routed);
  const backends = routed.map((service) => renderBackendService(service, namespace));
  const agentNeeds = [...routed.map((service) => service.key), ...backends.map((backend) => backend.key)];
  return [
    ...services.flatMap((service) =>
      renderWorkload(
        service,
        namespace,
        service.needs.flatMap((needed) => versions.get(needed) ?? []),
      ),
    ),
    ...backends,
    ...(agent === undefined ? [] : renderAgent(agent, namespace, agentNeeds)),
    ...plan.clusters
      .filter((cluster) => cluster.ports.length > 0)
      .map((cluster) => {
        const behind = cluster.routed && agent !== undefined ? [agentKey] : (versions.get(cluster.name) ?? []);
        return renderClusterService(cluster, namespace, name, behind);
      }),
  ];
}

/** The objects of a gateway that has an agent of its own, but its Service. */
export function renderAgentOf(agent: AgentPlan, namespace: string): readonly RenderedObject[] {
  return renderAgent(agent, namespace, []);
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
  const { namespace, settings } = environment;
  const service = renderGatewayService(gateway, namespace, owner, agent === undefined ? [] : [agentKey]);
  return settings.network.ingress === "open" ? [service] : [renderGatewayPolicy(gateway, namespace, owner), service];
}

/** Clusters so that what others need comes first. Circles were refused when the blueprint was read. */
function inOrder({ clusters }: DeploymentPlan): DeploymentPlan["clusters"] {
  const needs = new Map(clusters.map(({ name, services }) => [name, services.flatMap((service) => service.needs)]));
  return orderByNeeds(needs).names.flatMap((name) => clusters.find((cluster) => cluster.name === name) ?? []);
}
