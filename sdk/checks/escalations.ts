import type { Blueprint } from "../artifacts/blueprint.js";
import { type EscalationUse, isGroup } from "../artifacts/escalation.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";

/** Checks that escalations scale clusters that are there. */
export function checkEscalations(blueprint: Blueprint, problems: Problems): void {
  const clusters = Object.keys(blueprint.clusters);
  const check = (uses: readonly EscalationUse[] | undefined): void => {
    for (const { inline } of uses ?? []) {
      if (inline === undefined) continue;
      if (isGroup(inline)) check(inline.escalations);
      else if ("target" in inline && typeof inline.target === "string" && !clusters.includes(inline.target))
        problems.error(
          "UnresolvedScaleEscalationTargetCluster",
          locationOf(inline, "target"),
          `there is no cluster \`${inline.target}\` to scale`,
          { nearest: nearest(inline.target, clusters) },
        );
    }
  };
  for (const { sla } of Object.values(blueprint.clusters)) {
    check(sla?.escalations);
    check(sla?.inline?.escalations);
  }
}
