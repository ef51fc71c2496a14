import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import {
  Artifacts,
  Blueprint,
  type BlueprintArgs,
  VampDeployment,
  type VampDeploymentArgs,
  VampEnvironment,
} from "../../components/index.js";
import { Engine, find, Other, type Registered, valueFrom } from "./mocks.js";
import { environment, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

const deploy = (blueprint: VampDeploymentArgs["blueprint"], more: Partial<VampDeploymentArgs> = {}) =>
  engine.run(() => new VampDeployment("demo", { environment: environment(), blueprint, ...more }));
const listed = (resources: readonly Registered[]) =>
  resources.map(({ type, name, parent }) => `${parent} > ${name} ${type.split(/[/:]/).at(-1)}`).sort();

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

describe("outputs", () => {
  it("say where clusters are found", async () => {
    const { made } = await deploy(shop());
    expect(await valueFrom(made.clusters)).toEqual({
      cart: {
        serviceName: "demo-cart",
        host: "demo-cart.vamp-shop-test.svc",
        ports: { web: 8080 },
        urls: { web: "http://demo-cart.vamp-shop-test.svc:8080" },
        services: {
          a: { deployment: "demo-a", labels: expect.objectContaining({ "io.vamp.service": "a" }), instances: 1 },
          b: { deployment: "demo-b", labels: expect.objectContaining({ "io.vamp.service": "b" }), instances: 1 },
        },
      },
    });
  });

  it("are used after the objects they speak of", async () => {
    const { resources } = await engine.run(() => {
      const { clusters } = new VampDeployment("demo", { environment: environment(), blueprint: shop() });
      new Other("other", { text: clusters.apply(({ cart }) => cart?.urls.web ?? "") });
    });
    const { inputs, dependsOn } = find(resources, "other");
    expect(inputs).toEqual({ text: "http://demo-cart.vamp-shop-test.svc:8080" });
    expect(dependsOn).toEqual(expect.arrayContaining(["demo-cart-service", "demo-a"]));
  });

  it("have the blueprint as it came out of merging and overriding, secret where a value in it is", async () => {
    const update = { clusters: { cart: { services: { breed: { name: "c", deployable: "example/c:1" } } } } };
    const { made } = await deploy(Blueprint.merge(shop(), update), { weights: { cart: { a: "60%", b: "40%" } } });
    const text = await valueFrom(made.blueprint);
    expect(text).toContain("a:\n          weight: 60%");
    expect(text).toContain("deployable: example/c:1");
    expect(await pulumi.isSecret(made.blueprint)).toBe(false);
    const { made: other } = await deploy(shop({ password: pulumi.secret("hidden") }));
    expect(await valueFrom(other.blueprint)).toContain("PASSWORD: hidden");
    expect(await pulumi.isSecret(other.blueprint)).toBe(true);
  });

  it("have the gateways by port or name", async () => {
    const { made } = await deploy(shop());
    expect(Object.keys(made.gateways)).toEqual(["9050"]);
    const gateway = made.gateways["9050"];
    expect(gateway && (await valueFrom(gateway.url))).toBe("http://demo-9050.vamp-shop-test.svc:9050");
  });

  it("have the name that was given", async () => {
    const { resources } = await deploy(shop(), { name: "other" });
    expect(find(resources, "demo-a").inputs).toMatchObject({ metadata: { name: "other-a" } });
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

describe("what runs elsewhere", () => {
  const front = (more: Partial<VampDeploymentArgs>) => {
    const environmentVariables = { DB: "$db.host:$db.ports.sql" };
    const breed = { name: "front", deployable: "i", dependencies: { db: "postgres:*" }, environmentVariables };
    return { blueprint: { clusters: { front: { services: { breed } } } }, ...more };
  };
  const env = (resources: readonly Registered[]) => JSON.stringify(find(resources, "front-front").inputs);

  it("may be a cluster of another deployment, which has to be there first", async () => {
    const postgres = { breed: { name: "postgres:15", deployable: "i", ports: { sql: "5432/tcp" } } };
    const { resources } = await engine.run(() => {
      const shared = environment();
      const data = new VampDeployment("data", {
        environment: shared,
        blueprint: { clusters: { db: { services: postgres } } },
      });
      new VampDeployment("front", { environment: shared, ...front({ dependsOn: [data] }) });
    });
    expect(env(resources)).toContain('"data-db.vamp-shop-test.svc.cluster.local:5432"');
    expect(find(resources, "front-front").dependsOn).toContain("data-db-service");
  });

  it("may be anything with a name and ports, of another resource too", async () => {
    const other = new Other("database", { text: "db.example.com", number: 6000 });
    const external = { "postgres:15": { host: other.text, ports: { sql: other.number } } };
    const { resources } = await engine.run(
      () => new VampDeployment("front", { environment: environment(), ...front({ external }) }),
    );
    expect(find(resources, "front-front-environment").inputs).toMatchObject({
      stringData: { secret: { DB: "db.example.com:6000" } },
    });
  });

  it("is told when nothing of the kind is there", async () => {
    const { paths } = await engine.refused(
      () =>
        new VampDeployment("front", { environment: environment(), ...front({ external: { mysql: { host: "a" } } }) }),
    );
    expect(paths).toContain("blueprint.clusters.front.services.breed.dependencies.db");
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

describe("inputs at leaves", () => {
  it("take their place when they are there", async () => {
    const { resources } = await deploy(
      shop({ image: pulumi.output("example/a:9"), instances: Promise.resolve(4), weight: pulumi.output("0%") }),
    );
    expect(find(resources, "demo-a").inputs).toMatchObject({
      spec: { replicas: 4, template: { spec: { containers: [{ image: "example/a:9" }] } } },
    });
    const plain = await deploy(shop({ weight: "0%" }));
    expect(find(resources, "demo-agent-config").inputs).toEqual(find(plain.resources, "demo-agent-config").inputs);
  });

  it("come from another resource", async () => {
    const { resources } = await engine.run(() => {
      const other = new Other("other", { text: "example/a:7", number: 2 });
      return new VampDeployment("demo", {
        environment: environment(),
        blueprint: shop({ image: other.text, instances: other.number }),
      });
    });
    expect(find(resources, "demo-a").inputs).toMatchObject({
      spec: { replicas: 2, template: { spec: { containers: [{ image: "example/a:7" }] } } },
    });
    expect(find(resources, "demo-a").dependsOn).toContain("other");
    expect(find(resources, "demo-b").dependsOn).not.toContain("other");
  });

  it("may be its environment's", async () => {
    const { resources } = await engine.run(() => {
      const other = new Other("other", { text: "registry", number: 3 });
      const shared = new VampEnvironment("test", {
        organisation: "shop",
        pullSecrets: [other.text],
        groups: { view: [other.text] },
        defaults: {
          images: { "example/*": pulumi.interpolate`${other.text}/a:1` },
          labels: { "from-elsewhere": other.text },
          scale: { instances: other.number },
        },
      });
      return new VampDeployment("demo", { environment: shared, blueprint: shop() });
    });
    expect(find(resources, "test-role-view").inputs).toMatchObject({ subjects: [{ name: "registry" }] });
    expect(find(resources, "demo-b").inputs).toMatchObject({
      metadata: { labels: { "from-elsewhere": "registry" } },
      spec: {
        replicas: 3,
        template: { spec: { imagePullSecrets: [{ name: "registry" }], containers: [{ image: "registry/a:1" }] } },
      },
    });
  });

  it("that are secret stand in a Secret and nowhere else", async () => {
    const { resources } = await deploy(shop({ password: pulumi.secret("hunter2") }));
    const secret = find(resources, "demo-a-environment");
    expect(secret.type).toBe("kubernetes:core/v1:Secret");
    expect(JSON.stringify(secret.inputs)).toContain("hunter2");
    expect((secret.inputs.metadata as { name?: string }).name).toBeUndefined();
    expect(JSON.stringify(resources.filter((resource) => resource !== secret))).not.toContain("hunter2");
    expect(find(resources, "demo-a").inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: "LEVEL", value: "info" },
                  {
                    name: "PASSWORD",
                    valueFrom: { secretKeyRef: { name: "demo-a-environment-made", key: "PASSWORD" } },
                  },
                ],
              },
            ],
          },
        },
      },
    });
    expect(find(resources, "demo-a").dependsOn).toContain("demo-a-environment");
  });

  it("that are plain stand in the Deployment, and make no Secret", async () => {
    const { resources } = await deploy(shop({ password: "plain" }));
    expect(resources.filter(({ type }) => type.endsWith(":Secret"))).toEqual([]);
    expect(JSON.stringify(find(resources, "demo-a").inputs)).toContain('{"name":"PASSWORD","value":"plain"}');
  });
});

describe("what is wrong", () => {
  const refused = (blueprint: VampDeploymentArgs["blueprint"], more: object = {}) =>
    engine.refused(() => new VampDeployment("demo", { environment: environment(), blueprint, ...more }));

  it("is told all at once by property, and nothing of the deployment is made", async () => {
    const wrong = shop({ image: "example/a:1" }) as BlueprintArgs & { gatways?: string };
    wrong.gateways = { 9050: "cart/wbe", web: "cart/web" };
    wrong.gatways = "x";
    const { paths, resources } = await refused(wrong, {
      images: { x: "a b" },
      ports: { "cart.web": 0 },
      agent: { replicas: -1 },
    });
    expect(paths.sort()).toEqual([
      "agent.replicas",
      "blueprint.gateways.web",
      'blueprint.gateways["9050"]',
      "blueprint.gatways",
      "images.x",
      'ports["cart.web"]',
    ]);
    expect(listed(resources)).toEqual([
      " > test VampEnvironment",
      "test > test-namespace Namespace",
      "test > test-network NetworkPolicy",
    ]);
  });

  it("is told with what cannot be planned", async () => {
    const blueprint = "dialects: {kubernetes: {a: b}}\nclusters: {s: {breed: {name: a, deployable: i}, scael: large}}";
    expect((await refused(Blueprint.fromYaml(blueprint, "shop.yml"))).paths).toEqual(["shop.yml", "shop.yml"]);
  });

  it("five mistakes are five", async () => {
    const { paths } = await refused(
      Blueprint.fromYaml(
        `gateways: {9050: s/wbe}
clusters:
  s:
    gateways: {web: {routes: {a: {weight: 50%}}}}
    services:
      breed: {name: a, deployable: i, ports: {web: 80}, dependencies: {b: c}}
      scale: {cpu: 1, memory: 1MB, instances: many}
      scael: x
`,
        "shop.yml",
      ),
    );
    expect(paths).toEqual(Array(5).fill("shop.yml"));
  });

  it.each<[string, VampDeploymentArgs["blueprint"], object, string[]]>([
    ["a text that is no YAML", "clusters: [", {}, ["blueprint"]],
    [
      "structure that is known only later",
      { clusters: { s: { services: { breed: { name: pulumi.output("a") as unknown as string, deployable: "i" } } } } },
      {},
      ["blueprint.clusters.s.services.breed.name"],
    ],
    ["an image that is none", shop(), { images: { "*": "a b" } }, ['images["*"]']],
    ["a Service that is none", shop(), { gatewayService: { type: "ExternalName" } }, ["gatewayService.type"]],
    ["a port that no cluster has", shop(), { ports: { "shop.wbe": 80 } }, ['ports["shop.wbe"]']],
    ["a hop that is none", shop(), { hop: "allways" }, ["hop"]],
    ["a domain that is none", shop(), { clusterDomain: "a b\nfrontend x" }, ["clusterDomain"]],
    ["a setting that is none", shop(), { agent: { replica: 2 } }, ["agent.replica"]],
  ])("%s", async (_, blueprint, more, paths) => {
    expect((await refused(blueprint, more)).paths).toEqual(paths);
  });

  it("a blueprint that holds itself", async () => {
    const circular: Record<string, unknown> = { services: "a" };
    circular.metadata = circular;
    const { paths } = await refused({ clusters: { s: circular } } as unknown as BlueprintArgs);
    expect(paths).toEqual([
      expect.stringMatching(/^blueprint\.clusters\.s(\.metadata)+$/),
      "blueprint.clusters.s.services",
    ]);
  });
});
