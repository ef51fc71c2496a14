import type { Blueprint, Cluster } from "../artifacts/blueprint.js";
import { type Escalation, type EscalationUse, isGroup, isScaleInstances } from "../artifacts/escalation.js";
import { isResponseTime } from "../artifacts/sla.js";
import type { Problems } from "../diagnostics/problem.js";
import type { Leaf } from "../later.js";
import { locationOf } from "../reading/places.js";

/** How the instances of a cluster's services come and go. */
export interface ScalingPlan {
  readonly minimum: Leaf<number>;
  readonly maximum: Leaf<number>;
  /** Instances that come or go at a time. */
  readonly by: Leaf<number>;
  /** Response times in milliseconds: slower than the upper brings instances, faster than the lower takes them away. */
  readonly threshold: { readonly upper: Leaf<number>; readonly lower: Leaf<number> };
  /** Seconds over which response times are averaged, and in which nothing happens after something did. */
  readonly window: { readonly interval: Leaf<number>; readonly cooldown: Leaf<number> };
}

/**
 * What the SLAs of a blueprint make of its clusters, by cluster. Vamp escalated on response times, and scaled instances;
 * what it could do beside that has no equivalent on Kubernetes and is refused, so that nobody waits for it.
 */
export function planScaling(blueprint: Blueprint, problems: Problems): ReadonlyMap<string, ScalingPlan> {
  const plans = new Map<string, ScalingPlan>();
  for (const [name, cluster] of Object.entries(blueprint.clusters)) {
    const sla = slaOf(cluster, problems);
    if (sla === undefined) continue;
    const { threshold, window } = sla;
    for (const escalation of escalationsOf(cluster.sla?.escalations ?? sla.escalations, problems)) {
      if (!isScaleInstances(escalation)) {
        problems.error(
          "UnsupportedEscalationType",
          locationOf(escalation, "type"),
          `an escalation \`${escalation.type}\` has no equivalent on Kubernetes`,
          { expected: "`scale_instances`" },
        );
        continue;
      }
      const { minimum, maximum, scaleBy: by, target } = escalation;
      plans.set(target ?? name, { minimum, maximum, by, threshold, window });
    }
  }
  return plans;
}

/** The SLA of a cluster, when it is one by which Kubernetes can scale. */
function slaOf(cluster: Cluster, problems: Problems) {
  const { sla } = cluster;
  if (sla === undefined) return undefined;
  const { inline, reference } = sla;
  if (inline === undefined) {
    const at = locationOf(cluster, "sla");
    if (!problems.has(at))
      problems.error("ArtifactNotFound", at, `the SLA \`${reference}\` is not written out here, and none was given`);
    return undefined;
  }
  if (isResponseTime(inline)) return inline;
  problems.error(
    "UnsupportedSlaType",
    locationOf(inline, "type"),
    `an SLA \`${inline.type}\` has no equivalent on Kubernetes: nobody here would tell that it is missed`,
    { expected: "`response_time_sliding_window`" },
  );
  return undefined;
}

/** All that is done, groups opened: Kubernetes has no order in which to try things. */
function escalationsOf(uses: readonly EscalationUse[] | undefined, problems: Problems): readonly Escalation[] {
  return (uses ?? []).flatMap((use): readonly Escalation[] => {
    const { inline, reference } = use;
    if (inline !== undefined) return isGroup(inline) ? escalationsOf(inline.escalations, problems) : [inline];
    const at = locationOf(use);
    if (!problems.has(at))
      problems.error(
        "ArtifactNotFound",
        at,
        `the escalation \`${reference}\` is not written out here, and none was given`,
      );
    return [];
  });
}
