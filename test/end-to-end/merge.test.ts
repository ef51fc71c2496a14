import { afterAll, describe, expect, it } from "vitest";
import { kubectl, reached, sendRequests } from "./lab.js";
import { echoService } from "./programs.js";
import { Stack } from "./stack.js";

describe("a blueprint that is merged into what runs", () => {
  const stack = new Stack("merge");
  afterAll(() => stack.dispose());

  /** A version of the service, as a blueprint of its own. */
  const version = (number: string) => ({ clusters: { shop: { services: echoService(number, 1) } } });
  const first = { name: "shop", gateways: { 9050: "shop/web" }, ...version("1.0.0") };
  const merged = (more: object, ...blueprints: readonly object[]) =>
    `const shop = new vamp.VampDeployment("shop", { environment, blueprint: vamp.Blueprint.merge(...${JSON.stringify(blueprints)}), ...${JSON.stringify(more)} });
exports.blueprint = shop.blueprint;
exports.clusters = shop.clusters;`;
  const shares = async (requests: number) => {
    const summary = sendRequests(await stack.serviceUrl("shop-9050"), requests);
    expect(summary.failed).toBe(0);
    return [reached(summary, "1.0.0"), reached(summary, "1.1.0")];
  };
  const deployments = () =>
    kubectl("-n", stack.namespace, "get", "deployments", "-l", "io.vamp.cluster=shop", "-o", "name").split("\n").length;

  it("brings a version that gets nothing where the others have everything", async () => {
    const all = {
      clusters: { shop: { services: "shop:1.0.0", gateways: { routes: { "shop:1.0.0": { weight: "100%" } } } } },
    };
    await stack.up(merged({}, first, all, version("1.1.0")));
    expect(await shares(300)).toEqual([300, 0]);
    expect(deployments()).toBe(2);
    expect(stack.output<object>("clusters")).toMatchObject({
      shop: { serviceName: "shop-shop", ports: { web: 8080 } },
    });
  });

  it("goes on alone when the other is taken away, and the gateway stays where it was", async () => {
    const address = await stack.serviceUrl("shop-9050");
    const weights = { weights: { shop: { "shop:1.0.0": "0%", "shop:1.1.0": "100%" } } };
    await stack.up(merged(weights, first, version("1.1.0")));
    expect(await shares(100)).toEqual([0, 100]);
    await stack.up(merged({}, { ...first, ...version("1.1.0") }));
    expect(await shares(100)).toEqual([0, 100]);
    expect(deployments()).toBe(1);
    expect(await stack.serviceUrl("shop-9050")).toBe(address);
    expect(stack.output<string>("blueprint")).toContain("name: shop:1.1.0");
    await stack.expectNoChanges();
  });
});
