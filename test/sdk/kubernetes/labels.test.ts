import { describe, expect, it } from "vitest";
import { objectLabels, selectorLabels } from "../../../sdk/kubernetes/labels.js";

const owner = { role: "deployment-service", deployment: "demo", cluster: "shop", service: "shop-1" } as const;

describe("labels", () => {
  it("that pods are found by are Vamp's, and stay those of a version in another cluster", () => {
    expect(selectorLabels(owner)).toEqual({
      "io.vamp": "deployment-service",
      "io.vamp.deployment": "demo",
      "io.vamp.service": "shop-1",
    });
    expect(selectorLabels({ role: "vamp-gateway-agent", deployment: "demo" })).toEqual({
      "io.vamp": "vamp-gateway-agent",
      "io.vamp.deployment": "demo",
    });
  });

  it("of an object are those and the ones Kubernetes recommends", () => {
    expect(objectLabels(owner)).toEqual({
      ...selectorLabels(owner),
      "io.vamp.cluster": "shop",
      "app.kubernetes.io/name": "shop-1",
      "app.kubernetes.io/instance": "demo",
      "app.kubernetes.io/component": "deployment-service",
      "app.kubernetes.io/managed-by": "pulumi",
    });
  });

  it.each([
    [{ role: "gateway", deployment: "demo", cluster: "shop" } as const, "shop"],
    [{ role: "gateway", deployment: "demo", gateway: "edge" } as const, "edge"],
    [{ role: "vamp-gateway-agent", deployment: "demo" } as const, "vamp-gateway-agent"],
  ])("name what is most particular: %j", (one, name) => {
    expect(objectLabels(one)["app.kubernetes.io/name"]).toBe(name);
  });

  it("keep a value that cannot be one, changed and told apart", () => {
    expect(selectorLabels({ ...owner, service: "shop:1" })["io.vamp.service"]).toMatch(/^shop_1-[0-9a-f]{5}$/);
  });
});
