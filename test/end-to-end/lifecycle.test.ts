import { afterAll, describe, expect, it } from "vitest";
import { kubectl, sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

describe("what somebody else did", () => {
  const stack = new Stack("drift");
  afterAll(() => stack.dispose());
  const kube = (...args: string[]) => kubectl("-n", stack.namespace, ...args);
  const names = (kind: string, label: string) => kube("get", kind, "-l", label, "-o", "name").split("\n");

  it("is undone by up --refresh, whatever it was", async () => {
    await stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 })));
    const before = stack.made();
    const [lost = "", edited = ""] = names("deployments", "io.vamp=deployment-service");
    const [agent = ""] = names("deployments", "io.vamp=vamp-gateway-agent");
    const [config = ""] = names("configmaps", "io.vamp=vamp-gateway-agent");
    // Deleted, image changed, scaled, label removed, selector changed, configuration changed, the Namespace's label gone.
    kube("delete", lost);
    kube("set", "image", edited, "service=vamp/echo:0.9");
    kube("scale", agent, "--replicas=1");
    kube("label", agent, "app.kubernetes.io/component-");
    kube("patch", "service", "shop-shop", "--type=merge", "-p", '{"spec":{"selector":{"io.vamp.deployment":"other"}}}');
    kube("delete", config);
    kube("create", "configmap", config.replace("configmap/", ""), "--from-literal=haproxy.cfg=global");
    kubectl("label", "namespace", stack.namespace, "io.vamp.organisation-");
    await stack.refreshAndUp();
    expect(stack.made()).toEqual(before);
    expect(sendRequests(await stack.serviceUrl("shop-9050"), 200).failed).toBe(0);
    await stack.expectNoChanges();
  });

  it("is gone with all the rest after destroy, the Namespace included, in under a minute", async () => {
    const before = Date.now();
    await stack.destroy();
    expect(kubectl("get", "namespaces", "-o", "name")).not.toContain(stack.namespace);
    expect(Date.now() - before).toBeLessThan(60_000);
  });
});

describe("an update that failed", () => {
  const stack = new Stack("reverted");
  afterAll(() => stack.dispose());
  const kube = (...args: string[]) => kubectl("-n", stack.namespace, ...args);
  const agents = "io.vamp=vamp-gateway-agent";
  const names = (kind: string, label: string) => kube("get", kind, "-l", label, "-o", "name").split("\n");

  it("can be taken back, and agents that come later find what they read", async () => {
    const before = deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 }));
    await stack.up(before);
    const image = { agent: { image: "vamp/not-there:1" }, await: { timeout: "15s" } };
    stack.setProgram(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 }), image));
    expect(await stack.engine("up", "--yes", "--skip-preview")).toMatchObject({ ok: false });
    await stack.up(before);
    // Asked for and not mounted: a kubelet keeps immutable ConfigMaps for its next pods, even those that are gone.
    const mounted = "jsonpath={.items[*].spec.template.spec.volumes[*].configMap.name}";
    expect(names("configmaps", agents)).toEqual([
      `configmap/${kube("get", "deployments", "-l", agents, "-o", mounted)}`,
    ]);
    expect(sendRequests(await stack.serviceUrl("shop-9050"), 200).failed).toBe(0);
    await stack.expectNoChanges();
  });
});

describe("a blueprint with five mistakes", () => {
  const stack = new Stack("mistakes");
  afterAll(() => stack.dispose());
  const text = `name: shop
gateways:
  9050: shop/webb
clusters:
  shop:
    services:
    - breed:
        name: shop:1.0.0
        deployable: vamp/echo:1.0
        ports: {web: 8080/http}
        dependencies: {db: postgres:16}
      scale: {cpu: 0.1, memory: 32, instances: 1}
    - breed:
        name: shop:1.1.0
        deployable: vamp/echo:1.0
        ports: {web: 8080/http}
      scales: {cpu: 0.1, memory: 32MB}
    gateways:
      routes:
        shop:1.0.0: {weight: 90%}
        shop:1.1.0: {weight: 20%}
`;

  it("shows all five with their places at preview, and changes nothing", async () => {
    stack.write("shop.yml", text);
    stack.setProgram(
      'new vamp.VampDeployment("shop", { environment, blueprint: vamp.Blueprint.fromFile("shop.yml") });',
    );
    const { ok, output } = await stack.engine("preview");
    expect(ok).toBe(false);
    const places = [...output.matchAll(/^\s*shop\.yml:(\d+):(\d+): error: .* \((\w+)\)$/gm)].map(
      ([, line, column, code]) => `${line}:${column} ${code}`,
    );
    expect(places).toEqual([
      "3:9 UnresolvedGatewayPortError",
      "11:28 UnresolvedBreedDependencyError",
      "12:33 UnexpectedTypeError",
      "17:7 UnexpectedElement",
      "20:9 GatewayRouteWeightError",
    ]);
    expect(output).toContain("did you mean `scale`?");
    expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(kubectl("get", "namespaces", "-o", "name")).not.toContain(stack.namespace);
  });
});
