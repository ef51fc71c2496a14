import { deploymentSettings } from "../../../sdk/artifacts/settings.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { planDeployment } from "../../../sdk/planning/deployment.js";
import type { DeploymentPlan } from "../../../sdk/planning/plan.js";
import { readSettings } from "../../../sdk/reading/settings.js";
import { placeOf, readProgram, readText } from "../reading/read.js";
import { environmentPlan } from "./environments.js";

/** A plan, and what is wrong with what was asked: code and place. */
export interface Planning {
  readonly plan: DeploymentPlan;
  readonly problems: readonly string[];
  /** What is wrong, in words. */
  readonly messages: readonly string[];
}

/** Plans a blueprint that can be read: a text, or an object of a program. Settings are as a program writes them. */
export function planOf(source: unknown, settings: object = {}, environment = environmentPlan()): Planning {
  const { blueprint, problems: unread } = typeof source === "string" ? readText(source) : readProgram(source);
  if (blueprint === undefined || unread.length > 0) throw new Error(unread.join("\n"));
  const problems = new Problems();
  const read = readSettings(deploymentSettings, settings, "", problems);
  if (read === undefined) throw new Error(problems.list.map(({ message }) => message).join("\n"));
  const plan = planDeployment({ name: "demo", environment, blueprint, settings: read }, problems);
  return { plan, problems: problems.list.map(placeOf), messages: problems.list.map(({ message }) => message) };
}

/** The plan of a blueprint about which there is nothing to say. */
export function validPlan(source: unknown, settings: object = {}, environment = environmentPlan()): DeploymentPlan {
  const { plan, problems } = planOf(source, settings, environment);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return plan;
}

/** A version as an object of a program. */
export function version(name: string, more: Readonly<Record<string, unknown>> = {}) {
  return { breed: { name, deployable: `example/${name}`, ports: { web: 8080 }, ...more } };
}
