import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer, get, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderConfig } from "../../sdk/haproxy/config.js";
import { whenKnown } from "../../sdk/later.js";
import { backend, listener, settings, table, way, when } from "../sdk/haproxy/listeners.js";
import { validPlan } from "../sdk/planning/plan.js";

const seed = Number(process.env.VAMP_SEED ?? Date.now() % 1_000_000_000);
const folder = mkdtempSync(join(tmpdir(), "haproxy-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a real HAProxy takes", () => {
  it(`the configuration of any blueprint, without a warning (seed ${seed})`, () => {
    const refused = fc.sample(blueprints, { seed, numRuns: 40 }).flatMap((blueprint, index) => {
      const agent = validPlan(blueprint, { hop: index % 2 === 0 ? "always" : "auto" }).agent;
      const config = agent && whenKnown(agent.listeners, (listeners) => renderConfig(listeners, settings));
      if (config === undefined) return [];
      if (typeof config !== "string") throw new Error("all of the blueprint is known");
      const said = check(config);
      return said === "" ? [] : [`${said}\n${JSON.stringify(blueprint)}`];
    });
    expect(refused.slice(0, 3)).toEqual([]);
  });
});

/** Blueprints with up to three clusters of up to four versions, weights, conditions and gateways. */
const blueprints = (() => {
  const name = fc.constantFrom(
    "a",
    "shop:1.0.0",
    "Cart",
    "a-cluster-with-a-very-long-name",
    "x_y.z",
    "9",
    "it's #1$",
    "Zürich",
  );
  const condition = fc.constantFrom(
    "has cookie beta",
    "user-agent is Safari or user-agent is IE",
    "not (host == a.example.com and header X-A contains 'it''s #1 $x')",
    "path starts with /api and method == POST",
    'header a contains "b"',
  );
  const percent = (hundredths: number) => `${hundredths / 100}%`;
  const cluster = fc
    .record({
      versions: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      tcp: fc.boolean(),
      cuts: fc.array(fc.nat(10_000), { minLength: 3, maxLength: 3 }),
      conditions: fc.array(fc.option(fc.tuple(condition, fc.nat(10_000))), { minLength: 4, maxLength: 4 }),
    })
    .map(({ versions, tcp, cuts, conditions }) => (number: number) => {
      const names = versions.map((version) => `${version}-${number}`.replaceAll(" ", ""));
      const bounds = [...cuts.slice(0, names.length - 1).sort((one, other) => one - other), 10_000];
      const routes = names.map((version, index) => {
        const [text, strength] = conditions[index] ?? [];
        const conditional =
          text === undefined || tcp ? {} : { condition: text, conditionStrength: percent(strength ?? 0) };
        return [version, { weight: percent((bounds[index] ?? 0) - (bounds[index - 1] ?? 0)), ...conditional }];
      });
      const ports = { web: tcp ? "5432/tcp" : 8080 };
      return {
        type: tcp ? "tcp" : "http",
        services: names.map((version) => ({ breed: { name: version, deployable: "i", ports } })),
        gateways: { web: { routes: Object.fromEntries(routes) } },
      };
    });
  return fc.array(cluster, { minLength: 1, maxLength: 3 }).map((make) => {
    const made = make.map((one, number) => one(number));
    const clusters = Object.fromEntries(
      made.map(({ services, gateways }, number) => [`c${number}`, { services, gateways }]),
    );
    const single = made.map(({ type }, number) => [
      `g${number}`,
      { port: `${9000 + number}/${type}`, routes: `c${number}/web` },
    ]);
    const http = made.flatMap(({ type }, number) => (type === "http" ? [`c${number}/web`] : []));
    const all = http.length > 1 ? [["all", { port: 80, routes: http }]] : [];
    return { gateways: Object.fromEntries([...single, ...all]), clusters };
  });
})();

describe("a real HAProxy shares", () => {
  const names = ["a", "b", "c"] as const;
  const connections = new Agent({ keepAlive: true, maxSockets: 16 });
  const servers: Server[] = [];
  const ports = new Map<string, number>();
  let haproxy: ChildProcess | undefined;

  beforeAll(async () => {
    const [a, b, c] = await Promise.all(names.map(async (name) => backend(name, await serve(name, servers))));
    if (a === undefined || b === undefined || c === undefined) throw new Error("there are three backends");
    const split = (...percents: number[]) => percents.map((percent, index) => way([a, b, c][index] ?? a, percent));
    const cluster = table("shop/cluster/web", split(90, 10));
    const tables = {
      "90-10": table("t/1", split(90, 10)),
      "1-99": table("t/2", split(1, 99)),
      thirds: table("t/3", split(33, 33, 34)),
      "one-in-10000": table("t/4", split(0.01, 99.99)),
      strength: table("t/5", split(80, 20), [when("has cookie beta", b, 50)]),
      first: table("t/6", split(90, 10)),
      second: table("t/7", split(90, 10)),
      nested: table("t/8", [way(cluster, 50), way(c, 50)]),
      conditions: table("t/9", split(100), [when("host == b.example.com", b), when("has cookie beta", c)]),
      nothing: table("t/10", split(0, 0), [when("has cookie beta", c)]),
    };
    const listeners = [];
    for (const [name, decided] of Object.entries(tables)) {
      const port = await freePort();
      ports.set(name, port);
      listeners.push(listener(`gw-${name}`, decided, port));
    }
    const tcp = await freePort();
    ports.set("tcp", tcp);
    const tcpTargets = names.map((name) => backend(`${name}-tcp`, ports.get(`backend ${name}`)));
    listeners.push(
      listener(
        "gw-tcp",
        table(
          "t/11",
          tcpTargets.slice(0, 2).map((target, index) => way(target, index === 0 ? 75 : 25)),
        ),
        tcp,
        "tcp",
      ),
    );
    const text = renderConfig(listeners, { ...settings, healthPort: await freePort() });
    const file = join(folder, "running.cfg");
    writeFileSync(file, text.replace("/var/run/haproxy/admin.sock", join(folder, "admin.sock")));
    haproxy = spawn(findHaproxy(), ["-db", "-f", file], { stdio: "ignore" });
    await listening(tcp);
  });

  afterAll(() => {
    haproxy?.kill("SIGKILL");
    connections.destroy();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** How many of so many requests each backend answered. */
  async function ask(name: string, count: number, headers: Readonly<Record<string, string>> = {}) {
    const port = ports.get(name) ?? 0;
    const answers: Record<string, number> = {};
    let left = count;
    const client = async () => {
      while (left-- > 0) {
        const answer = await request(port, headers, connections);
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 16 }, client));
    return answers;
  }

  const near = (answers: Readonly<Record<string, number>>, expected: Readonly<Record<string, number>>, within = 2) => {
    for (const [name, count] of Object.entries(expected))
      expect(Math.abs((answers[name] ?? 0) - count), `${name} in ${JSON.stringify(answers)}`).toBeLessThanOrEqual(
        within,
      );
    expect(Object.keys(answers).filter((name) => !(name in expected))).toEqual([]);
  };
  const sum = (one: Record<string, number>, other: Record<string, number>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
        name,
        (one[name] ?? 0) + (other[name] ?? 0),
      ]),
    );

  it.each([
    ["90-10", { a: 0.9, b: 0.1 }],
    ["1-99", { a: 0.01, b: 0.99 }],
    ["thirds", { a: 0.33, b: 0.33, c: 0.34 }],
    ["one-in-10000", { a: 0.0001, b: 0.9999 }],
  ])("%s, within 2 requests of 1000 and of 10 000", async (name, shares) => {
    const of = (count: number) =>
      Object.fromEntries(Object.entries(shares).map(([one, share]) => [one, share * count]));
    const thousand = await ask(name, 1000);
    near(thousand, of(1000));
    near(sum(thousand, await ask(name, 9000)), of(10_000));
  });

  it("strength 50 % beside weights 80/20: 60 % of those that match, 20 % of the others", async () => {
    near(await ask("strength", 10_000, { cookie: "beta=1" }), { a: 4000, b: 6000 }, 4);
    near(await ask("strength", 1000), { a: 800, b: 200 }, 4);
  });

  it("two gateways that are busy at once, neither disturbing the other", async () => {
    const both = await Promise.all([ask("first", 5000), ask("second", 5000)]);
    for (const answers of both) near(answers, { a: 4500, b: 500 });
  });

  it("a gateway in front of another", async () => {
    near(await ask("nested", 10_000), { a: 4500, b: 500, c: 5000 }, 4);
  });

  it("by conditions in their order", async () => {
    expect(await ask("conditions", 50)).toEqual({ a: 50 });
    expect(await ask("conditions", 50, { host: "b.example.com", cookie: "beta=1" })).toEqual({ b: 50 });
    expect(await ask("conditions", 50, { cookie: "x=y; beta=1" })).toEqual({ c: 50 });
  });

  it("nothing where all weights are 0 %, but for conditions", async () => {
    expect(await ask("nothing", 20)).toEqual({ "503 no-route": 20 });
    expect(await ask("nothing", 20, { cookie: "beta=1" })).toEqual({ c: 20 });
  });

  it("connections without HTTP, 75/25", async () => {
    // Every request on a connection of its own.
    const once = new Agent({ keepAlive: false, maxSockets: 16 });
    const answers: Record<string, number> = {};
    for (let index = 0; index < 400; index++) {
      const answer = await request(ports.get("tcp") ?? 0, {}, once);
      answers[answer] = (answers[answer] ?? 0) + 1;
    }
    near(answers, { a: 300, b: 100 });
  });

  async function serve(name: string, all: Server[]): Promise<number> {
    const server = createServer((_, response) => response.end(name));
    server.keepAliveTimeout = 60_000;
    all.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    ports.set(`backend ${name}`, port);
    return port;
  }
});

/** What answered: the name of a backend, or the status and HAProxy's reason. */
function request(port: number, headers: Readonly<Record<string, string>>, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = get({ host: "127.0.0.1", port, headers, agent, timeout: 10_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        body += part;
      });
      response.on("end", () =>
        resolve(
          response.statusCode === 200 ? body : `${response.statusCode} ${response.headers["x-vamp-reason"] ?? ""}`,
        ),
      );
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer within 10 s")));
    sent.on("error", reject);
  });
}

/** What HAProxy says against a configuration; nothing when it takes it. */
function check(config: string): string {
  const file = join(folder, "checked.cfg");
  writeFileSync(file, config);
  try {
    execFileSync(findHaproxy(), ["-c", "-dW", "-f", file], { stdio: "pipe", timeout: 20_000 });
    return "";
  } catch (error) {
    return error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  }
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (open) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`nothing listens on port ${port} after 10 s`);
}

/** HAProxy of the lab, or else of the machine. */
function findHaproxy(): string {
  const cache = process.env.VAMP_LAB_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "vamp-lab");
  const folders = [join(cache, "bin"), ...(process.env.PATH ?? "").split(delimiter)];
  const found = folders.map((one) => join(one, "haproxy")).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`haproxy is neither in ${cache}/bin (make the lab) nor on PATH`);
  return found;
}
