import { describe, expect, it } from "vitest";
import { Problems, reportOf } from "../../../sdk/diagnostics/problem.js";
import type { EnvironmentPlan } from "../../../sdk/planning/environment.js";
import { Tenants } from "../../../sdk/planning/tenants.js";
import { environmentPlan } from "./environments.js";

function problemsOf(...plans: readonly Partial<EnvironmentPlan>[]) {
  const problems = new Problems();
  const tenants = new Tenants();
  for (const [index, plan] of plans.entries())
    tenants.add(`resource-${index}`, { ...environmentPlan(), ...plan }, problems);
  return problems.list.map(reportOf).map(({ code, file, message }) => `${code} ${file}: ${message}`);
}

describe("the environments of a program", () => {
  it("are several of one organisation, and of several", () => {
    expect(problemsOf({}, { environment: "b", namespace: "b" }, { organisation: "c", namespace: "c" })).toEqual([]);
  });

  it.each<[string, Partial<EnvironmentPlan>, string]>([
    ["two organisations in one Namespace", { organisation: "other" }, "organisation: the Namespace `vamp-shop-test`"],
    ["two environments in one Namespace", { environment: "other" }, "environment: the Namespace `vamp-shop-test`"],
    ["an environment twice", {}, "environment: the Namespace `vamp-shop-test` is the environment `test`"],
    ["an environment in two Namespaces", { namespace: "other" }, "environment: `shop` has an environment `test`"],
  ])("are not %s", (_, plan, message) => {
    expect(problemsOf({}, plan)).toEqual([expect.stringContaining(`DuplicateEnvironment ${message}`)]);
  });

  it("may take the place of one with the same resource, as in tests that make one again and again", () => {
    const problems = new Problems();
    const tenants = new Tenants();
    tenants.add("a", environmentPlan(), problems);
    tenants.add("a", { ...environmentPlan(), organisation: "other" }, problems);
    expect(problems.list).toEqual([]);
  });
});
