import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { Blueprint, VampDeployment, type VampDeploymentArgs } from "../../components/index.js";
import { Engine, find, Other, type Registered, valueFrom } from "./mocks.js";
import { type DemoArgs, deployDemo, environment, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

const deploy = (...given: DemoArgs) => deployDemo(engine, ...given);

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
