import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { VampDeployment, VampGateway, type VampGatewayArgs } from "../../components/index.js";
import { Engine, find, valueFrom } from "./mocks.js";
import { environment, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

function program(more: Partial<VampGatewayArgs> = {}) {
  const test = environment();
  const demo = new VampDeployment("demo", { environment: test, blueprint: shop() });
  const routes = { "demo/cart/web": { weight: "75%" }, "[example.com:80]": { weight: "25%" } };
  return new VampGateway("edge", { environment: test, deployments: [demo], port: 80, routes, ...more });
}

describe("a gateway that stands alone", () => {
  it("has a Service and agents of its own", async () => {
    const { resources } = await engine.run(() => program());
    const own = resources.filter(({ name, parent }) => name === "edge" || parent === "edge");
    expect(own.map(({ type, name, parent }) => [type, name, parent])).toEqual([
      ["vamp:index:VampGateway", "edge", ""],
      ["kubernetes:core/v1:ConfigMap", "edge-agent-config", "edge"],
      ["kubernetes:policy/v1:PodDisruptionBudget", "edge-agent-budget", "edge"],
      ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "edge-policy", "edge"],
      ["kubernetes:apps/v1:Deployment", "edge-agent", "edge"],
      ["kubernetes:core/v1:Service", "edge-service", "edge"],
    ]);
    expect(find(resources, "edge").inputs).toMatchObject({
      name: "edge",
      namespace: "vamp-shop-test",
      port: 80,
      service: { type: "ClusterIP" },
      agent: { deployment: "edge-agent", replicas: 2 },
      routing: { pool: [{ weight: 7500 }, { weight: 2500 }] },
      routes: { "demo/cart/web": 'routes["demo/cart/web"]' },
    });
    expect(find(resources, "edge-service").inputs).toMatchObject({
      metadata: { name: "edge" },
      spec: { type: "ClusterIP", ports: [{ port: 80 }] },
    });
  });

  it("waits for the deployments it leads to, and goes with the Namespace", async () => {
    const { resources } = await engine.run(() => program());
    expect(find(resources, "edge-agent").dependsOn).toEqual(
      expect.arrayContaining(["demo-cart-service", "edge-agent-config", "test-namespace"]),
    );
    expect(find(resources, "edge-service").dependsOn).toEqual(expect.arrayContaining(["edge-agent", "test-namespace"]));
    const children = resources.filter(({ parent }) => parent === "edge");
    expect(new Set(children.map(({ deletedWith }) => deletedWith))).toEqual(new Set(["test-namespace"]));
  });

  it("shares requests as a deployment does whose weights come from elsewhere", async () => {
    const config = async (weight: pulumi.Input<string>) => {
      const { resources } = await engine.run(() => {
        const test = environment();
        const demo = new VampDeployment("demo", { environment: test, blueprint: shop({ weight }) });
        new VampGateway("edge", { environment: test, port: 80, routes: "demo/cart/web", deployments: [demo] });
      });
      return find(resources, "edge-agent-config").inputs;
    };
    expect(await config(pulumi.output("0%"))).toEqual(await config("0%"));
  });

  it("says where it is", async () => {
    const { made } = await engine.run(() => program());
    expect(await valueFrom(made.host)).toBe("edge.vamp-shop-test.svc");
    expect(await valueFrom(made.port)).toBe(80);
    expect(await valueFrom(made.url)).toBe("http://edge.vamp-shop-test.svc:80");
    const tls = { certificates: { secret: "edge" }, redirectFrom: 80 };
    const encrypted = await engine.run(() => program({ port: 443, tls }));
    expect(await valueFrom(encrypted.made.ports)).toEqual([443, 80]);
    expect(await valueFrom(encrypted.made.urls)).toEqual([
      "https://edge.vamp-shop-test.svc:443",
      "http://edge.vamp-shop-test.svc:80",
    ]);
    expect(await valueFrom(made.nodePort)).toBeUndefined();
  });

  it("registers whom it trusts and how it ends TLS, for previews to be compared", async () => {
    const tls = { certificates: { secret: "edge" }, clients: { ca: { secret: "clients" } } };
    const { resources } = await engine.run(() => program({ tls, trustedProxies: ["10.0.0.0/8"] }));
    expect(find(resources, "edge").inputs).toMatchObject({
      trustedProxies: ["10.0.0.0/8"],
      tls: { minVersion: "1.2", secrets: ["edge"], clients: "required", ca: "clients" },
    });
  });

  it("may be a NodePort with a chosen number", async () => {
    const { made, resources } = await engine.run(() =>
      program({ service: { type: "NodePort", nodePort: pulumi.output(30_080) } }),
    );
    expect(find(resources, "edge-service").inputs).toMatchObject({
      spec: { type: "NodePort", ports: [{ nodePort: 30_080 }] },
    });
    expect(await valueFrom(made.nodePort)).toBe(30_080);
  });

  it("may be called otherwise than its resource", async () => {
    const { resources } = await engine.run(() => program({ name: "front" }));
    expect(find(resources, "edge-service").inputs).toMatchObject({ metadata: { name: "front" } });
  });
});

describe("a gateway of a blueprint", () => {
  it("is a child of the deployment, whose agent serves it", async () => {
    const { resources } = await engine.run(() => program());
    const children = resources.filter(({ parent }) => parent === "demo-9050");
    expect(children.map(({ name }) => name).sort()).toEqual(["demo-9050-policy", "demo-9050-service"]);
    expect(find(resources, "demo-9050")).toMatchObject({ parent: "demo", inputs: { name: "demo/9050", port: 9050 } });
    expect(find(resources, "demo-9050-service").inputs).toMatchObject({
      spec: { selector: { "io.vamp": "vamp-gateway-agent", "io.vamp.deployment": "demo" } },
    });
  });
});

describe("what is wrong", () => {
  it.each<[string, Partial<VampGatewayArgs>, string[]]>([
    ["routes that lead nowhere", { routes: ["demo/cart/wbe", "demo/nobody"] }, ["routes[0]", "routes[1]"]],
    ["port 0", { port: 0 }, ["port"]],
    ["no port at all", { port: "web" }, ["port"]],
    ["weights that do not sum", { routes: { "demo/9050": { weight: "50%" } } }, ["routes"]],
    ["a Service", { service: { type: "None" as "NodePort" } }, ["service.type"]],
  ])("%s", async (_, more, expected) => {
    const { paths, resources } = await engine.refused(() => program(more));
    expect(paths).toEqual(expected);
    expect(resources.filter(({ name }) => name.startsWith("edge"))).toEqual([]);
  });
});
