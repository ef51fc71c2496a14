import { request } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answering, startTraffic } from "./lab.js";
import { deploy, echoService } from "./programs.js";
import { Stack } from "./stack.js";

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends one request on a connection of its own. */
function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false, timeout: 10_000 }, (reply) => {
      let body = "";
      reply.on("data", (data) => {
        body += String(data);
      });
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }));
    });
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error(`no answer from ${url}`)));
    sent.end();
  });
}

/** A browser: it keeps the cookies it is given. */
class Client {
  private readonly cookies = new Map<string, string>();

  async visit(url: string): Promise<{ readonly version: string; readonly pod: string }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const { status, headers, body } = await ask(url, cookie === "" ? {} : { cookie });
    expect(status).toBe(200);
    for (const line of headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const { version, pod } = JSON.parse(body) as { version: string; pod: string };
    return { version, pod };
  }
}

const stack = new Stack("edge");
afterAll(() => stack.dispose());

function shop(weights: Readonly<Record<string, string>>, instances = 2, mark = "a"): string {
  const versions = Object.keys(weights).map((version) => {
    const service = echoService(version, instances) as { breed: { environmentVariables: object } };
    const environmentVariables = { ...service.breed.environmentVariables, MARK: mark };
    return { ...service, breed: { ...service.breed, environmentVariables } };
  });
  const routes = Object.fromEntries(
    Object.entries(weights).map(([version, weight]) => [`shop:${version}`, { weight }]),
  );
  const clusters = { shop: { services: versions, gateways: { sticky: "instance", routes } } };
  return deploy({
    gateways: { 9050: "shop/web", web: { port: 80, virtualHosts: "shop.example.com", routes: "shop/web" } },
    clusters,
  });
}

const edge = `
const edge = new vamp.VampGateway("edge", {
  environment,
  port: 80,
  deployments: [shop],
  expose: { domain: "test.example.com" },
  hosts: {
    "www.example.com": {
      routes: {
        old: { condition: "path starts with /old", redirect: { status: 301, prefix: { from: "/old", to: "/new" } } },
        closed: { condition: "path == /closed", answer: { status: 403, body: "closed" } },
        "shop/shop/web": {
          rewrites: { prefix: { from: "/api", to: "/" } },
          headers: { request: { set: { "x-edge": "yes" } }, response: { set: { "x-served-by": "edge" } } },
        },
      },
    },
  },
});
`;

describe("clients that stick", () => {
  const clients = Array.from({ length: 12 }, () => new Client());
  let url = "";
  const visits = () => Promise.all(clients.map((client) => client.visit(url)));
  let first: Awaited<ReturnType<typeof visits>> = [];

  beforeAll(async () => {
    await stack.up(shop({ "1.0.0": "50%", "1.1.0": "50%" }) + edge);
    url = await stack.serviceUrl("shop-9050");
    first = await visits();
  });

  it("stay with their version and instance", async () => {
    expect(new Set(first.map(({ version }) => version))).toEqual(new Set(["1.0.0", "1.1.0"]));
    for (let round = 0; round < 10; round++) expect(await visits()).toEqual(first);
  });

  it("stay while the service is scaled", async () => {
    await stack.up(shop({ "1.0.0": "50%", "1.1.0": "50%" }, 3) + edge);
    expect(await visits()).toEqual(first);
  });

  it("stay when their version gets no others, and new ones come to the other version", async () => {
    await stack.up(shop({ "1.0.0": "0%", "1.1.0": "100%" }, 3) + edge);
    expect(await visits()).toEqual(first);
    for (let count = 0; count < 20; count++) expect((await new Client().visit(url)).version).toBe("1.1.0");
  });

  it("stay with their version while its instances are replaced, and no request fails", async () => {
    const traffic = startTraffic(url, "/dev/null", 100);
    await stack.up(shop({ "1.0.0": "0%", "1.1.0": "100%" }, 3, "b") + edge);
    const after = await visits();
    expect((await traffic.stop()).failures).toEqual([]);
    expect(after.map(({ version }) => version)).toEqual(first.map(({ version }) => version));
    // Instances serve while they end, and the DNS tells of new ones some time later; until then Kubernetes chooses.
    const old = new Set(first.map(({ pod }) => pod));
    const isSettled = async () => {
      const [one, other] = [await visits(), await visits()];
      return isDeepStrictEqual(one, other) && one.every(({ pod }) => !old.has(pod));
    };
    await expect.poll(isSettled, { timeout: 60_000, interval: 2000 }).toBe(true);
    const settled = await visits();
    for (let round = 0; round < 5; round++) expect(await visits()).toEqual(settled);
    expect(settled.map(({ version }) => version)).toEqual(first.map(({ version }) => version));
  });
});

describe("one gateway in front of many", () => {
  let url = "";
  beforeAll(async () => {
    url = await answering(await stack.serviceUrl("edge"));
  });
  const at = (host: string, path = "/") => ask(new URL(path, url).href, { host });

  it("answers for their virtual hosts and under automatic names, and for no others", async () => {
    for (const host of ["shop.example.com", "9050.shop.test.example.com", "SHOP.example.com:80"])
      expect((await at(host)).status).toBe(200);
    expect(await at("other.example.com")).toMatchObject({ status: 404, headers: { "x-vamp-reason": "unknown-host" } });
  });

  it("sends elsewhere, answers itself, and changes paths and headers", async () => {
    expect(await at("www.example.com", "/old/x?a=b")).toMatchObject({
      status: 301,
      headers: { location: expect.stringMatching(/\/new\/x\?a=b$/) },
    });
    expect(await at("www.example.com", "/closed")).toMatchObject({ status: 403, body: "closed" });
    const reply = await at("www.example.com", "/api/cart");
    expect(reply).toMatchObject({ status: 200, headers: { "x-served-by": "edge" } });
    expect(JSON.parse(reply.body)).toMatchObject({ path: "/cart" });
    expect(reply.body).toContain('"x-edge":"yes"');
  });
});
