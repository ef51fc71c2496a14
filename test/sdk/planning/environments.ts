import { environmentSettings } from "../../../sdk/artifacts/environmentSettings.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { type EnvironmentPlan, type EnvironmentRequest, planEnvironment } from "../../../sdk/planning/environment.js";
import { readSettings } from "../../../sdk/reading/artifacts.js";

/** The plan of the environment `test` of the organisation `shop`, which must be without a problem. */
export function environmentPlan(settings: object = {}, request: Partial<EnvironmentRequest> = {}): EnvironmentPlan {
  const problems = new Problems();
  const read = readSettings(environmentSettings, settings, "", problems);
  if (read === undefined || problems.hasErrors) throw new Error(problems.list.map(({ message }) => message).join());
  const plan = planEnvironment({ organisation: "shop", environment: "test", settings: read, ...request }, problems);
  if (problems.hasErrors) throw new Error(problems.list.map(({ message }) => message).join());
  return plan;
}
