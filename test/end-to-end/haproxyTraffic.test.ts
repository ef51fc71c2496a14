import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Known } from "../../sdk/later.js";
import type { Backend } from "../../sdk/routing/table.js";
import type { Traffic } from "../../sdk/routing/traffic.js";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { type Asked, freePort, Stage } from "./agent.js";
import { NameServer } from "./nameServer.js";

const stage = new Stage();
const closing: (() => void)[] = [];
const names = new NameServer(
  new Map([
    ["pods.test", ["127.0.0.2", "127.0.0.3"]],
    ["stale.test", ["127.0.0.9"]],
    ["service.test", ["127.0.0.1"]],
  ]),
);
let port = 0;
/** As long as a name in the DNS may be. */
const longName = `${"a".repeat(60)}.`.repeat(4) + "secure.test".slice(-9);

beforeAll(async () => {
  const echo = await stage.echo("a");
  const pod = await freePort();
  await Promise.all([stage.echo("pod-2", "127.0.0.2", pod), stage.echo("pod-3", "127.0.0.3", pod)]);
  const service = await stage.echo("service");
  const closed = await freePort();
  const secure = await httpsEcho();
  const peers = await peerEcho();
  const local = (name: string, traffic: Known<Traffic>, port = echo): Known<Backend> => ({
    ...backend(name, port),
    traffic,
  });
  const several = (name: string, host: string, traffic: Known<Traffic> = {}, cookie?: string): Known<Backend> => ({
    ...backend(name, service),
    host: "service.test",
    instances: { host, port: pod, most: 5, cookie },
    traffic,
  });
  const trusted = { kind: "secret", name: "ca" } as const;
  const backends = [
    local("slow", { timeouts: { request: 200 } }),
    local("again", { retries: { on: [503, "conn-failure"] } }),
    local("never", { retries: { attempts: 0, on: [503] } }),
    local("narrow", { maxConnections: 1, maxQueue: 1 }),
    local("late", { maxConnections: 1, maxQueue: 2, timeouts: { queue: 200 } }),
    local("limited", { rateLimit: { requests: 5, window: 60_000, by: "all" } }),
    local("each", { rateLimit: { requests: 2, window: 60_000, by: "client" } }),
    local("gone", {}, closed),
    local("late-gone", { maxConnections: 1, timeouts: { queue: 200 } }, closed),
    local("sick", { healthCheck: { path: "/status/500", interval: 100, failures: 1 } }),
    local("well", { healthCheck: { path: "/status/204", interval: 100, failures: 1 } }),
    local("secure", { tls: { verify: true, serverName: "secure.test", ca: trusted } }, secure),
    local("misnamed", { tls: { verify: true, serverName: "other.test", ca: trusted } }, secure),
    local("unchecked", { tls: { verify: false } }, secure),
    local("long-named", { tls: { verify: false, serverName: longName } }, secure),
    local("peer-1", { proxyProtocol: 1 }, peers),
    local("peer-2", { proxyProtocol: 2 }, peers),
    several("pods", "pods.test"),
    several("pods-by-user", "pods.test", { balance: "hdr(x-user)" }),
    several("pods-kept", "pods.test", {}, "pod"),
    several("pods-outlier", "pods.test", { outlier: { errors: 3, interval: 60_000 } }),
    several("pods-stale", "stale.test"),
    several("pods-none", "nobody.test"),
    several("pods-none-kept", "nobody.test", {}, "pod"),
  ];
  const sites = backends.map((one) => ({
    hosts: [`${one.name}.test`],
    table: table(`t/${one.name}`, [way(one, 100)]),
  }));
  port = await freePort();
  const certificates = Object.fromEntries(
    ["secure", "misnamed"].map((name) => [
      `certificates/${name}-ca.pem`,
      readFileSync(join(stage.folder, "tls.crt"), "utf8"),
    ]),
  );
  const nameServer = await names.listen();
  await stage.agent([{ ...listener("gw-80", table("edge", []), port), sites }], certificates, { nameServer });
  for (const name of ["pods", "pods-kept", "pods-by-user", "pods-outlier", "pods-stale", "pods-none", "pods-none-kept"])
    await vi.waitFor(async () => expect((await ask(name)).status).toBe(200), { timeout: 10_000, interval: 100 });
});
afterAll(() => {
  for (const close of closing) close();
  names.close();
  stage.stop();
});

const ask = (name: string, asked: Asked = {}) =>
  stage.ask(port, { ...asked, headers: { host: `${name}.test`, ...asked.headers } });
const reason = async (name: string, asked: Asked = {}) => {
  const { status, headers } = await ask(name, asked);
  return [status, headers["x-vamp-reason"]];
};

describe("requests of a real HAProxy to a backend", () => {
  it("wait no longer than they may", async () => {
    expect((await ask("slow", { path: "/slow/2000" })).status).toBe(504);
    expect((await ask("slow", { path: "/slow/1" })).status).toBe(200);
  });

  it("are sent again for the named reasons, unless they may have had an effect", async () => {
    expect((await ask("again", { path: "/once/get" })).status).toBe(200);
    expect((await ask("again", { path: "/once/post", method: "POST", body: "x" })).status).toBe(503);
    expect((await ask("never", { path: "/once/never" })).status).toBe(503);
    expect((await ask("slow", { path: "/once/default" })).status).toBe(503);
  });

  it("wait in line, as many as there is room for", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => reason("narrow", { path: "/slow/300" })));
    const told = answers.map(([status, why]) => `${status} ${why ?? ""}`).sort();
    expect(told.filter((one) => one === "200 ")).toHaveLength(2);
    expect(told.filter((one) => one === "503 queue-full")).toHaveLength(4);
  });

  it("say so when they waited too long for an instance that is well, and when nobody else may wait", async () => {
    const told = await Promise.all(Array.from({ length: 5 }, () => reason("late", { path: "/slow/600" })));
    expect(told.map(([status, why]) => `${status} ${why ?? ""}`).sort()).toEqual([
      "200 ",
      "503 queue-full",
      "503 queue-full",
      "503 queue-timeout",
      "503 queue-timeout",
    ]);
    expect(await reason("late", { path: "/status/503" })).toEqual([503, undefined]);
    expect(await reason("late-gone")).toEqual([503, "no-instance"]);
  });

  it("are limited in a time", async () => {
    const answers = [];
    for (let index = 0; index < 8; index++) answers.push(await reason("limited"));
    expect(answers.slice(0, 5)).toEqual(Array(5).fill([200, undefined]));
    expect(answers.slice(5)).toEqual(Array(3).fill([429, "rate-limit"]));
    expect([await reason("each"), await reason("each"), await reason("each")].map(([status]) => status)).toEqual([
      200, 200, 429,
    ]);
  });

  it("say so when there is no instance", async () => {
    expect(await reason("gone")).toEqual([503, "no-instance"]);
  });

  it("go where a check of the agent says that somebody is well", async () => {
    await expect.poll(() => reason("sick"), { timeout: 5_000 }).toEqual([503, "no-instance"]);
    expect(await reason("well")).toEqual([200, undefined]);
  });

  it("are encrypted, to somebody who is who he should be", async () => {
    expect((await ask("secure")).status).toBe(200);
    expect((await ask("unchecked")).status).toBe(200);
    expect((await ask("misnamed")).status).toBe(503);
    expect((await ask("long-named")).body).toBe(longName);
  });

  it("tell the client's address by the PROXY protocol", async () => {
    expect((await ask("peer-1")).body).toBe("PROXY TCP4 127.0.0.1");
    expect((await ask("peer-2")).body).toBe("version 2, 127.0.0.1");
  });
});

describe("instances behind a real HAProxy", () => {
  const servers = async (name: string, count: number, asked: Asked = {}) => {
    const found: string[] = [];
    for (let index = 0; index < count; index++) found.push((await ask(name, asked)).seen?.server ?? "none");
    return found;
  };

  it("share requests", async () => {
    expect((await servers("pods", 10)).sort()).toEqual([...Array(5).fill("pod-2"), ...Array(5).fill("pod-3")]);
  });

  it("share them by what the request says", async () => {
    const found = new Set<string>();
    for (const user of "abcdefgh") {
      const [first, ...others] = await servers("pods-by-user", 3, { headers: { "x-user": user } });
      expect(others).toEqual([first, first]);
      found.add(first ?? "");
    }
    expect([...found].sort()).toEqual(["pod-2", "pod-3"]);
  });

  it("keep their clients by a cookie that scripts do not see", async () => {
    const first = await ask("pods-kept");
    const [cookie = ""] = first.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^pod=[0-9a-f]{16}; path=\/; HttpOnly; SameSite=Lax$/i);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect(await servers("pods-kept", 6, { headers })).toEqual(Array(6).fill(first.seen?.server));
    expect((await ask("pods-kept", { headers })).headers["set-cookie"]).toBeUndefined();
  });

  it("keep nobody with the Service that stands in for them", async () => {
    const { seen, headers } = await ask("pods-none-kept", { headers: { cookie: "pod=0123456789abcdef" } });
    const lost = "pod=; Max-Age=0; path=/; HttpOnly; SameSite=Lax";
    expect([seen?.server, headers["set-cookie"]]).toEqual(["service", [lost]]);
  });

  it("that answer badly are not asked for a while", async () => {
    const path = "/broken/pod-2";
    for (let index = 0; index < 10; index++) await ask("pods-outlier", { path });
    expect(await servers("pods-outlier", 10)).toEqual(Array(10).fill("pod-3"));
  });

  it("that the DNS tells of and nobody finds are replaced by the Service", async () => {
    await expect.poll(() => servers("pods-stale", 5), { timeout: 20_000 }).toEqual(Array(5).fill("service"));
    expect(await servers("pods-none", 5)).toEqual(Array(5).fill("service"));
  });
});

async function httpsEcho(): Promise<number> {
  const file = (end: string) => join(stage.folder, `tls.${end}`);
  const names = ["-subj", "/CN=secure.test", "-addext", "subjectAltName=DNS:secure.test"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("key")];
  execFileSync("openssl", ["req", "-x509", ...key, "-out", file("crt"), "-days", "2", ...names], { stdio: "pipe" });
  const server = createHttps(
    { cert: readFileSync(file("crt")), key: readFileSync(file("key")) },
    ({ socket }, answer) => {
      answer.end("servername" in socket ? String(socket.servername) : "");
    },
  );
  return listenOn(server);
}

/** A backend that says what the PROXY protocol told it. */
function peerEcho(): Promise<number> {
  const server = createTcp((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      const second = data.subarray(0, 4).toString("hex") === "0d0a0d0a";
      const address = [...data.subarray(16, 20)].join(".");
      const said = second
        ? `version ${(data[12] ?? 0) >> 4}, ${address}`
        : data.toString().split(" ").slice(0, 3).join(" ");
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${said.length}\r\nConnection: close\r\n\r\n${said}`);
    });
  });
  return listenOn(server);
}

async function listenOn(server: ReturnType<typeof createTcp>): Promise<number> {
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}
