import { afterAll, describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/index.js";
import { kubectl, labEnvironment, root, run } from "./lab.js";
import { complaint, pack, told } from "./policyPack.js";
import { Stack } from "./stack.js";

/*
 * The pack on the real engine. A preview makes nothing, so one program breaks every rule at once, and another has each
 * mistake mended.
 */

const stack = new Stack("policies");
afterAll(() => stack.dispose());

interface Choice {
  readonly bad: boolean;
}

/** A program with two organisations, a shop with a canary, ways in from outside, and a tool beside the components. */
function program({ bad }: Choice): string {
  const json = (value: unknown) => JSON.stringify(value);
  const version = (number: string, breed: object = {}, scale: object = {}) => ({
    breed: { name: `shop:${number}`, deployable: `example/shop:${number}`, ports: { web: "8080/http" }, ...breed },
    scale: { cpu: 0.1, memory: "64MB", instances: 2, ...scale },
  });
  const blueprint = {
    gateways: { 9050: "shop/web" },
    clusters: {
      shop: {
        services: [
          version("1.0.0", {}, { instances: bad ? 60 : 9 }),
          version("1.1.0", { metadata: { canary: true } }, { instances: 1 }),
          version("1.2.0", bad ? { deployable: "example/shop:latest" } : {}),
          version("1.3.0"),
        ],
        gateways: {
          routes: {
            "shop:1.0.0": {
              weight: bad ? "60%" : "90%",
              condition: bad ? "host == *.example.com" : "host == a.example.com",
            },
            "shop:1.1.0": { weight: bad ? "40%" : "10%" },
            "shop:1.2.0": { weight: "0%", condition: "host == shop.example.com" },
            "shop:1.3.0": { weight: "0%", ...(bad ? {} : { condition: "has cookie beta" }) },
          },
        },
      },
    },
  };
  const restricted = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
  const resources = { cpu: "100m", memory: "64Mi" };
  const tool = {
    automountServiceAccountToken: bad ? undefined : false,
    hostNetwork: bad,
    securityContext: bad ? undefined : restricted,
    containers: [
      {
        name: "main",
        image: bad ? "elsewhere.example.org/tool:1.0" : "example/tool:1.0",
        ports: [{ containerPort: 80 }],
        env: [{ name: "DB_PASSWORD", value: bad ? "hunter2" : "" }],
        resources: bad ? undefined : { requests: resources, limits: resources },
        readinessProbe: bad ? undefined : { tcpSocket: { port: 80 } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  };
  const tenant = bad
    ? { organisation: "acne", network: { ingress: "open" } }
    : { organisation: "acme", quota: { pods: 50 } };
  const gateway = (name: string, service: object, more: object) => ({
    service,
    port: 80,
    routes: {
      "shop/shop/web": { weight: "100%", condition: `host == ${bad ? "shop.example.org" : `${name}.example.com`}` },
    },
    sticky: "route",
    ...(bad ? { agent: { replicas: 1, drain: "5s" } } : {}),
    ...more,
  });
  const certificates = { secret: "edge-tls" };
  const gateways = bad
    ? {
        one: gateway("one", { type: "LoadBalancer" }, {}),
        two: gateway("two", { type: "NodePort" }, { tls: { certificates } }),
      }
    : {
        one: gateway("one", { type: "ClusterIP" }, {}),
        two: gateway(
          "two",
          { type: "LoadBalancer", sourceRanges: ["198.51.100.0/24"] },
          { port: 443, tls: { certificates, minVersion: "1.3", hsts: {} } },
        ),
      };
  return `
const vamp = require("pulumi-vamp");
const k8s = require("@pulumi/kubernetes");
const environment = new vamp.VampEnvironment("environment", { environment: ${json(stack.name)}, ...${json(tenant)} });
const others = new vamp.VampEnvironment("others", { environment: ${json(stack.name)}, organisation: "other", quota: { pods: 1 } });
const shop = new vamp.VampDeployment("shop", { environment, blueprint: ${json(blueprint)} });
for (const [name, args] of Object.entries(${json(gateways)}))
  new vamp.VampGateway(name, { environment, deployments: [shop], ...args });
new k8s.apps.v1.Deployment("tool", {
  metadata: {
    name: "tool",
    namespace: environment.namespace,
    labels: ${json(bad ? { "io.vamp.organisation": "other" } : { "app.kubernetes.io/managed-by": "pulumi" })},
  },
  spec: { selector: { matchLabels: { app: "tool" } }, template: { metadata: { labels: { app: "tool" } }, spec: ${json(tool)} } },
});
`;
}

/** Rules that have nothing to say until they are told what is allowed. */
const config = {
  "allowed-hosts": { domains: ["example.com"] },
  "image-registry": { registries: ["docker.io"] },
  "tenant-names": { organisations: ["acme", "other"] },
  "tls-version": { minimum: "1.3" },
};

async function preview(choice: Choice, configured: object) {
  stack.write("index.js", program(choice));
  stack.write("config.json", JSON.stringify(configured));
  return stack.engine("preview", ...pack, "--policy-pack-config", stack.path("config.json"));
}

const expected = (level?: string) => rules.map((rule) => `${level ?? rule.level} ${rule.name}`).sort();

describe("the policy pack", () => {
  it("refuses a stack by every rule, each by its own message with the place in the blueprint", async () => {
    const { ok, output } = await preview({ bad: true }, config);
    expect(told(output)).toEqual(expected());
    expect(ok).toBe(false);
    expect(output).toContain('blueprint.clusters.shop.gateways.routes["shop:1.1.0"]: gateway `shop/shop/web`');
  });

  it("lets the mended stack through without a word", async () => {
    const { ok, output } = await preview({ bad: false }, config);
    expect(told(output)).toEqual([]);
    expect(ok).toBe(true);
  });

  it("keeps to configured levels and values", async () => {
    const off = Object.fromEntries(["host-access", "quota"].map((name) => [name, "disabled"]));
    const looser = { "canary-share": { most: 40 }, ceilings: { environments: {} } };
    const { ok, output } = await preview({ bad: true }, { all: "advisory", ...off, ...looser });
    const silent = [...Object.keys({ ...off, ...looser }), ...Object.keys(config)];
    expect(told(output)).toEqual(
      expected("advisory").filter((one) => !silent.some((name) => one.endsWith(` ${name}`))),
    );
    expect(ok).toBe(true);
  });

  it("mends what is safe where it is told to, once", async () => {
    const labels = { enforcementLevel: "remediate", labels: { team: "shop" } };
    const mending = { "resource-limits": "remediate", "service-account-token": "remediate", "required-labels": labels };
    stack.write("config.json", JSON.stringify({ all: "disabled", ...mending }));
    stack.write(
      "index.js",
      `
const vamp = require("pulumi-vamp");
const k8s = require("@pulumi/kubernetes");
const environment = new vamp.VampEnvironment("environment", {
  environment: ${JSON.stringify(stack.name)}, organisation: "test", containers: { cpu: 0.25, memory: "64MB" },
});
new k8s.apps.v1.Deployment("tool", {
  metadata: { name: "tool", namespace: environment.namespace },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "tool" } },
    template: { metadata: { labels: { app: "tool" } }, spec: { containers: [{ name: "main", image: "example/tool:1.0" }] } },
  },
});`,
    );
    const configured = [...pack, "--policy-pack-config", stack.path("config.json")];
    await stack.succeed("up", "--yes", "--skip-preview", ...configured);
    const { metadata, spec } = JSON.parse(kubectl("-n", stack.namespace, "get", "deployment", "tool", "-o", "json"));
    const amount = { cpu: "250m", memory: "64M" };
    expect(metadata.labels).toEqual({ team: "shop" });
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      containers: [{ resources: { requests: amount, limits: amount } }],
    });
    await stack.succeed("preview", "--expect-no-changes", ...configured);
  });
});

describe("the demo", () => {
  it("breaks no rule as the pack comes", () => {
    const environment = { ...labEnvironment(), PULUMI_BACKEND_URL: `file://${stack.path(".")}` };
    const config = ["--config-file", stack.path("Pulumi.demo.yaml")];
    const pulumi = (...args: readonly string[]) => run("pulumi", [...args, "--cwd", root], 100, environment);
    pulumi("stack", "init", stack.name);
    const output = pulumi("preview", "--stack", stack.name, ...config, ...pack);
    expect(complaint(output)).toBeUndefined();
  });
});
