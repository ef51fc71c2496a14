import type { RouteArtifact } from "../artifacts/route.js";
import type { ConditionOptions } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { checkCondition } from "./condition.js";
import { checkSelector } from "./selector.js";

/** Checks the texts of a route that stands alone. */
export function checkRoute(route: RouteArtifact, problems: Problems, options: ConditionOptions = {}): void {
  if (route.condition !== undefined) checkCondition(route.condition, problems, options);
  checkSelector(route, problems);
}
