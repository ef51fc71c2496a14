import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { Artifacts, Blueprint, VampDeployment, type VampDeploymentArgs } from "../../components/index.js";
import { Engine, find, listed, Other, type Registered } from "./mocks.js";
import { type DemoArgs, deployDemo, environment, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

const deploy = (...given: DemoArgs) => deployDemo(engine, ...given);

describe("children", () => {
  it("are the objects of the blueprint, and its gateways", async () => {
    const { resources } = await deploy(shop());
    expect(listed(resources)).toEqual([
      " > demo VampDeployment",
      " > test VampEnvironment",
      "demo > demo-9050 VampGateway",
      "demo > demo-a Deployment",
      "demo > demo-a-backend Service",
      "demo > demo-a-budget PodDisruptionBudget",
      "demo > demo-agent Deployment",
      "demo > demo-agent-budget PodDisruptionBudget",
      "demo > demo-agent-config ConfigMap",
      "demo > demo-b Deployment",
      "demo > demo-b-backend Service",
      "demo > demo-b-budget PodDisruptionBudget",
      "demo > demo-cart-service Service",
      "demo-9050 > demo-9050-policy NetworkPolicy",
      "demo-9050 > demo-9050-service Service",
      "test > test-namespace Namespace",
      "test > test-network NetworkPolicy",
    ]);
  });

  it("have their inputs", async () => {
    const { resources } = await deploy(shop());
    expect(find(resources, "demo-a").inputs).toMatchObject({
      metadata: { name: "demo-a", namespace: "vamp-shop-test" },
      spec: { replicas: 1, template: { spec: { containers: [{ image: "example/a:1" }] } } },
    });
    expect(find(resources, "demo-cart-service").inputs).toMatchObject({
      metadata: { name: "demo-cart" },
      spec: { selector: { "io.vamp": "vamp-gateway-agent" }, ports: [{ port: 8080 }] },
    });
  });

  it("are told by the deployment's inputs: what runs, how requests are shared, and where each was written", async () => {
    const image = new Other("built", { text: "example/a:2" });
    const { resources } = await engine.run(
      () => new VampDeployment("demo", { environment: environment(), blueprint: shop({ image: image.text }) }),
    );
    const { inputs } = find(resources, "demo");
    expect(inputs).toMatchObject({
      name: "demo",
      namespace: "vamp-shop-test",
      agent: { deployment: "demo-agent", image: "haproxy:2.8", replicas: 2 },
      workloads: [
        {
          cluster: "cart",
          service: "a",
          deployment: "demo-a",
          image: "example/a:2",
          instances: 1,
          cpu: "100m",
          memory: "64M",
          ports: { web: 8080 },
          healthCheck: false,
          position: "blueprint.clusters.cart.services[0].breed",
        },
        { service: "b", cpu: "1" },
      ],
      gateways: [
        { name: "demo/9050", type: "http", position: 'blueprint.gateways["9050"]' },
        {
          name: "demo/cart/web",
          routing: {
            pool: [
              { route: "a", weight: 10_000 },
              { route: "b", weight: 0 },
            ],
          },
          position: "blueprint.clusters.cart.gateways",
          routes: { a: "blueprint.clusters.cart.gateways.routes.a", b: "blueprint.clusters.cart.gateways.routes.b" },
        },
      ],
    });
    expect(find(resources, "demo-9050").inputs).toMatchObject({
      name: "demo/9050",
      port: 9050,
      service: { type: "ClusterIP" },
    });
  });

  it("keep their names whatever the weights, images and scale are", async () => {
    const one = await deploy(shop());
    const other = await deploy(shop({ weight: "0%", image: "example/a:2", instances: 5 }), { agent: { replicas: 3 } });
    expect(listed(other.resources)).toEqual(listed(one.resources));
  });

  it("depend on what they need, and on the Namespace, with which they go", async () => {
    const { resources } = await deploy(shop());
    const needs = (name: string) => find(resources, name).dependsOn;
    expect(needs("demo-a-backend")).toEqual(["test-namespace"]);
    expect(needs("demo-a")).toEqual(["demo-a-backend", "test-namespace"]);
    expect(needs("demo-agent")).toEqual(["demo-a", "demo-agent-config", "demo-b", "test-namespace"]);
    expect(needs("demo-cart-service")).toEqual(["demo-agent", "test-namespace"]);
    expect(needs("demo-9050-service")).toEqual(["demo-agent", "test-namespace"]);
    const inside = resources.filter(({ type, name }) => type.startsWith("kubernetes:") && name !== "test-namespace");
    expect(inside).toHaveLength(13);
    expect(new Set(inside.map(({ deletedWith }) => deletedWith))).toEqual(new Set(["test-namespace"]));
  });

  it("wait for the versions they depend on", async () => {
    const ports = { web: 80 };
    const { resources } = await deploy({
      clusters: {
        cart: { services: { breed: { name: "cart", deployable: "i", ports, dependencies: { db: "db" } } } },
        db: { services: { breed: { name: "db", deployable: "i", ports } } },
      },
    });
    expect(find(resources, "demo-cart").dependsOn).toEqual(["demo-db", "test-namespace"]);
    expect(find(resources, "demo-cart-service").dependsOn).toEqual(["demo-cart", "test-namespace"]);
  });
});

describe("a blueprint", () => {
  const file = `test/corpus/vamp/vamp.io/content/documentation/tutorials/deploy-your-first-blueprint#1.yml`;

  it("is the same from a file, from text and from a text with a name", async () => {
    const text = readFileSync(file, "utf8");
    const forms = [Blueprint.fromFile(file), text, Blueprint.fromYaml(text, "x.yml")];
    const all: (readonly Registered[])[] = [];
    for (const form of forms) {
      const { resources } = await deploy(form, { images: { "vampio/*": "echo:1" } });
      // A deployment tells where it was written.
      all.push(resources.filter(({ type }) => type.startsWith("kubernetes:")));
    }
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
    const deployment = all[0]?.find(({ type, name }) => type.endsWith(":Deployment") && name.startsWith("demo-sava"));
    expect(deployment?.inputs).toMatchObject({ spec: { template: { spec: { containers: [{ image: "echo:1" }] } } } });
  });
});

describe("artifacts", () => {
  const blueprint = { clusters: { cart: { services: [{ breed: "cart", scale: "small" }] } } };
  const breeds = { cart: { deployable: "example/cart:1", ports: { web: 8080 } } };
  const scales = { small: { cpu: 0.1, memory: "32MB", instances: pulumi.output(3) } };
  const yaml = Artifacts.fromYaml("name: small\ncpu: 0.1\nmemory: 32MB\ninstances: 3\n", "scales.yml");

  it.each([
    ["as objects", { breeds, scales }],
    ["as objects and as YAML", [{ breeds }, yaml]],
  ])("%s take the place of the names in a blueprint", async (_, artifacts) => {
    const { resources } = await deploy(blueprint, { artifacts });
    expect(find(resources, "demo-cart").inputs).toMatchObject({
      spec: { replicas: 3, template: { spec: { containers: [{ image: "example/cart:1" }] } } },
    });
  });

  it("tell a name that none of them has, and mistakes of their own, at their properties", async () => {
    const wrong = {
      breeds: { card: { deployable: "i" } },
      scales: { small: { cpu: "x", memory: "32MB" } },
      bread: {},
    };
    const { paths } = await engine.refused(
      () => new VampDeployment("demo", { environment: environment(), blueprint, artifacts: wrong }),
    );
    expect(paths.sort()).toEqual([
      "artifacts.bread",
      "artifacts.scales.small.cpu",
      "blueprint.clusters.cart.services[0].breed",
    ]);
  });
});

describe("workflows", () => {
  const breed = { name: "metrics:1", deployable: "metrics:1" };

  it.each([
    ["as objects", { metrics: { breed: "metrics:1", schedule: { time: "PT1H" } } }],
    ["as YAML", Artifacts.fromYaml("name: metrics\nbreed: metrics:1\nschedule: {time: PT1H}\n")],
  ])("%s run beside the services", async (_, workflows) => {
    const artifacts = { breeds: { "metrics:1": { deployable: "metrics:1" } } };
    const { resources } = await deploy(shop(), { workflows, artifacts });
    expect(find(resources, "demo-workflow-metrics")).toMatchObject({
      type: "kubernetes:batch/v1:CronJob",
      parent: "demo",
      inputs: { metadata: { name: "demo-workflow-metrics" }, spec: { schedule: "0 * * * *" } },
    });
  });

  it("are refused at their property", async () => {
    const workflows = { metrics: { breed, schedule: { time: "PT7M" } } };
    const { paths } = await engine.refused(
      () => new VampDeployment("demo", { environment: environment(), blueprint: shop(), workflows }),
    );
    expect(paths).toEqual(["workflows.metrics.schedule.time"]);
  });
});

describe("an update", () => {
  it("waits for pods as long as it is told, or not at all", async () => {
    const annotations = async (waiting: VampDeploymentArgs["await"]) => {
      const { resources } = await deploy(shop(), { await: waiting });
      return find(resources, "demo-a").inputs.metadata;
    };
    expect(await annotations({ timeout: "90s" })).toMatchObject({
      annotations: { "pulumi.com/timeoutSeconds": "90" },
    });
    expect(await annotations({ ready: false })).toMatchObject({ annotations: { "pulumi.com/skipAwait": "true" } });
    expect(JSON.stringify(await annotations(undefined))).not.toMatch(/skipAwait|timeoutSeconds/);
  });
});

describe("two deployments of an environment", () => {
  it("whose objects would have the same names are refused", async () => {
    const named = (name: string) => ({
      clusters: { [name]: { services: { breed: { name, deployable: "i", ports: { a: 1 } } } } },
    });
    const { paths } = await engine.refused(() => {
      const shared = environment();
      new VampDeployment("a", { environment: shared, blueprint: named("b-c") });
      new VampDeployment("a-b", { environment: shared, blueprint: named("c") });
    });
    expect(paths).toEqual(["name"]);
  });
});
