import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { type EnvironmentDescription, VampDeployment, VampGateway } from "../../components/index.js";
import { Engine, find } from "./mocks.js";
import { environment, shop } from "./programs.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(true);
});

const deploy = (home: EnvironmentDescription) => new VampDeployment("demo", { environment: home, blueprint: shop() });

describe("an environment that another stack made", () => {
  it("is where a deployment is made, and is not made itself", async () => {
    const { resources } = await engine.run(() => deploy({ organisation: "other", name: "stage" }));
    expect(resources.filter(({ type }) => /Namespace|VampEnvironment/.test(type))).toEqual([]);
    const { inputs, deletedWith } = find(resources, "demo-a");
    expect([inputs, deletedWith]).toEqual([
      expect.objectContaining({ metadata: expect.objectContaining({ namespace: "vamp-other-stage" }) }),
      "",
    ]);
  });

  it("may have a Namespace of another name, and defaults", async () => {
    const given = {
      organisation: "other",
      name: "live",
      namespace: "shop",
      defaults: { agent: { replicas: 5 } },
    };
    const { resources } = await engine.run(() => deploy(given));
    expect(find(resources, "demo-agent").inputs).toMatchObject({
      metadata: { namespace: "shop" },
      spec: { replicas: 5 },
    });
  });

  it("is the program's own when that has it: what is in it goes with its Namespace", async () => {
    const { resources } = await engine.run(() => {
      environment();
      return deploy({ organisation: "shop", name: "test" });
    });
    expect(find(resources, "demo-a").deletedWith).toBe("test-namespace");
  });

  it("has no two things with objects of one name", async () => {
    const home = { organisation: "other", name: "twice" };
    const { message } = await engine.refused(() => {
      deploy(home);
      return new VampGateway("demo-cart", { environment: home, port: 80, routes: "[example.com:80]" });
    });
    expect(message).toContain("DuplicateObjectName");
  });

  it("has no gateway called as the Service of a blueprint's gateway", async () => {
    const { message } = await engine.refused(() => {
      const within = environment();
      new VampDeployment("demo", { environment: within, blueprint: shop() });
      return new VampGateway("demo-9050", { environment: within, port: 80, routes: "[example.com:80]" });
    });
    expect(message).toContain("the gateway `demo-9050` and the deployment `demo` would both have the");
  });

  it("is told what is wrong with it at its properties", async () => {
    const wrong: EnvironmentDescription = Object({ organisation: "other", pullSecrets: ["No"], size: 1 });
    const { paths } = await engine.refused(() => deploy(wrong));
    expect(paths.sort()).toEqual(["environment", "environment.pullSecrets[0]", "environment.size"]);
  });

  it("has to be known when a preview is made", async () => {
    const later: EnvironmentDescription = Object({ organisation: pulumi.output("other"), name: "stage" });
    expect((await engine.refused(() => deploy(later))).paths).toEqual(["environment.organisation"]);
  });
});

describe("deployments that are none", () => {
  it.each(["dependsOn", "deployments"])("are told at their place in %s", async (argument) => {
    const others: VampDeployment[] = Object([new pulumi.DependencyResource("urn:pulumi:s::p::t::n")]);
    const { paths } = await engine.refused(() =>
      argument === "dependsOn"
        ? new VampDeployment("demo", { environment: environment(), blueprint: shop(), dependsOn: others })
        : new VampGateway("edge", { environment: environment(), port: 80, routes: "[a.b:80]", deployments: others }),
    );
    expect(paths).toEqual([`${argument}[0]`]);
  });
});
