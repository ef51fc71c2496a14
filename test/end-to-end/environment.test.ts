import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

const stack = new Stack(
  "tenant",
  {},
  {
    annotations: { "example.com/owner": "shop" },
    quota: { pods: 20, "requests.memory": "2Gi" },
    containers: { cpu: 0.05, memory: "16MB", maxMemory: "1Gi" },
    groups: { view: ["everyone"], edit: ["developers"], admin: [] },
    network: { egress: "isolated" },
    pullSecrets: ["registry"],
  },
);
afterAll(() => stack.dispose());

const read = (...args: string[]) => JSON.parse(kubectl("-n", stack.namespace, "get", ...args, "-o", "json"));

describe("an environment with all its settings", () => {
  beforeAll(async () => {
    await stack.up(deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 })));
  });

  it("has its bounds, and counts what runs in it", () => {
    const { spec, status } = read("resourcequota", "vamp");
    expect(spec.hard).toEqual({ pods: "20", "requests.memory": "2Gi" });
    expect(Number(status.used.pods)).toBeGreaterThanOrEqual(4);
    expect(read("limitrange", "vamp").spec.limits).toMatchObject([{ type: "Container", default: { cpu: "50m" } }]);
  });

  it("has roles for its groups, in itself only", () => {
    const may = (group: string, verb: string, namespace: string) =>
      kubectl("auth", "can-i", verb, "deployments.apps", "-n", namespace, "--as", "someone", "--as-group", group);
    expect(may("developers", "update", stack.namespace).trim()).toBe("yes");
    expect(may("everyone", "list", stack.namespace).trim()).toBe("yes");
    expect(() => may("everyone", "update", stack.namespace)).toThrow();
    expect(() => may("developers", "update", "default")).toThrow();
  });

  it("has policies for what may reach it, one for the gateway", () => {
    const names = read("networkpolicy").items.map((policy: { metadata: { name: string } }) => policy.metadata.name);
    expect(names.sort()).toEqual(["shop-9050-gateway", "vamp-environment"]);
  });

  it("gives its Secrets to pull images with to every pod", () => {
    const pods = read("pods").items.map((pod: { spec: { imagePullSecrets?: unknown } }) => pod.spec.imagePullSecrets);
    for (const secrets of pods) expect(secrets).toEqual([{ name: "registry" }]);
  });

  it("has nothing left to do right after an up", async () => {
    await stack.expectNoChanges();
  });
});

describe("an environment in a Namespace that was there before", () => {
  const theirs = new Stack("adopted", {}, { adopt: true, podSecurity: "baseline" });
  afterAll(() => theirs.dispose());
  const namespace = () => JSON.parse(kubectl("get", "namespace", theirs.namespace, "-o", "json"));

  beforeAll(async () => {
    kubectl("create", "namespace", theirs.namespace);
    kubectl("label", "namespace", theirs.namespace, "team=theirs");
    await theirs.up(deploy(shopBlueprint({ "1.0.0": 100 }, false)));
  });

  it("puts its labels beside those that are there", () => {
    expect(namespace().metadata.labels).toMatchObject({
      team: "theirs",
      "io.vamp.organisation": "test",
      "pod-security.kubernetes.io/enforce": "baseline",
    });
  });

  it("has nothing left to do right after an up", async () => {
    await theirs.expectNoChanges();
  });

  it("goes without the Namespace, and leaves nothing in it", async () => {
    await theirs.destroy();
    const { metadata, status } = namespace();
    expect(status.phase).toBe("Active");
    expect(metadata.labels).toMatchObject({ team: "theirs" });
    expect(metadata.labels).not.toHaveProperty("io.vamp.organisation");
    const left = kubectl("-n", theirs.namespace, "get", "deployments,services,networkpolicies,pdb", "-o", "name");
    expect(left.trim()).toBe("");
  });
});
