import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import {
  Blueprint,
  type BlueprintArgs,
  VampDeployment,
  type VampDeploymentArgs,
  VampEnvironment,
} from "../../components/index.js";
import { Engine, find, listed, Other } from "./mocks.js";
import { type DemoArgs, deployDemo, environment, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

const deploy = (...given: DemoArgs) => deployDemo(engine, ...given);

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
