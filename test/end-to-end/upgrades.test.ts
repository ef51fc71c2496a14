import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "./lab.js";
import { echoImage } from "./programs.js";
import { Stack } from "./stack.js";

/** What may change of a version of the shop, and is the same in all that do not say otherwise. */
interface Version {
  readonly image?: string;
  readonly level?: string;
  readonly instances?: number;
  readonly memory?: string;
  readonly interval?: string;
}

function service(version: string, { image = echoImage, level = "info", instances = 1, ...more }: Version): object {
  const { memory = "32MB", interval = "2s" } = more;
  return {
    breed: {
      name: `shop:${version}`,
      deployable: image,
      ports: { web: "8080/http" },
      environmentVariables: { SERVICE: "shop", VERSION: version, LEVEL: level },
    },
    healthChecks: { port: "web", initialDelay: "10s", timeout: "1s", interval, failures: 3 },
    scale: { cpu: 0.1, memory, instances },
  };
}

/** A shop of two versions: `resource` is its name in the program, `weight` the share of the second version. */
function program(resource: string, version: Version = {}, weight = 10, more: object = {}): string {
  const routes = { "shop:1.0.0": { weight: `${100 - weight}%` }, "shop:1.1.0": { weight: `${weight}%` } };
  const services = ["1.0.0", "1.1.0"].map((number) => service(number, version));
  const blueprint = { gateways: { 9050: "shop/web" }, clusters: { shop: { services, gateways: { routes } } } };
  const args = { name: "shop", blueprint, ...more };
  const options = resource === "shop" ? {} : { aliases: [{ name: "shop" }] };
  return `new vamp.VampDeployment("${resource}", { environment, ...${JSON.stringify(args)} }, ${JSON.stringify(options)});`;
}

const stack = new Stack("upgrades");
afterAll(() => stack.dispose());
beforeAll(() => stack.up(program("shop")));

/** What a preview of a program would do, by kind of step, to which resources. */
async function steps(changed: string, settings = {}): Promise<Readonly<Record<string, readonly string[]>>> {
  stack.setProgram(changed, settings);
  const { steps } = JSON.parse(await stack.succeed("preview", "--json")) as { steps: { op: string; urn: string }[] };
  const names = (op: string) => steps.filter((step) => step.op === op).map(({ urn }) => urn.split("::").at(-1) ?? "");
  return Object.fromEntries([...new Set(steps.map(({ op }) => op))].map((op) => [op, names(op).sort()]));
}

/** Identity and selector of every Deployment and Service: what is made anew has another. */
function identities(): unknown {
  const { items } = JSON.parse(kubectl("-n", stack.namespace, "get", "deployments,services", "-o", "json")) as {
    items: { metadata: { name: string; uid: string }; spec: { selector: object } }[];
  };
  return items.map(({ metadata: { name, uid }, spec: { selector } }) => [name, uid, selector]);
}

describe("an upgrade makes nothing anew", () => {
  const both = ["shop-shop-1-0-0", "shop-shop-1-1-0"].map((name) => expect.stringMatching(`^${name}-[0-9a-f]{5}$`));

  const changed = { image: `docker.io/${echoImage}`, level: "debug", instances: 2, memory: "48MB", interval: "3s" };

  it("of images, variables, scales and probes", async () => {
    const { update, ...others } = await steps(program("shop", changed));
    expect(update?.filter((name) => name.startsWith("shop-shop-1"))).toEqual(both);
    expect(Object.keys(others)).toEqual(["same"]);
  });

  it("of labels", async () => {
    const labels = { "example.com/team": "shop" };
    const { update, same, ...others } = await steps(program("shop"), { labels, defaults: { labels } });
    expect(update).toEqual(
      expect.arrayContaining([...both, "environment-namespace", "shop-agent", "shop-shop-service"]),
    );
    // It is immutable, and its name says its data alone.
    expect(Object.values(others).flat()).toEqual([]);
  });

  it("of weights, but the configuration, after which agents are made", async () => {
    const { update, same, ...others } = await steps(program("shop", {}, 50));
    expect(update).toContain("shop-agent");
    expect(new Set(Object.values(others).flat())).toEqual(new Set(["shop-agent-config"]));
  });

  it("of a deployment that has another name in the program", async () => {
    const { same, ...others } = await steps(program("renamed"));
    expect(others).toEqual({});
  });

  it("of all that at once, and selectors stay", async () => {
    const before = identities();
    await stack.up(program("renamed", changed, 50));
    expect(identities()).toEqual(before);
    await stack.expectNoChanges();
  });
});
