import * as k8s from "@pulumi/kubernetes";
import { expect, it } from "vitest";
import { requiredLabels } from "../../../policies/rules/tenancy/requiredLabels.js";
import { canaryShare } from "../../../policies/rules/traffic/canaryShare.js";
import { hostAccess } from "../../../policies/rules/workloads/hostAccess.js";
import { resourceArgs, urnOf } from "../../../policies/testing.js";
import { forget, vampResources } from "../../../policies/view/index.js";
import { amountOf } from "../../../policies/view/quantities.js";
import { first, judged, registered, violations } from "../harness.js";
import { container, deploys, described, environment, exposes, shop, tool, version } from "../programs.js";

it.each(["kubernetes:helm.sh/v3:Release", "kubernetes:yaml/v2:ConfigGroup", "kubernetes:kustomize/v2:Directory"])(
  "%s makes objects, and is none itself",
  async (type) => {
    const home = (await registered(tool())).find((one) => one.type.endsWith(":VampEnvironment"));
    if (home === undefined) throw new Error("the program has no environment");
    forget();
    vampResources(resourceArgs(home));
    const made = { type, name: "made", props: { chart: "nginx" }, parent: urnOf(home) };
    expect(vampResources(resourceArgs(made)).objects).toEqual([]);
  },
);

it("what a patch does not say is not missing", async () => {
  const { rules } = await import("../../../policies/rules/index.js");
  const program = () => {
    tool()();
    new k8s.apps.v1.DeploymentPatch("patch", {
      metadata: { name: "tool", namespace: "vamp-acme-test" },
      spec: { template: { spec: { containers: [{ name: "main", ports: [{ containerPort: 80 }] }] } } },
    });
  };
  for (const rule of rules) expect(await violations(rule, program)).toEqual([]);
  expect(await violations(requiredLabels, program, { labels: { team: "" } })).not.toEqual([]);
});

it.each([
  ["an environment", () => environment()],
  ["a deployment in an environment of another stack", deploys(shop(), { environment: described })],
])(
  "an object that is registered before %s which tells of its Namespace is judged with that, once",
  async (_, program) => {
    const resources = await registered(() => {
      for (const namespace of ["vamp-acme-test", "elsewhere"])
        new k8s.core.v1.Pod(namespace, {
          metadata: { name: namespace, namespace },
          spec: { hostPID: true, containers: [container] },
        });
      program();
    });
    const early = first("vamp-acme-test", resources);
    const said = [expect.stringContaining("Pod `vamp-acme-test`: `hostPID`")];
    expect(await judged(hostAccess, early)).toEqual(said);
    expect(await judged(hostAccess, resources)).toEqual(said);
  },
);

it("a gateway that is registered before what it leads to is judged with that", async () => {
  const canary = version("1.1.0", { metadata: { canary: true } });
  const blueprint = shop(undefined, [version("1.0.0"), canary]);
  const routes = { "shop/shop/shop:1.0.0/web": { weight: "50%" }, "shop/shop/shop:1.1.0/web": { weight: "50%" } };
  const resources = await registered(exposes({ routes }, { blueprint }));
  const early = first("edge", resources);
  const said = [expect.stringContaining("gateway `edge`, route `shop/shop/shop:1.1.0/web`: the canary gets 50 %")];
  expect(await judged(canaryShare, early)).toEqual(said);
  expect(await judged(canaryShare, resources)).toEqual(said);
});

it.each([
  ["cpu", "100m", 100],
  ["cpu", "0.1", 100],
  ["cpu", 2, 2000],
  ["cpu", "1500u", 2],
  ["cpu", "29e-2", 290],
  ["memory", "512m", 1],
  ["memory", "64Mi", 64 * 2 ** 20],
  ["memory", "1.5G", 1_500_000_000],
  ["memory", "1e3", 1000],
  ["memory", "1E", 1e18],
  ["memory", "128974848", 128_974_848],
  ["memory", "1 GB", undefined],
  ["memory", "", undefined],
  ["memory", ".", undefined],
  ["memory", undefined, undefined],
] as const)("Kubernetes reads %s of %j as %j", (resource, quantity, amount) => {
  expect(amountOf(resource, quantity)).toBe(amount);
});
