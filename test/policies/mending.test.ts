import { describe, expect, it } from "vitest";
import { policyOf } from "../../policies/rule.js";
import { rules } from "../../policies/rules/index.js";
import { requiredLabels } from "../../policies/rules/tenancy/requiredLabels.js";
import { resourceLimits } from "../../policies/rules/workloads/resourceLimits.js";
import { serviceAccountToken } from "../../policies/rules/workloads/serviceAccountToken.js";
import { Other } from "../components/mocks.js";
import { violations, violationsAfterMending } from "./harness.js";
import { container, deploys, tool } from "./programs.js";

describe("a remediation", () => {
  it("gives missing limits the environment's defaults, and each container what it says itself", async () => {
    const half = { ...container, name: "half", resources: { requests: { cpu: "1", memory: "1Gi" } } };
    const program = tool(
      { resources: undefined },
      { initContainers: [half] },
      {},
      {
        containers: { cpu: 0.25, memory: "64MB" },
      },
    );
    const { changed, left } = await violationsAfterMending(resourceLimits, program);
    expect(left).toEqual([]);
    expect(changed).toMatchObject([
      {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: "main",
                  resources: { requests: { cpu: "0.25", memory: "64M" }, limits: { cpu: "0.25", memory: "64M" } },
                },
              ],
              initContainers: [{ name: "half", resources: { limits: { cpu: "1", memory: "1Gi" } } }],
            },
          },
        },
      },
    ]);
  });

  it("leaves missing limits to be refused where the environment has no defaults", async () => {
    const { changed, left } = await violationsAfterMending(resourceLimits, tool({ resources: undefined }));
    expect(changed).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it("takes away the token that nobody asked for", async () => {
    const { changed, left } = await violationsAfterMending(
      serviceAccountToken,
      tool({}, { automountServiceAccountToken: undefined }),
    );
    expect(left).toEqual([]);
    expect(changed).toMatchObject([{ spec: { template: { spec: { automountServiceAccountToken: false } } } }]);
  });

  it("overrules nobody who said that a token is wanted", async () => {
    const asked = tool({}, { automountServiceAccountToken: true });
    const { changed, left } = await violationsAfterMending(serviceAccountToken, asked);
    expect(changed).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it("adds labels that have a value, beside those that are there", async () => {
    const labels = { "app.kubernetes.io/managed-by": "pulumi", team: "shop", "cost-center": "" };
    const { changed, left } = await violationsAfterMending(
      requiredLabels,
      tool({}, {}, { labels: { "cost-center": "7" } }),
      { labels },
    );
    expect(left).toEqual(
      // The objects of the environment, for whose cost center there is nothing to say.
      Array(left.length).fill(expect.stringMatching(/(Namespace|NetworkPolicy|ResourceQuota).*`cost-center`/)),
    );
    expect(changed).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({
          labels: { "cost-center": "7", "app.kubernetes.io/managed-by": "pulumi", team: "shop" },
        }),
      }),
    );
  });

  it("changes nothing of what the components make, as they are", async () => {
    for (const rule of rules.filter(({ mend }) => mend !== undefined))
      expect((await violationsAfterMending(rule, deploys())).changed).toEqual([]);
  });
});

describe("what is not known in a preview", () => {
  const later = () => new Other("later").text;

  it("leaves all the rest to be judged", async () => {
    const program = () => tool({ image: later(), resources: undefined })();
    expect(await violations(resourceLimits, program)).toHaveLength(1);
    for (const rule of rules.filter((one) => one !== resourceLimits))
      expect(await violations(rule, program)).toEqual([]);
  });

  it("is not mended", async () => {
    const program = () => tool({ resources: { requests: later(), limits: { cpu: "1", memory: later() } } })();
    const { changed } = await violationsAfterMending(resourceLimits, program);
    expect(changed).toEqual([]);
  });
});

it("policies have what the engine wants to know of them", () => {
  for (const rule of rules) {
    const policy = policyOf(rule);
    expect(policy.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(policy.enforcementLevel).toBe(rule.level);
    expect("validateStack" in policy).toBe(rule.scope === "stack");
    for (const property of Object.values(policy.configSchema?.properties ?? {}))
      expect(property).toMatchObject({ description: expect.any(String), default: expect.anything() });
  }
});
