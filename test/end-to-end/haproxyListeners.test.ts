import { createServer } from "node:http";
import { createServer as createHttp2Server, connect as http2 } from "node:http2";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Known } from "../../sdk/later.js";
import type { Listener } from "../../sdk/routing/listener.js";
import { backend, listener, table, way, when } from "../sdk/haproxy/listeners.js";
import { clientAddresses } from "../sdk/routing/clientAddresses.js";
import { findHaproxies, freePort, type Seen, Stage } from "./agent.js";
import { over } from "./http2.js";

const stage = new Stage();
const ports = new Map<string, number>();
const port = (name: string) => ports.get(name) ?? 0;
const closing: (() => void)[] = [];
let [toA, toB] = [backend("a"), backend("b")];

beforeAll(async () => {
  const [a, b] = await Promise.all([stage.echo("a"), stage.echo("b")]);
  [toA, toB] = [backend("a", a), backend("b", b)];
  const [h2, ws] = await Promise.all([h2cEcho("h2"), websocketEcho()]);
  const source = table("t/source", [way(toA, 100)], [when("source in 192.0.2.0/24", toB)]);
  const definitions: Readonly<Record<string, Partial<Known<Listener>> & Pick<Known<Listener>, "table">>> = {
    trusting: { table: source, trustedProxies: ["127.0.0.0/8", "10.0.0.0/8"] },
    careful: { table: source, trustedProxies: ["10.0.0.0/8"] },
    open: { table: source },
    outside: { table: source, trustedProxies: [] },
    asked: {
      table: table("t/asked", [way(toA, 100)], [when("header X-Forwarded-Proto == https", toB)]),
      trustedProxies: [],
    },
    proxied: { table: source, acceptProxy: true },
    h2c: { table: table("t/h2c", [way({ ...backend("h2", h2), traffic: { protocol: "h2" } }, 100)]) },
    websocket: { table: table("t/ws", [way(backend("ws", ws), 100)]) },
    packed: { table: table("t/packed", [way(toA, 100)]), compression: ["application/json"] },
    "packed-many": {
      table: table("t/packed-many", [way(toA, 100)]),
      compression: [...Array.from({ length: 100 }, (_, index) => `text/x-${index}`), "application/json"],
    },
  };
  for (const name of Object.keys(definitions)) ports.set(name, await freePort());
  const listeners = Object.entries(definitions).map(([name, definition]) => ({
    ...listener(name, definition.table, port(name)),
    ...definition,
  }));
  await stage.agent(listeners);
});
afterAll(() => {
  for (const close of closing) close();
  stage.stop();
});

describe("the client's address", () => {
  const forwarded = (...lines: string[]) => ({ headers: { "x-forwarded-for": lines } });
  it.each([
    ["trusting", "192.0.2.1", "b", "192.0.2.1, 127.0.0.1"],
    ["trusting", "192.0.2.1, 10.1.1.1", "b", "192.0.2.1, 10.1.1.1, 127.0.0.1"],
    ["trusting", "192.0.2.1, 198.51.100.1, 10.1.1.1", "a", "192.0.2.1, 198.51.100.1, 10.1.1.1, 127.0.0.1"],
    ["trusting", "192.0.2.1, nonsense, 10.1.1.1", "a", "192.0.2.1, nonsense, 10.1.1.1, 127.0.0.1"],
    ["trusting", "10.0.0.1", "a", "10.0.0.1, 127.0.0.1"],
    ["careful", "192.0.2.1", "a", "127.0.0.1"],
    ["open", "192.0.2.1", "a", "192.0.2.1, 127.0.0.1"],
    ["outside", "192.0.2.1", "a", "127.0.0.1"],
    ["outside", "127.0.0.1, 10.0.0.1", "a", "127.0.0.1"],
  ])("%s: X-Forwarded-For: %s", async (name, line, server, told) => {
    const { seen } = await stage.ask(port(name), forwarded(line));
    expect(seen?.server).toBe(server);
    expect(seen?.headers["x-forwarded-for"]?.join(", ")).toBe(told);
  });

  it.each(findHaproxies())("is what trusted proxies say in all ways in which they may, to %s", async (haproxy) => {
    const own = await freePort();
    const addresses = when("source in 192.0.2.0/24 or source in 2001:db8::/32", toB);
    const trusting = {
      ...listener("every", table("t/every", [way(toA, 100)], [addresses]), own),
      trustedProxies: ["127.0.0.0/8", "10.0.0.0/8"],
    };
    await stage.agent([trusting], {}, { haproxy });
    const answers: [string, boolean][] = [];
    for (const [said] of clientAddresses) {
      const { seen } = await stage.ask(own, forwarded(said));
      answers.push([said, seen?.server === "b"]);
    }
    expect(answers).toEqual(clientAddresses);
  });

  it.each([
    ["trusting", "https"],
    ["careful", "http"],
    ["open", "https"],
    ["outside", "http"],
  ])("%s: a scheme is told as %s by who says that it is https", async (name, told) => {
    const { seen } = await stage.ask(port(name), { headers: { "x-forwarded-proto": "https" } });
    expect(seen?.headers["x-forwarded-proto"]).toEqual([told]);
  });

  it("is no matter of what nobody believes, for conditions neither", async () => {
    const { seen } = await stage.ask(port("asked"), { headers: { "x-forwarded-proto": "https" } });
    expect(seen?.server).toBe("a");
  });

  it("comes by the PROXY protocol where that is spoken", async () => {
    const ask = (source: string) =>
      `PROXY TCP4 ${source} 127.0.0.1 1 80\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    expect(await raw("proxied", ask("192.0.2.9"))).toContain('"server":"b"');
    expect(await raw("proxied", ask("198.51.100.9"))).toContain('"server":"a"');
  });
});

describe("plain connections", () => {
  it("may be HTTP/2 from the first byte, up to the backend", async () => {
    const answered = await over(http2(`http://127.0.0.1:${port("h2c")}`), {});
    expect(answered).toMatchObject({ status: 200, seen: { server: "h2" } });
    expect((await stage.ask(port("h2c"), {})).seen?.server).toBe("h2");
  });

  it("become others when both sides want it", async () => {
    const upgrade =
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    const said = await raw("websocket", `${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`, "hello");
    expect(said).toMatch(/^HTTP\/1.1 101 /);
    expect(said).toMatch(/\r\n\r\nyou said hello$/);
  });

  it.each(["packed", "packed-many"])("%s: answers of the named types are compressed", async (name) => {
    const { headers } = await stage.ask(port(name), { headers: { "accept-encoding": "gzip" } });
    expect(headers["content-encoding"]).toBe("gzip");
  });
});

/** Sends bytes, and some more when something came; gives what comes until the end, or within a second. */
function raw(name: string, bytes: string, more = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port(name), "127.0.0.1", () => socket.write(bytes));
    let said = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      if (said === "" && more !== "") socket.write(more);
      said += text;
    });
    socket.on("error", reject).on("close", () => resolve(said));
    setTimeout(() => socket.destroy(), 1_000);
  });
}

/** A server that takes over connections as for WebSockets (RFC 6455), and answers whatever is said there. */
async function websocketEcho(): Promise<number> {
  const server = createServer();
  server.on("upgrade", (_, socket) => {
    // The key that the RFC gives as an example has this answer.
    const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    const answer = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}`;
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${answer}\r\n\r\n`);
    socket.on("data", (data: Buffer) => socket.end(`you said ${data}`)).on("error", () => undefined);
  });
  return listen(server);
}

async function h2cEcho(name: string): Promise<number> {
  const server = createHttp2Server((_, answer) => {
    answer.writeHead(200, { "x-echo": name });
    answer.end(JSON.stringify({ server: name, method: "GET", url: "/", headers: {} } satisfies Seen));
  });
  return listen(server);
}

async function listen(server: Server): Promise<number> {
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}
