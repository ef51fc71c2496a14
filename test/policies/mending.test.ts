import * as k8s from "@pulumi/kubernetes";
import { describe, expect, it } from "vitest";
import { policyOf } from "../../policies/rule.js";
import { rules } from "../../policies/rules/index.js";
import { requiredLabels } from "../../policies/rules/tenancy/requiredLabels.js";
import { resourceLimits } from "../../policies/rules/workloads/resourceLimits.js";
import { serviceAccountToken } from "../../policies/rules/workloads/serviceAccountToken.js";
import { Other } from "../components/mocks.js";
import { first, judgedAfterMending, registered, violations, violationsAfterMending } from "./harness.js";
import { container, deploys, environment, tool } from "./programs.js";

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
                  resources: { requests: { cpu: "250m", memory: "64M" }, limits: { cpu: "250m", memory: "64M" } },
                },
              ],
              initContainers: [{ name: "half", resources: { limits: { cpu: "1", memory: "1Gi" } } }],
            },
          },
        },
      },
    ]);
  });

  it.each([
    ["512mb", "512M"],
    ["1 GB", "1G"],
    ["64KB", "64k"],
    ["64 MiB", "64Mi"],
    ["0.5GB", "500M"],
  ])("writes the environment's %s as Kubernetes does: %s", async (memory, quantity) => {
    const program = tool({ resources: undefined }, {}, {}, { containers: { cpu: "0.1", memory } });
    const { changed, left } = await violationsAfterMending(resourceLimits, program);
    expect(left).toEqual([]);
    const amount = { cpu: "100m", memory: quantity };
    expect(changed).toMatchObject([
      { spec: { template: { spec: { containers: [{ resources: { requests: amount, limits: amount } }] } } } },
    ]);
  });

  it.each([
    ["the environment's, where that is larger", { cpu: "100m", memory: "64Mi" }, { cpu: "500m", memory: "1G" }],
    ["its own request, where that is larger", { cpu: "0.75", memory: "2Gi" }, { cpu: "0.75", memory: "2Gi" }],
    ["each by itself", { cpu: 1, memory: "1e6" }, { cpu: "1", memory: "1G" }],
  ])("gives a container that has only requests for limits %s", async (_, requests, limits) => {
    const program = tool({ resources: { requests } }, {}, {}, { containers: { cpu: 0.5, memory: "1GB" } });
    const { changed } = await violationsAfterMending(resourceLimits, program);
    expect(changed).toMatchObject([
      { spec: { template: { spec: { containers: [{ resources: { requests, limits } }] } } } },
    ]);
  });

  it("gives no request above the limit that a container says", async () => {
    const limits = { cpu: "100m", memory: "2Gi" };
    const program = tool({ resources: { limits } }, {}, {}, { containers: { cpu: 0.5, memory: "1GB" } });
    const { changed } = await violationsAfterMending(resourceLimits, program);
    const requests = { cpu: "100m", memory: "1G" };
    expect(changed).toMatchObject([
      { spec: { template: { spec: { containers: [{ resources: { requests, limits } }] } } } },
    ]);
  });

  it("leaves requests without limits to be refused where the environment says nothing", async () => {
    const program = tool({ resources: { requests: { cpu: "100m", memory: "64Mi" } } });
    const { changed, left } = await violationsAfterMending(resourceLimits, program);
    expect(changed).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it("mends each object of a list", async () => {
    const program = () => {
      const { namespace } = environment();
      const items = ["one", "two"].map((name) => ({
        metadata: { name, namespace },
        spec: { containers: [container] },
      }));
      new k8s.core.v1.PodList("pods", { items });
    };
    const { changed, left } = await violationsAfterMending(serviceAccountToken, program);
    expect(left).toEqual([]);
    const spec = { automountServiceAccountToken: false };
    expect(changed).toMatchObject([{ items: [{ spec }, { spec }] }]);
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

  it("changes nothing of an environment that comes after an object of it", async () => {
    const program = () => {
      const metadata = { name: "early", namespace: "vamp-acme-test" };
      new k8s.core.v1.Pod("early", { metadata, spec: { containers: [container] } });
      environment();
    };
    const early = first("early", await registered(program));
    const { changed, left } = await judgedAfterMending(serviceAccountToken, early);
    expect(changed).toEqual([]);
    expect(left).toEqual([expect.stringContaining("Pod `early`: its pods get a token")]);
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
