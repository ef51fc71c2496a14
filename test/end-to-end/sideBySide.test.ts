import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, reached, sendRequests } from "./lab.js";
import { echoImage, echoService } from "./programs.js";
import { Stack } from "./stack.js";

const blueprint = (version: string) =>
  JSON.stringify({ gateways: { 9050: "shop/web" }, clusters: { shop: { services: [echoService(version)] } } });

/** The names of what is in a Namespace, by kind. */
function objects(namespace: string, ...kinds: string[]): readonly string[] {
  return kubectl("-n", namespace, "get", kinds.join(","), "-o", "name").split("\n").sort();
}

/** Fails the test unless a gateway's requests all reach one version. */
async function expectOnly(stack: Stack, service: string, version: string, namespace?: string): Promise<void> {
  const summary = sendRequests(await stack.serviceUrl(service, namespace), 100);
  expect(summary.failed).toBe(0);
  expect(reached(summary, version)).toBe(100);
}

describe("two stacks in one Namespace", () => {
  const first = new Stack("first");
  const second = new Stack("second", { PULUMI_BACKEND_URL: first.backend }, { adopt: true, environment: first.name });
  const shop = `
const shop = new vamp.VampDeployment("shop", { environment, blueprint: ${blueprint("1.0.0")} });
exports.host = shop.clusters.shop.host;
exports.port = shop.clusters.shop.ports.web;`;
  const stall = `
const other = new pulumi.StackReference("organization/${first.name}/${first.name}");
new vamp.VampDeployment("stall", {
  environment,
  external: { "shop:1.0.0": { host: other.getOutput("host"), ports: { web: other.getOutput("port") } } },
  blueprint: {
    gateways: { 9050: "stall/web" },
    clusters: {
      stall: {
        services: {
          breed: {
            name: "stall",
            deployable: "${echoImage}",
            ports: { web: 8080 },
            dependencies: { shop: "shop:*" },
            environmentVariables: { VERSION: "2.0.0", SHOP: "http://$shop.host:$shop.ports.web" },
          },
          scale: { cpu: 0.1, memory: "32MB" },
        },
      },
    },
  },
});`;
  const kinds = ["deployments", "services", "configmaps", "networkpolicies", "poddisruptionbudgets"];
  let alone: readonly string[] = [];

  beforeAll(async () => {
    await first.up(shop);
    alone = objects(first.namespace, ...kinds);
    await second.up(stall);
  });
  afterAll(() => {
    second.dispose();
    first.dispose();
  });

  it("both answer, each with its own", async () => {
    await expectOnly(first, "shop-9050", "1.0.0");
    await expectOnly(second, "stall-9050", "2.0.0");
    expect(objects(first.namespace, ...kinds)).toHaveLength(2 * alone.length - 1);
  });

  it("the second knows where the first is by its outputs", () => {
    const secrets = JSON.parse(kubectl("-n", first.namespace, "get", "secrets", "-o", "json")) as {
      items: { data?: Record<string, string> }[];
    };
    const [shop] = secrets.items.flatMap(({ data }) => data?.SHOP ?? []);
    const found = Buffer.from(shop ?? "", "base64").toString();
    expect(found).toBe(`http://shop-shop.${first.namespace}.svc:8080`);
  });

  it("neither changes what the other made", async () => {
    await first.succeed("preview", "--refresh", "--expect-no-changes", "--diff");
    await second.succeed("preview", "--refresh", "--expect-no-changes", "--diff");
  });

  it("the second leaves, and the first stays whole", async () => {
    await second.destroy();
    expect(objects(first.namespace, ...kinds)).toEqual(alone);
    await first.succeed("preview", "--refresh", "--expect-no-changes", "--diff");
    await expectOnly(first, "shop-9050", "1.0.0");
  });
});

describe("two environments side by side", () => {
  const stack = new Stack("beside");
  const other = `vamp-test-${stack.name}b`;
  afterAll(() => {
    kubectl("delete", "namespace", other, "--ignore-not-found", "--wait=false");
    stack.dispose();
  });

  it("hold deployments of the same name, each with its own", async () => {
    await stack.up(`
const beside = new vamp.VampEnvironment("beside", { organisation: "test", environment: "${stack.name}b" });
new vamp.VampDeployment("shop", { environment, blueprint: ${blueprint("1.0.0")} });
new vamp.VampDeployment("beside-shop", { name: "shop", environment: beside, blueprint: ${blueprint("2.0.0")} });`);
    await expectOnly(stack, "shop-9050", "1.0.0");
    await expectOnly(stack, "shop-9050", "2.0.0", other);
    const everything = (namespace: string) =>
      objects(namespace, "services", "deployments", "networkpolicies", "poddisruptionbudgets");
    expect(everything(other).length).toBe(everything(stack.namespace).length);
  });
});
