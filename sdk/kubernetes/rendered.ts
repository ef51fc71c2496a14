import { underlay } from "../overlay.js";
import type { EnvironmentPlan } from "../planning/environment.js";
import type { renderAgent } from "./agent.js";
import type { renderEnvironmentRules, renderNamespace } from "./environment.js";
import type { renderGatewayPolicy, renderMetricsPolicy } from "./networkPolicy.js";
import type { Rendered } from "./object.js";
import type { renderClusterService, renderGatewayService, renderSelectedService } from "./service.js";
import type { renderWorkflow } from "./workflow.js";
import type { renderWorkload } from "./workload.js";

/** Any object that a plan becomes, with its key and what it needs. */
export type RenderedObject = Rendered<
  (
    | ReturnType<typeof renderNamespace>
    | ReturnType<typeof renderEnvironmentRules>[number]
    | ReturnType<typeof renderGatewayPolicy>
    | ReturnType<typeof renderMetricsPolicy>
    | ReturnType<typeof renderWorkload>[number]
    | ReturnType<typeof renderWorkflow>[number]
    | ReturnType<typeof renderAgent>[number]
    | ReturnType<typeof renderClusterService>
    | ReturnType<typeof renderGatewayService>
    | ReturnType<typeof renderSelectedService>
  )["object"]
>;

/** An object, and its pods, with the labels and annotations that its environment puts on everything. */
export function marked(rendered: RenderedObject, { settings }: EnvironmentPlan): RenderedObject {
  const { labels, annotations } = settings.defaults ?? {};
  if (labels === undefined && annotations === undefined) return rendered;
  const metadata = { labels, annotations };
  const template = { metadata };
  const { kind } = rendered.object;
  const pods = kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { template };
  const hasPods = kind === "Deployment" || kind === "DaemonSet" || kind === "CronJob" || kind === "Job";
  return underlay(rendered, { object: { metadata, ...(hasPods ? { spec: pods } : {}) } });
}
