import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { corpus } from "../corpusTable.js";
import { kubectl, reached, sendRequests } from "./lab.js";
import { deploy, echoImage, echoService, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

const tutorial = (name: string) => join(corpus, "vamp/vamp.io/content/documentation/tutorials", `${name}.yml`);
const images = JSON.stringify({ "vampio/*": echoImage });

describe("Vamp's tutorials", () => {
  const stack = new Stack("tutorials");
  afterAll(() => stack.dispose());
  const deployFile = (file: string) =>
    `const sava = new vamp.VampDeployment("sava", { environment, images: ${images}, blueprint: vamp.Blueprint.fromFile(${JSON.stringify(file)}) });
exports.urls = Object.fromEntries(Object.entries(sava.gateways).map(([key, gateway]) => [key, gateway.url]));
exports.clusters = sava.clusters;`;

  it("deploy your first blueprint: runs and answers on its gateway", async () => {
    await stack.up(deployFile(tutorial("deploy-your-first-blueprint#1")));
    expect(stack.output("urls")).toEqual({ 9050: `http://sava-9050.${stack.namespace}.svc:9050` });
    const summary = sendRequests(stack.serviceUrl("sava-9050"), 100);
    expect(summary).toMatchObject({ requests: 100, failed: 0 });
    expect(Object.keys(summary.pods)).toEqual([expect.stringMatching(/^sava-sava-1-0-0-/)]);
  });

  it("split a monolith: the frontend is told where its backends are", async () => {
    await stack.up(deployFile(tutorial("split-a-monolith#1")));
    expect(sendRequests(stack.serviceUrl("sava-9060"), 100)).toMatchObject({ requests: 100, failed: 0 });
    const variables = kubectl(
      "-n",
      stack.namespace,
      "get",
      "deployments",
      "-l",
      "io.vamp.cluster=sava",
      "-o",
      "jsonpath={range .items[0].spec.template.spec.containers[0].env[*]}{.name}={.value}{'\\n'}{end}",
    );
    expect(variables.trim().split("\n")).toEqual([
      "BACKEND_1=http://sava-backend1:8080/api/message",
      "BACKEND_2=http://sava-backend2:8080/api/message",
    ]);
    expect(stack.output<object>("clusters")).toMatchObject({
      backend1: { serviceName: "sava-backend1", ports: { webport: 8080 } },
    });
  });

  it("has nothing left to do right after an up", () => stack.expectNoChanges());
});

describe("a merge", () => {
  const stack = new Stack("merge");
  afterAll(() => stack.dispose());

  it("gives a new version nothing until it is given something", async () => {
    const services = [echoService("1.0.0", 1), echoService("1.1.0", 1)];
    const routes = { "shop:1.0.0": { weight: "100%" } };
    await stack.up(deploy({ gateways: { 9050: "shop/web" }, clusters: { shop: { services, gateways: { routes } } } }));
    const summary = sendRequests(stack.serviceUrl("shop-9050"), 300);
    expect(summary.failed).toBe(0);
    expect([reached(summary, "1.0.0"), reached(summary, "1.1.0")]).toEqual([300, 0]);
  });
});

describe("what somebody else did", () => {
  const stack = new Stack("drift");
  afterAll(() => stack.dispose());

  it("is undone by up --refresh: a deleted Deployment is back", async () => {
    await stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 })));
    const [lost = ""] = kubectl(
      "-n",
      stack.namespace,
      "get",
      "deployments",
      "-l",
      "io.vamp=deployment-service",
      "-o",
      "name",
    ).split("\n");
    kubectl("-n", stack.namespace, "delete", lost);
    await stack.refreshAndUp();
    expect(kubectl("-n", stack.namespace, "get", lost, "-o", "jsonpath={.status.readyReplicas}")).toBe("2");
    const summary = sendRequests(stack.serviceUrl("shop-9050"), 200);
    expect(summary.failed).toBe(0);
    await stack.expectNoChanges();
  });
});

describe("destroy", () => {
  it("leaves nothing, the Namespace included, in under a minute", async () => {
    const stack = new Stack("destroy");
    await stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 })));
    sendRequests(stack.serviceUrl("shop-9050"), 50);
    const before = Date.now();
    await stack.destroy();
    expect(kubectl("get", "namespaces", "-o", "name")).not.toContain(stack.namespace);
    expect(Date.now() - before).toBeLessThan(60_000);
    stack.dispose();
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
