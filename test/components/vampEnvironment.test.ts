import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { VampEnvironment, type VampEnvironmentArgs } from "../../components/index.js";
import { Engine, find, valueFrom } from "./mocks.js";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.install(false);
});

describe("VampEnvironment", () => {
  it("makes a Namespace", async () => {
    const { made, resources } = await engine.run(
      () => new VampEnvironment("test", { organisation: "shop", labels: { team: "a" } }),
    );
    expect(resources.map(({ type, name, parent }) => [type, name, parent])).toEqual([
      ["vamp:index:VampEnvironment", "test", ""],
      ["kubernetes:core/v1:Namespace", "test-namespace", "test"],
      ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "test-network", "test"],
    ]);
    expect(find(resources, "test-namespace").inputs).toMatchObject({
      metadata: {
        name: "vamp-shop-test",
        labels: { team: "a", "io.vamp.organisation": "shop", "pod-security.kubernetes.io/enforce": "restricted" },
      },
    });
    expect(await valueFrom(made.namespace)).toBe("vamp-shop-test");
    expect(await valueFrom(made.organisation)).toBe("shop");
    expect(await valueFrom(made.name)).toBe("test");
  });

  it("keeps the name of its Namespace's resource when the Namespace is called otherwise", async () => {
    const { resources } = await engine.run(
      () => new VampEnvironment("test", { organisation: "shop", environment: "prod", namespace: "mine" }),
    );
    expect(find(resources, "test-namespace").inputs).toMatchObject({ metadata: { name: "mine" } });
  });

  it("tells all that is wrong, by property, and makes nothing", async () => {
    const args = { organisation: "my-shop", root: "A", namespace: "n" };
    const { paths, resources } = await engine.refused(() => new VampEnvironment("te-st", args));
    expect(paths).toEqual(["organisation", "environment", "root"]);
    expect(resources).toEqual([]);
  });

  it("takes what is undefined as not given", async () => {
    const { resources } = await engine.run(
      () => new VampEnvironment("test", { organisation: "shop", environment: undefined, root: undefined }),
    );
    expect(find(resources, "test-namespace").inputs).toMatchObject({ metadata: { name: "vamp-shop-test" } });
  });

  it("makes what its Namespace holds, and lets it go with the Namespace", async () => {
    const { resources } = await engine.run(
      () =>
        new VampEnvironment("test", {
          organisation: "shop",
          quota: { pods: pulumi.output(20) },
          containers: { cpu: 0.1 },
          groups: { edit: ["developers"] },
        }),
    );
    expect(find(resources, "test-quota")).toMatchObject({
      inputs: { spec: { hard: { pods: "20" } } },
      dependsOn: ["test-namespace"],
    });
    expect(find(resources, "test-limits").type).toBe("kubernetes:core/v1:LimitRange");
    expect(find(resources, "test-role-edit").inputs).toMatchObject({ subjects: [{ name: "developers" }] });
  });

  it("tells what is wrong with its settings, by property", async () => {
    const args = {
      organisation: "shop",
      containers: { cpu: "x" },
      network: { ingress: "close" },
      pullSecrets: ["A b"],
    };
    const { paths } = await engine.refused(() => new VampEnvironment("test", JSON.parse(JSON.stringify(args))));
    expect(paths).toEqual(["containers.cpu", "network.ingress", "pullSecrets[0]"]);
  });

  it("uses a Namespace that is there already, which does not go with it", async () => {
    const { resources } = await engine.run(
      () => new VampEnvironment("test", { organisation: "shop", namespace: "theirs", adopt: true, quota: { pods: 1 } }),
    );
    expect(find(resources, "test-namespace")).toMatchObject({
      type: "kubernetes:core/v1:NamespacePatch",
      inputs: { metadata: { name: "theirs", labels: { "io.vamp.organisation": "shop" } } },
    });
    expect(find(resources, "test-quota")).toMatchObject({ deletedWith: "", dependsOn: ["test-namespace"] });
  });

  it("shares with others what its organisation says, and tells it as an input and an output", async () => {
    const acme = { name: "acme", groups: { view: ["everyone"] }, defaults: { agent: { replicas: 3 } } };
    const { made, resources } = await engine.run(
      () => new VampEnvironment("test", { organisation: acme, defaults: { scale: { cpu: pulumi.output("0.5") } } }),
    );
    expect(find(resources, "test-role-view").inputs).toMatchObject({ metadata: { namespace: "vamp-acme-test" } });
    const defaults = { agent: { replicas: 3 }, scale: { cpu: "0.5" } };
    expect(find(resources, "test").inputs).toMatchObject({ organisation: "acme", environment: "test", defaults });
    expect(await valueFrom(made.defaults)).toEqual(defaults);
  });

  it("is refused when another environment of the program is the same, or has its Namespace", async () => {
    const { paths, resources } = await engine.refused(() => {
      new VampEnvironment("twice", { organisation: "shop" });
      new VampEnvironment("again", { organisation: "shop", environment: "twice", namespace: "other" });
    });
    expect(paths).toEqual(["environment"]);
    expect(resources.map(({ name }) => name)).not.toContain("again");
  });

  it("tells a key that there is not, and the one that was meant", async () => {
    const args: VampEnvironmentArgs = JSON.parse(
      '{"organisation": {"name": "shop", "gruops": {}}, "podSecurty": "baseline"}',
    );
    const { paths } = await engine.refused(() => new VampEnvironment("test", args));
    expect(paths).toEqual(["podSecurty", "organisation.gruops"]);
  });
});
