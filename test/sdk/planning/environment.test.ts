import { describe, expect, it } from "vitest";
import { Problems, reportOf } from "../../../sdk/diagnostics/problem.js";
import { type EnvironmentRequest, planEnvironment } from "../../../sdk/planning/environment.js";
import { environmentPlan } from "./environments.js";

function plan(request: Partial<EnvironmentRequest>) {
  const problems = new Problems();
  const { settings } = environmentPlan();
  const planned = planEnvironment({ organisation: "shop", environment: "test", settings, ...request }, problems);
  return { planned, problems: problems.list.map(reportOf).map(({ code, file }) => `${code} ${file}`) };
}

describe("planEnvironment", () => {
  it("names the Namespace", () => {
    expect(plan({})).toEqual({
      planned: {
        organisation: "shop",
        environment: "test",
        namespace: "vamp-shop-test",
        podSecurity: "restricted",
        labels: {},
        settings: { network: { ingress: "isolated", egress: "open" } },
      },
      problems: [],
    });
    expect(plan({ root: "acme" }).planned.namespace).toBe("acme-shop-test");
    expect(plan({ namespace: "as-i-like" }).planned.namespace).toBe("as-i-like");
  });

  it.each<[Partial<EnvironmentRequest>, string[]]>([
    [{ organisation: "my-shop" }, ["IllegalNamespaceName organisation"]],
    [{ environment: "Test" }, ["IllegalNamespaceName environment", "IllegalNamespaceName environment"]],
    [{ root: "" }, ["IllegalNamespaceName root", "IllegalNamespaceName environment"]],
    [{ environment: "t".repeat(60) }, ["IllegalNamespaceName environment"]],
    [{ namespace: "-x" }, ["IllegalNamespaceName namespace"]],
    [{ namespace: "x".repeat(64) }, ["IllegalNamespaceName namespace"]],
    [{ podSecurity: JSON.parse('"strict"') }, ["InvalidValue podSecurity"]],
    [
      { organisation: "a b", environment: "c d", namespace: "e" },
      ["IllegalNamespaceName organisation", "IllegalNamespaceName environment"],
    ],
  ])("refuses %j", (request, problems) => {
    expect(plan(request).problems).toEqual(problems);
  });
});
