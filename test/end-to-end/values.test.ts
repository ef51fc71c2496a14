import { afterAll, describe, expect, it } from "vitest";
import { kubectl, reached, sendRequests } from "./lab.js";
import { echoImage } from "./programs.js";
import { Stack } from "./stack.js";

const stack = new Stack("values");
afterAll(() => stack.dispose());

/** A program whose weights, image, instances and password come from another resource, unknown at preview. */
const program = (canary: number, password: string) => `
const k8s = require("@pulumi/kubernetes");
const annotations = { canary: "${canary}", instances: "2", image: "${echoImage}" };
const settings = new k8s.core.v1.ServiceAccount("settings", { metadata: { namespace: environment.namespace, annotations } });
const setting = (key) => settings.metadata.annotations.apply((all) => all[key]);
const version = (number) => ({
  breed: {
    name: "shop:" + number,
    deployable: setting("image"),
    ports: { web: "8080/http" },
    environmentVariables: { SERVICE: "shop", VERSION: number, PASSWORD: pulumi.secret("${password}") },
  },
  scale: { cpu: 0.1, memory: "32MB", instances: setting("instances").apply(Number) },
});
const canary = setting("canary").apply(Number);
const shop = new vamp.VampDeployment("shop", {
  environment,
  blueprint: {
    gateways: { 9050: "shop/web" },
    clusters: {
      shop: {
        services: [version("1.0.0"), version("1.1.0")],
        gateways: {
          routes: {
            "shop:1.0.0": { weight: pulumi.interpolate\`\${canary.apply((share) => 100 - share)}%\` },
            "shop:1.1.0": { weight: pulumi.interpolate\`\${canary}%\` },
          },
        },
      },
    },
  },
});
// Outputs as the inputs of a resource that is not ours.
new k8s.core.v1.ConfigMap("found", {
  metadata: { name: "found", namespace: environment.namespace },
  data: {
    url: shop.gateways[9050].url,
    host: shop.clusters.shop.host,
    deployment: shop.clusters.apply(({ shop }) => shop.services["shop:1.1.0"].deployment),
  },
});`;

/** A program in which something secret would stand in the arguments of a container. */
const leaking = `
new vamp.VampDeployment("leaking", {
  environment,
  blueprint: {
    clusters: {
      shop: {
        services: { breed: { name: "shop", deployable: "${echoImage}" }, arguments: { args: pulumi.secret("--key first-secret") } },
      },
    },
  },
});`;

describe("values that come from other resources", () => {
  it("leave the rest of a preview known", async () => {
    stack.setProgram(program(20, "first-secret"));
    const preview = JSON.parse(await stack.succeed("preview", "--json")) as {
      steps: { urn: string; newState: { type: string; inputs: Record<string, unknown> } }[];
    };
    const inputs = (type: string, name: string) =>
      preview.steps.find((step) => step.newState.type === type && step.urn.endsWith(`::${name}`))?.newState.inputs;
    expect(inputs("kubernetes:apps/v1:Deployment", "shop-agent")).toMatchObject({ spec: { replicas: 2 } });
    expect(inputs("kubernetes:core/v1:Service", "shop-shop-service")).toMatchObject({
      metadata: { name: "shop-shop" },
    });
    expect(inputs("kubernetes:core/v1:ConfigMap", "found")).toMatchObject({
      data: { url: `http://shop-9050.${stack.namespace}.svc:9050`, host: `shop-shop.${stack.namespace}.svc` },
    });
    expect(JSON.stringify(preview)).not.toContain("first-secret");
  });

  it("are there after an up", async () => {
    await stack.up();
    const summary = sendRequests(await stack.serviceUrl("shop-9050"), 1000);
    expect(summary.failed).toBe(0);
    expect(Math.abs(reached(summary, "1.1.0") - 200)).toBeLessThanOrEqual(4);
  });

  it("go on to resources that use the outputs", () => {
    expect(JSON.parse(kubectl("-n", stack.namespace, "get", "configmap", "found", "-o", "json")).data).toEqual({
      url: `http://shop-9050.${stack.namespace}.svc:9050`,
      host: `shop-shop.${stack.namespace}.svc`,
      deployment: expect.stringMatching(/^shop-shop-1-1-0-[0-9a-f]{5}$/),
    });
  });

  it("stand in a Secret and nowhere else when they may be secret", () => {
    const deployments = kubectl("-n", stack.namespace, "get", "deployments,configmaps", "-o", "yaml");
    expect(deployments).not.toContain("first-secret");
    expect(deployments).toContain("secretKeyRef");
    expect(stack.state()).not.toContain("first-secret");
  });

  it("that are secret are refused where all could read them, before anything is changed", async () => {
    stack.setProgram(leaking);
    const { ok, output } = await stack.engine("preview");
    expect(ok).toBe(false);
    expect(output).toContain("blueprint.clusters.shop.services.arguments.args: error: a secret would stand here");
    expect(output).toContain("(SecretInPlainText)");
    expect(output).not.toContain("first-secret");
    expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });

  it("roll the pods when a secret changes", async () => {
    await stack.up(program(20, "second-secret"));
    const name = kubectl(
      "-n",
      stack.namespace,
      "get",
      "deployments",
      "-l",
      "io.vamp.cluster=shop",
      "-o",
      "jsonpath={.items[0].spec.template.spec.containers[0].env[?(@.name=='PASSWORD')].valueFrom.secretKeyRef.name}",
    );
    const value = kubectl("-n", stack.namespace, "get", "secret", name, "-o", "jsonpath={.data.PASSWORD}");
    expect(Buffer.from(value, "base64").toString()).toBe("second-secret");
  });

  it("are checked when they become known, and the error names the property", async () => {
    stack.setProgram(program(130, "second-secret"));
    const { ok, output } = await stack.engine("up", "--yes", "--skip-preview");
    expect(ok).toBe(false);
    expect(output).toContain('blueprint.clusters.shop.gateways.routes["shop:1.0.0"].weight: error: `-30%`');
    expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });
});
