import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:https";
import type { Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Authority } from "./certificates.js";
import { kubectl } from "./lab.js";
import { defineMonitors } from "./operator.js";
import { deploy, shopBlueprint } from "./programs.js";
import { tunnelTo, upgradeServer } from "./sockets.js";
import { Stack } from "./stack.js";

/** Address of this machine in the lab. */
const here = "198.51.100.254";

const seconds = 1000;
const stack = new Stack("agents");
const folder = mkdtempSync(join(tmpdir(), "vamp-agents-"));
const authority = new Authority(folder, "authority");
const clients = new Authority(folder, "clients");
const stranger = new Authority(folder, "stranger");

const sockets = new Set<Socket>();
let servers: readonly Server[] = [];

/** Two gateways of a node each, one that asks clients who they are, and one that reloads, with weights for its two ends. */
const program = (weights: readonly [number, number]) => {
  const [one, two] = servers.map((server) => {
    const address = server.address();
    return `[${here}:${typeof address === "object" ? address?.port : ""}]`;
  });
  return `${deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 }, false))}
const open = { sourceRanges: ["0.0.0.0/0"], externalTrafficPolicy: "Local", public: true };
const edge = new vamp.VampGateway("edge", {
  environment, port: 443, deployments: [shop], routes: "shop/shop/web",
  tls: { certificates: [{ secret: "shop-tls" }, { secret: "other-tls" }], redirectFrom: 80 },
  service: { type: "LoadBalancer", nodePorts: { 443: 30943, 80: 30980 }, ...open },
  agent: { kind: "DaemonSet", monitor: "pod", accessLog: true },
});
const mutual = new vamp.VampGateway("mutual", {
  environment, port: 443, deployments: [shop], routes: "shop/shop/web",
  tls: { certificates: { certificate: ${JSON.stringify(text(given.certificate))}, key: pulumi.secret(${JSON.stringify(text(given.key))}) }, clients: { ca: { secret: "clients" } } },
  agent: { replicas: 1, monitor: "service", autoscaling: { minimum: 1, maximum: 3 }, connections: 1000 },
});
const live = new vamp.VampGateway("live", {
  environment, port: 8000, routes: { "${one}": { weight: "${weights[0]}%" }, "${two}": { weight: "${weights[1]}%" } },
  service: { type: "NodePort" },
  agent: { update: "reload", replicas: 1 },
});
exports.address = edge.address;
exports.urls = edge.urls;
exports.livePort = live.nodePort;
exports.mutual = mutual.host;
`;
};

const given = authority.sign("mutual.example.com");

function text(file: string): string {
  return readFileSync(file, "utf8");
}

function secret(name: string, host: string, title?: string): string {
  const { certificate, key } = authority.sign(host, title);
  const args = [
    "create",
    "secret",
    "tls",
    name,
    `--cert=${certificate}`,
    `--key=${key}`,
    "--dry-run=client",
    "-o",
    "yaml",
  ];
  const file = join(folder, `${name}.yaml`);
  stack.write(`${name}.yaml`, kubectl(...args));
  kubectl("-n", stack.namespace, "apply", "-f", stack.path(`${name}.yaml`));
  return file;
}

/** Who answers for a host at an address: the fingerprint of the certificate, when it is one for that host. */
function certificateOf(host: string, address: string, port = 443): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, servername: host, ca: text(authority.certificate) }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

/** Sends a request by TLS, and gives the status and the body. */
function ask(host: string, address: string, more: object = {}): Promise<readonly [number | undefined, string]> {
  return new Promise((resolve, reject) => {
    const options = { host: address, servername: host, headers: { host }, ca: text(authority.certificate), ...more };
    get(options, (response) => {
      let body = "";
      response.on("data", (data) => {
        body += String(data);
      });
      response.on("end", () => resolve([response.statusCode, body]));
    }).on("error", reject);
  });
}

beforeAll(async () => {
  servers = [upgradeServer(sockets), upgradeServer(sockets)];
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, here, done))));
  defineMonitors();
  await stack.up("");
  for (const host of ["shop", "other"]) secret(`${host}-tls`, `${host}.example.com`);
  kubectl("-n", stack.namespace, "create", "secret", "generic", "clients", `--from-file=ca.crt=${clients.certificate}`);
  await stack.up(program([100, 0]));
});

afterAll(() => {
  stack.dispose();
  rmSync(folder, { recursive: true });
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

const nodes = () =>
  kubectl("get", "nodes", "-o", "jsonpath={.items[*].status.addresses[?(@.type=='InternalIP')].address}").split(" ");

describe("a gateway that ends TLS, on every node", () => {
  it("shows each host its certificate, at its load balancer and at the nodes, and sends others there", async () => {
    const address = stack.output<string>("address");
    expect(stack.output("urls")).toEqual([443, 80].map((port) => expect.stringMatching(new RegExp(`:${port}$`))));
    for (const host of ["shop.example.com", "other.example.com"]) {
      expect(await ask(host, address)).toEqual([200, expect.stringContaining('"service":"shop"')]);
      for (const node of nodes())
        expect(await certificateOf(host, node, 30943)).toBe(await certificateOf(host, address));
    }
    const redirected = await fetch(`http://${address}/a?b=c`, { redirect: "manual" });
    expect([redirected.status, redirected.headers.get("location")]).toEqual([308, `https://${address}/a?b=c`]);
  });

  it("has an agent on each node, which writes a line for each request", () => {
    const agents = ["-n", stack.namespace, "-l", "io.vamp.deployment=edge"];
    const where = kubectl("get", "pods", ...agents, "-o", "jsonpath={.items[*].spec.nodeName}")
      .split(" ")
      .sort();
    expect(where).toEqual(["node1", "node2"]);
    const lines = kubectl("logs", ...agents, "--tail=-1")
      .split("\n")
      .filter((line) => line.startsWith("{"));
    const told = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(told).toContainEqual(expect.objectContaining({ host: "shop.example.com", status: 200, gateway: "edge" }));
  });
});

it("a gateway that asks who its clients are lets in those that its authority knows", async () => {
  const address = kubectl("-n", stack.namespace, "get", "service", "mutual", "-o", "jsonpath={.spec.clusterIP}");
  const as = (signer: Authority, name: string) => {
    const { certificate, key } = signer.sign(name);
    return { cert: text(certificate), key: text(key) };
  };
  const host = "mutual.example.com";
  expect(await ask(host, address, as(clients, "known"))).toEqual([200, expect.any(String)]);
  await expect(ask(host, address, as(stranger, "unknown"))).rejects.toThrow();
  await expect(ask(host, address)).rejects.toThrow();
  // The key that was given stands nowhere in clear.
  expect(stack.state()).not.toContain(text(given.key).split("\n")[3]);
});

it("what goes with agents is taken by the API server: an autoscaler and monitors", () => {
  const get = (kind: string) => JSON.parse(kubectl("-n", stack.namespace, "get", kind, "-o", "json")).items;
  expect(get("hpa")).toMatchObject([{ metadata: { name: "mutual-agent" }, spec: { minReplicas: 1, maxReplicas: 3 } }]);
  expect(get("podmonitors")).toMatchObject([{ metadata: { name: "edge-agent" } }]);
  expect(get("servicemonitors")).toMatchObject([{ metadata: { name: "mutual-agent" } }]);
});

it("there is nothing left to do right after an up", () => stack.expectNoChanges());

it("a renewed certificate and other weights are served within two minutes, and nothing is dropped", async () => {
  const address = stack.output<string>("address");
  const [node = ""] = nodes();
  const port = stack.output<number>("livePort");
  const tunnel = await tunnelTo(port, node);
  expect(await tunnel.say("before")).toBe("before");
  const before = await certificateOf("shop.example.com", address);
  const kept = new Agent({ keepAlive: true, maxSockets: 5 });
  const outcomes = { requests: 0, failures: [] as unknown[] };
  let going = true;
  const client = async (agent?: Agent) => {
    while (going) {
      const [status] = await ask("shop.example.com", address, { agent }).catch((error: unknown) => [error]);
      outcomes.requests++;
      if (status !== 200) outcomes.failures.push(status);
    }
  };
  const traffic = Promise.all([client(), client(), client(kept), client(kept)]);

  const started = Date.now();
  secret("shop-tls", "shop.example.com", "renewed");
  await stack.up(program([0, 100]));
  const within = { timeout: 120 * seconds - (Date.now() - started), interval: seconds };
  let atSecond = 0;
  servers[1]?.on("upgrade", () => atSecond++);
  const toSecond = async () => {
    const other = await tunnelTo(port, node);
    other.close();
    return atSecond > 0;
  };
  await Promise.all([
    expect.poll(() => certificateOf("shop.example.com", address), within).not.toBe(before),
    ...nodes().map((one) => expect.poll(() => certificateOf("shop.example.com", one, 30943), within).not.toBe(before)),
    expect.poll(toSecond, within).toBe(true),
  ]);
  going = false;
  await traffic;
  kept.destroy();
  expect(outcomes.failures).toEqual([]);
  expect(outcomes.requests).toBeGreaterThan(1_000);
  // What was opened before goes on, to where it led then; and no agent was ever away.
  expect(await tunnel.say("after")).toBe("after");
  tunnel.close();
  const restarts = kubectl(
    "-n",
    stack.namespace,
    "get",
    "pods",
    "-o",
    "jsonpath={.items[*].status.containerStatuses[*].restartCount}",
  );
  expect(new Set(restarts.split(" "))).toEqual(new Set(["0"]));
});
