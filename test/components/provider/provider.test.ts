import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { Inputs } from "../../../components/provider/inputs.js";
import { VampProvider } from "../../../components/provider/provider.js";
import { parseSchema } from "../../../components/provider/schema.js";
import { Engine, valueFrom } from "../mocks.js";

const text = readFileSync(resolve(__dirname, "../../../components/provider/schema.json"), "utf8");
const blueprint = {
  clusters: { cart: { services: [{ breed: { name: "a", deployable: "example/a:1", ports: { web: 80 } } }] } },
};

let provider: VampProvider;
beforeAll(async () => {
  await Engine.install(true);
  provider = new VampProvider(text);
});

/** Makes a component as the engine asks for it, and gives the reference that a program would pass on. */
async function construct(type: string, name: string, inputs: pulumi.Inputs) {
  const { urn, state } = await provider.construct(name, `vamp:index:${type}`, inputs, {});
  return { state, reference: await reference(String(await valueFrom(pulumi.output(urn)))) };
}

/** What the SDK makes of a reference that came over the wire. */
function reference(urn: string): unknown {
  const { getResourceModule } = pulumi.runtime;
  return getResourceModule("vamp", "index", undefined)?.construct(
    urn.split("::").at(-1) ?? "",
    urn.split("::")[2] ?? "",
    urn,
  );
}

describe("the provider", () => {
  it("tells its version and its schema", () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
    expect([provider.version, provider.schema]).toEqual([version, text]);
  });

  it("gives a deployment the environment that a program refers to", async () => {
    const name = "one";
    const { reference: environment } = await construct("VampEnvironment", name, { organisation: "acme" });
    const { state } = await construct("VampDeployment", "shop", { environment, blueprint });
    expect(Object.keys(state).sort()).toEqual(["blueprint", "clusters", "gateways"]);
    expect(await valueFrom(pulumi.output(state.clusters))).toMatchObject({
      cart: { host: `shop-cart.vamp-acme-${name}.svc` },
    });
  });

  it("gives a gateway the deployments that a program refers to, in an output as SDKs send lists of them", async () => {
    const name = "two";
    const { reference: environment } = await construct("VampEnvironment", name, { organisation: "acme" });
    const { reference: shop } = await construct("VampDeployment", "shop", { environment, blueprint });
    const deployments = pulumi.output(Promise.resolve([shop]));
    const routes = { "shop/cart/web": { weight: "100%" } };
    const { state } = await construct("VampGateway", "edge", { environment, deployments, routes, port: 80 });
    expect(await valueFrom(pulumi.output(state.url))).toBe(`http://edge.vamp-acme-${name}.svc:80`);
  });

  it("takes an environment by its outputs", async () => {
    const { state } = await construct("VampEnvironment", "three", { organisation: "acme" });
    const { organisation, name, namespace } = state;
    const described = { organisation, name, namespace };
    const { state: shop } = await construct("VampDeployment", "shop", { environment: described, blueprint });
    expect(await valueFrom(pulumi.output(shop.clusters))).toMatchObject({
      cart: { host: "shop-cart.vamp-acme-three.svc" },
    });
  });

  it("refuses an environment that it did not make, and all other mistakes with it", async () => {
    const environment = await reference("urn:pulumi:stack::project::vamp:index:VampEnvironment::elsewhere");
    const made = construct("VampDeployment", "shop", { environment, blueprint: { ...blueprint, cluster: {} } });
    const error: unknown = await made.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(pulumi.InputPropertiesError);
    expect(error).toMatchObject({ errors: [{ propertyPath: "environment" }, { propertyPath: "blueprint.cluster" }] });
  });

  it("refuses two environments of one program that share a Namespace", async () => {
    const name = "four";
    await construct("VampEnvironment", name, { organisation: "acme" });
    const twin = construct("VampEnvironment", "twin", { organisation: "acme", environment: name });
    await expect(twin).rejects.toThrow("DuplicateEnvironment");
  });

  it("refuses a component that there is not", async () => {
    await expect(construct("VampWorkflow", "w", {})).rejects.toThrow("there is no component vamp:index:VampWorkflow");
  });
});

describe("arguments that came over the wire", () => {
  const inputs = new Inputs(parseSchema(text));
  const deployment = (given: pulumi.Inputs) => inputs.of("vamp:index:VampDeployment", given);

  it("are values where the schema says plain, and outputs where it does not", async () => {
    const image = pulumi.output("example/a:1");
    const services = [{ breed: { name: pulumi.output("a"), deployable: image } }];
    const given = { hop: pulumi.output("always"), blueprint: { clusters: { cart: { services } } } };
    expect(await deployment(given)).toEqual({
      hop: "always",
      blueprint: { clusters: { cart: { services: [{ breed: { name: "a", deployable: image } }] } } },
    });
  });

  it("stay outputs where they are secret or not known", async () => {
    const [secret, unknown] = [pulumi.secret("always"), pulumi.output(pulumi.unknown)];
    expect(await deployment({ hop: secret, clusterDomain: unknown })).toEqual({ hop: secret, clusterDomain: unknown });
  });

  it("are outputs where the SDK marked them as unknown", async () => {
    const { images } = Object(await deployment({ images: { a: pulumi.unknown } }));
    expect(pulumi.Output.isInstance(images.a)).toBe(true);
  });
});
