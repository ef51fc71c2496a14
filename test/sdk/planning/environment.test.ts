import { describe, expect, it } from "vitest";
import { environmentSettings } from "../../../sdk/artifacts/environmentSettings.js";
import { Problems, reportOf } from "../../../sdk/diagnostics/problem.js";
import { planEnvironment } from "../../../sdk/planning/environment.js";
import { readSettings } from "../../../sdk/reading/settings.js";

/** Plans an environment of an organisation that has settings too. */
function plan({ organisation = "shop", environment = "test", ...more }: Readonly<Record<string, string>>, common = {}) {
  const problems = new Problems();
  const settings = readSettings(environmentSettings, more, "", problems) ?? {};
  const all = readSettings(environmentSettings, common, "organisation", problems) ?? {};
  const planned = planEnvironment({ organisation: { name: organisation, ...all }, environment, settings }, problems);
  return { planned, problems: problems.list.map(reportOf).map(({ code, file }) => `${code} ${file}`) };
}

describe("planEnvironment", () => {
  it("names the Namespace", () => {
    expect(plan({})).toEqual({
      planned: {
        organisation: "shop",
        environment: "test",
        namespace: "vamp-shop-test",
        adopted: false,
        podSecurity: "restricted",
        network: { ingress: "isolated", egress: "open" },
        settings: {},
      },
      problems: [],
    });
    expect(plan({ root: "acme" }).planned.namespace).toBe("acme-shop-test");
    expect(plan({ namespace: "as-i-like" }).planned.namespace).toBe("as-i-like");
  });

  it("has what its organisation says where it says nothing itself", () => {
    const common = {
      root: "acme",
      labels: { team: "a", cost: "1" },
      network: { ingress: "open", egress: "isolated" },
      groups: { view: ["everyone"], edit: ["developers"] },
      defaults: { agent: { replicas: 3 }, scale: { memory: "64MB" } },
    };
    const own = {
      labels: { team: "b" },
      network: { egress: "open" },
      groups: { edit: [] },
      defaults: { hop: "always" },
    };
    const { planned, problems } = plan(JSON.parse(JSON.stringify(own)), common);
    expect(problems).toEqual([]);
    expect(planned).toMatchObject({ namespace: "acme-shop-test", network: { ingress: "open", egress: "open" } });
    expect(planned.settings).toMatchObject({
      labels: { team: "b", cost: "1" },
      groups: { view: ["everyone"], edit: [] },
      defaults: { agent: { replicas: 3 }, scale: { memory: 64_000_000 }, hop: "always" },
    });
  });

  it.each<[Readonly<Record<string, string>>, string[]]>([
    [{ organisation: "my-shop" }, ["IllegalNamespaceName organisation"]],
    [{ environment: "Test" }, ["IllegalNamespaceName environment", "IllegalNamespaceName environment"]],
    [{ root: "" }, ["IllegalNamespaceName root", "IllegalNamespaceName environment"]],
    [{ environment: "t".repeat(60) }, ["IllegalNamespaceName environment"]],
    [{ namespace: "-x" }, ["IllegalNamespaceName namespace"]],
    [{ namespace: "x".repeat(64) }, ["IllegalNamespaceName namespace"]],
    [
      { organisation: "a b", environment: "c d", namespace: "e" },
      ["IllegalNamespaceName organisation", "IllegalNamespaceName environment"],
    ],
  ])("refuses %j", (request, problems) => {
    expect(plan(request).problems).toEqual(problems);
  });
});
