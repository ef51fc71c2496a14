import type { Problems } from "../sdk/diagnostics/problem.js";
import type { DeploymentPlan } from "../sdk/planning/plan.js";
import { placeNamed } from "../sdk/reading/source.js";
import type { VampDeployment } from "./vampDeployment.js";

/** The plans of deployments that an argument names. */
export function plansOf(
  given: readonly VampDeployment[] = [],
  argument: string,
  problems: Problems,
): readonly DeploymentPlan[] {
  return given.flatMap(({ plan }, index) => {
    if (plan !== undefined) return [plan];
    problems.error(
      "UnexpectedTypeError",
      placeNamed(`${argument}[${index}]`),
      "this is no deployment of this program",
      {
        expected: "a `VampDeployment` that the same provider made",
      },
    );
    return [];
  });
}
