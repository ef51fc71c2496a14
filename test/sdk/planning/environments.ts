import { environmentSettings } from "../../../sdk/artifacts/environmentSettings.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { type EnvironmentPlan, planEnvironment } from "../../../sdk/planning/environment.js";
import { readSettings } from "../../../sdk/reading/settings.js";

/** The plan of the environment `test` of the organisation `shop`, which must be without a problem. */
export function environmentPlan(settings: object = {}): EnvironmentPlan {
  const problems = new Problems();
  const read = readSettings(environmentSettings, settings, "", problems) ?? {};
  const plan = planEnvironment({ organisation: { name: "shop" }, environment: "test", settings: read }, problems);
  if (problems.hasErrors) throw new Error(problems.list.map(({ message }) => message).join());
  return plan;
}
