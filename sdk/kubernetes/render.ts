import { orderByNeeds } from "../order.js";
import { underlay } from "../overlay.js";
import type { EnvironmentPlan } from "../planning/environment.js";
import type { AgentPlan, DeploymentPlan, GatewayPlan } from "../planning/plan.js";
import { agentKey, renderAgent } from "./agent.js";
import { renderEnvironmentRules, renderNamespace } from "./environment.js";
import { renderGatewayPolicy } from "./networkPolicy.js";
import type { Rendered } from "./object.js";
import { clusterServiceKey, renderBackendService, renderClusterService, renderGatewayService } from "./service.js";
import { renderWorkflow } from "./workflow.js";
import { renderWorkload } from "./workload.js";

/** Any object that a plan becomes, with its key and what it needs. */
export type RenderedObject = Rendered<
  (
    | ReturnType<typeof renderNamespace>
    | ReturnType<typeof renderEnvironmentRules>[number]
    | ReturnType<typeof renderGatewayPolicy>
    | ReturnType<typeof renderWorkload>[number]
    | ReturnType<typeof renderWorkflow>[number]
    | ReturnType<typeof renderAgent>[number]
    | ReturnType<typeof renderClusterService>
    | ReturnType<typeof renderGatewayService>
  )["object"]
>;

/** The objects of an environment, the Namespace first. */
export function renderEnvironment(plan: EnvironmentPlan): readonly RenderedObject[] {
  const [namespace, ...rules] = [renderNamespace(plan), ...renderEnvironmentRules(plan)];
  return [namespace, ...rules.map((rule) => marked(rule, plan))];
}

/** An object, and its pods, with the labels and annotations that its environment puts on everything. */
function marked(rendered: RenderedObject, { settings }: EnvironmentPlan): RenderedObject {
  const { labels, annotations } = settings.defaults ?? {};
  if (labels === undefined && annotations === undefined) return rendered;
  const metadata = { labels, annotations };
  const template = { metadata };
  const { kind } = rendered.object;
  const pods = kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { template };
  const hasPods = kind === "Deployment" || kind === "CronJob" || kind === "Job";
  return underlay(rendered, { object: { metadata, ...(hasPods ? { spec: pods } : {}) } });
}

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
  const routed = services.filter((service) => service.routed);
  const backends = routed.map((service) => renderBackendService(service, namespace));
  const agentNeeds = [...routed.map((service) => service.key), ...backends.map((backend) => backend.key)];
  const objects = [
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
    ...plan.workflows.flatMap((workflow): readonly RenderedObject[] =>
      renderWorkflow(workflow, namespace, workflow.service.needs.map(clusterServiceKey)),
    ),
  ];
  return objects.map((object) => marked(object, environment));
}

/** The objects of a gateway that has an agent of its own, but its Service. */
export function renderAgentOf(agent: AgentPlan, environment: EnvironmentPlan): readonly RenderedObject[] {
  return renderAgent(agent, environment.namespace, []).map((object) => marked(object, environment));
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
  return [...policies, service].map((object) => marked(object, environment));
}

/** Clusters so that what others need comes first. Circles were refused when the blueprint was read. */
function inOrder({ clusters }: DeploymentPlan): DeploymentPlan["clusters"] {
  const needs = new Map(clusters.map(({ name, services }) => [name, services.flatMap((service) => service.needs)]));
  return orderByNeeds(needs).names.flatMap((name) => clusters.find((cluster) => cluster.name === name) ?? []);
}
