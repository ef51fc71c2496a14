import { Problems } from "../../../sdk/diagnostics/problem.js";
import { type DeploymentRequest, planDeployment } from "../../../sdk/planning/deployment.js";
import type { DeploymentPlan } from "../../../sdk/planning/plan.js";
import { placeOf, readProgram, readText } from "../reading/read.js";

/** A plan, and what is wrong with what was asked: code and place. */
export interface Planning {
  readonly plan: DeploymentPlan;
  readonly problems: readonly string[];
}

/** What a deployment is asked for, unless a test says otherwise. */
export const defaults = {
  name: "demo",
  namespace: "vamp-shop-test",
  images: {},
  ports: {},
  hop: "auto",
  gatewayService: { type: "ClusterIP" },
  agent: { image: "haproxy:2.8", replicas: 2 },
  clusterDomain: "cluster.local",
} as const satisfies Omit<DeploymentRequest, "blueprint">;

/** Plans a blueprint that can be read: a text, or an object of a program. */
export function planOf(source: unknown, request: Partial<DeploymentRequest> = {}): Planning {
  const { blueprint, problems: unread } = typeof source === "string" ? readText(source) : readProgram(source);
  if (blueprint === undefined || unread.length > 0) throw new Error(unread.join("\n"));
  const problems = new Problems();
  const plan = planDeployment({ ...defaults, blueprint, ...request }, problems);
  return { plan, problems: problems.list.map(placeOf) };
}

/** The plan of a blueprint about which there is nothing to say. */
export function validPlan(source: unknown, request: Partial<DeploymentRequest> = {}): DeploymentPlan {
  const { plan, problems } = planOf(source, request);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return plan;
}

/** A version as an object of a program. */
export function version(name: string, more: Readonly<Record<string, unknown>> = {}) {
  return { breed: { name, deployable: `example/${name}`, ports: { web: 8080 }, ...more } };
}
