import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answering, kubectl, labEnvironment, reached, run, sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

const stack = new Stack("gateways");
afterAll(() => stack.dispose());

const gateways = `
const next = new vamp.VampDeployment("next", { environment, blueprint: ${JSON.stringify(shopBlueprint({ "1.1.0": 100 }, false))} });
const edge = new vamp.VampGateway("edge", {
  environment,
  port: 80,
  deployments: [shop, next],
  service: { type: "LoadBalancer" },
  routes: {
    "shop/shop/web": { weight: "100%" },
    "next/shop/web": { weight: "0%", condition: "host == canary.example.com" },
  },
});
const node = new vamp.VampGateway("node", { environment, port: 8000, deployments: [shop], service: { type: "NodePort" }, routes: "shop/shop/web" });
const tcp = new vamp.VampGateway("raw", { environment, port: "9000/tcp", deployments: [shop], routes: "shop/shop/web" });
exports.address = edge.address;
exports.nodePort = node.nodePort;
`;

const program = `${deploy(shopBlueprint({ "1.0.0": 100 }))}\n${gateways}`;

describe("gateways that stand alone", () => {
  beforeAll(async () => {
    await stack.up(program);
  });

  it("are reached from outside by a load balancer's address", async () => {
    const summary = sendRequests(await answering(`http://${stack.output<string>("address")}:80/`), 100);
    expect(summary).toMatchObject({ requests: 100, failed: 0 });
  });

  it("send requests where a condition on the host says, whatever its case and port", () => {
    const url = `http://${stack.output<string>("address")}:80/`;
    const canary = sendRequests(url, 100, "--host", "Canary.example.com:80");
    expect([canary.failed, reached(canary, "1.0.0"), reached(canary, "1.1.0")]).toEqual([0, 0, 100]);
    const others = sendRequests(url, 100, "--host", "www.example.com");
    expect([others.failed, reached(others, "1.0.0"), reached(others, "1.1.0")]).toEqual([0, 100, 0]);
  });

  it("are reached from outside by a port of every node", async () => {
    const nodePort = stack.output<number>("nodePort");
    for (const node of kubectl(
      "get",
      "nodes",
      "-o",
      "jsonpath={.items[*].status.addresses[?(@.type=='InternalIP')].address}",
    ).split(" "))
      expect(sendRequests(await answering(`http://${node}:${nodePort}/`), 50)).toMatchObject({
        requests: 50,
        failed: 0,
      });
  });

  it("pass connections on as they are on a TCP port", async () => {
    const summary = sendRequests(await stack.serviceUrl("raw"), 50);
    expect(summary).toMatchObject({ requests: 50, failed: 0 });
    expect(reached(summary, "1.0.0")).toBe(50);
  });

  it("have nothing left to do right after an up", () => stack.expectNoChanges());

  it("change the class of a load balancer by way of another type, and are told so by the preview", async () => {
    const served = (rules: string) => program.replace('{ type: "LoadBalancer" }', rules);
    const other = served('{ type: "LoadBalancer", loadBalancerClass: "example.com/other" }');
    stack.setProgram(other);
    const { ok, output } = await stack.engine("preview");
    expect([ok, output]).toEqual([false, expect.stringContaining("loadBalancerClass: Invalid value")]);
    await stack.up(served('{ type: "ClusterIP" }'));
    stack.setProgram(other);
    const preview = await stack.succeed("preview", "--json");
    const { steps } = JSON.parse(preview) as {
      readonly steps: readonly { readonly op: string; readonly urn: string }[];
    };
    const changed = steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
    // Agents that are reached from outside believe other proxies, so they have another configuration.
    expect(changed.filter((change) => !change.includes("edge-agent"))).toEqual(["update edge", "update edge-service"]);
    const service = ["-n", stack.namespace, "service", "edge"] as const;
    const up = stack.up(other);
    const asked = () => kubectl("get", ...service, "-o", "jsonpath={.spec.loadBalancerClass}");
    await expect.poll(asked, { timeout: 120_000, interval: 500 }).toBe("example.com/other");
    // The lab's own load balancer leaves other classes alone: the test is who gives an address.
    const address = "198.19.255.250";
    const status = { loadBalancer: { ingress: [{ ip: address, ipMode: "VIP" }] } };
    kubectl("patch", ...service, "--subresource=status", "--type=merge", "-p", JSON.stringify({ status }));
    await up;
    expect(stack.output("address")).toBe(address);
    expect(sendRequests(await answering(`http://${address}:80/`), 50)).toMatchObject({ requests: 50, failed: 0 });
  });
});

describe("what the components made", () => {
  it("runs in a Namespace that enforces Pod Security `restricted`", () => {
    expect(
      kubectl(
        "get",
        "namespace",
        stack.namespace,
        "-o",
        "jsonpath={.metadata.labels.pod-security\\.kubernetes\\.io/enforce}",
      ),
    ).toBe("restricted");
    const pods = kubectl("-n", stack.namespace, "get", "pods", "-o", "jsonpath={.items[*].status.phase}").split(" ");
    expect(new Set(pods)).toEqual(new Set(["Running"]));
  });

  it("is accepted by HAProxy 2.8 without a warning", () => {
    const configs = JSON.parse(
      kubectl("-n", stack.namespace, "get", "configmaps", "-l", "io.vamp=vamp-gateway-agent", "-o", "json"),
    ) as { items: { data: Record<string, string> }[] };
    expect(configs.items).toHaveLength(4);
    for (const { data } of configs.items) {
      stack.write("haproxy.cfg", data["haproxy.cfg"] ?? "");
      // -dW makes every warning an error.
      run("haproxy", ["-c", "-dW", "-f", stack.path("haproxy.cfg")], 30, labEnvironment());
    }
  });
});
