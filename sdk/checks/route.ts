import type { RouteArtifact } from "../artifacts/route.js";
import type { Problems } from "../diagnostics/problem.js";
import { checkCondition } from "./condition.js";
import { checkSelector } from "./selector.js";

/** Checks the texts of a route that stands alone. */
export function checkRoute(route: RouteArtifact, problems: Problems): void {
  if (route.condition !== undefined) checkCondition(route.condition, problems);
  checkSelector(route, problems);
}
