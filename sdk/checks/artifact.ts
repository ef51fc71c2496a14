import type { ConditionOptions } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import type { ArtifactOf, Kind } from "../reading/kinds.js";
import { checkBlueprint } from "./blueprint.js";
import { checkBreed } from "./breed.js";
import { checkCondition } from "./condition.js";
import { checkDeployment } from "./deployment.js";
import { checkEvent } from "./event.js";
import { checkStandaloneGateway } from "./gateway.js";
import { checkRoute } from "./route.js";
import { checkRewrite } from "./routing.js";
import { checkWorkflow } from "./workflow.js";

/** What an artifact is checked with. */
export interface CheckOptions extends ConditionOptions {
  /** Breeds that run elsewhere, and that breeds of a blueprint may depend on. Default: none. */
  readonly elsewhere?: readonly string[];
}

const checks: {
  readonly [K in Kind]?: (artifact: ArtifactOf<K>, problems: Problems, options: CheckOptions) => void;
} = {
  blueprints: checkBlueprint,
  breeds: checkBreed,
  conditions: checkCondition,
  deployments: checkDeployment,
  events: checkEvent,
  gateways: checkStandaloneGateway,
  rewrites: checkRewrite,
  routes: checkRoute,
  workflows: checkWorkflow,
};

/** Checks everything about an artifact that can be said without anything outside it. */
export function checkArtifact<K extends Kind>(
  kind: K,
  artifact: ArtifactOf<K>,
  problems: Problems,
  options: CheckOptions = {},
): void {
  checks[kind]?.(artifact, problems, options);
}
