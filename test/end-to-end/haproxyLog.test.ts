import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { backend, listener, table, way, when } from "../sdk/haproxy/listeners.js";
import { freePort, Stage } from "./agent.js";

const line = z.strictObject({
  time: z.iso.datetime(),
  client: z.string(),
  backend: z.string(),
  server: z.string(),
  end: z.string(),
  bytes: z.int(),
  host: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.int(),
  bytesIn: z.int(),
  waited: z.int(),
  connected: z.int(),
  answered: z.int(),
  total: z.int(),
  gateway: z.string().optional(),
  route: z.string().optional(),
  reason: z.string().optional(),
});

const stage = new Stage();
let agent: Awaited<ReturnType<Stage["agent"]>>;
let port = 0;
let many = 0;

/** Names as bad as they can be in the log. */
const gateway = 'it\'s "100%" %[src] \\ {#1}';

beforeAll(async () => {
  const echo = await stage.echo("a");
  const [a, b] = [{ ...backend("a", echo), title: `${gateway}:1.0.0` }, backend("b", echo)];
  const sticky = { ...table("shop/sticky", [way(a, 100), way(b, 0)]), stickyCookie: "vamp" };
  const cors = { origins: ["https://a.test"] };
  const inner = table("shop/inner", [way(b, 100)]);
  const shared = table(
    gateway,
    [way(a, 100), way(b, 0)],
    [
      when("has cookie beta", b),
      when("has cookie half", b, 99.99),
      when("path starts with /sticky", sticky),
      when("path == /inner", inner),
      when("path starts with /preflight/backend", { ...b, name: "b-cors", edits: { cors } }),
      when("path starts with /preflight/table", { ...table("shop/cors", [way(b, 100)]), edits: { cors } }),
      when("path == /none", table("shop/none", [])),
      when("path == /moved", { kind: "redirect", status: 301, host: "x" }),
    ],
  );
  port = await freePort();
  many = await freePort();
  const sites = Array.from({ length: 40 }, (_, index) => ({
    hosts: [`s${index}.test`],
    table: table(`${gateway}/${index}`, index % 2 === 0 ? [way(b, 100)] : [way(a, 70), way(b, 30)]),
  }));
  agent = await stage.agent([
    { ...listener("gw-80", shared, port), accessLog: true },
    { ...listener("gw-81", table("edge", []), many), sites, accessLog: true },
  ]);
});
afterAll(() => stage.stop());

/** The lines of the log, in their order; HAProxy's own are no objects. */
function lines() {
  const objects = agent
    .log()
    .split("\n")
    .filter((text) => text.startsWith("{"));
  return objects.map((text) => line.parse(JSON.parse(text)));
}

async function lineOf(path: string) {
  return vi.waitFor(() => {
    const found = lines().find((one) => one.path === path);
    if (found === undefined) throw new Error(`no line with ${path}`);
    return found;
  });
}

describe("the log of a real HAProxy", () => {
  it("says who asked for what, who answered, and how long it took", async () => {
    await stage.ask(port, { path: "/slow/120?query", headers: { host: "shop.example.com:80" } });
    const { total, answered, time, bytes, bytesIn, ...said } = await lineOf("/slow/120");
    expect(said).toEqual({
      client: "127.0.0.1",
      backend: `${gateway}:1.0.0`,
      server: "service",
      end: "--",
      host: "shop.example.com:80",
      method: "GET",
      path: "/slow/120",
      status: 200,
      waited: 0,
      connected: expect.any(Number),
      gateway,
      route: "a",
      reason: "weight",
    });
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(5_000);
    expect(Math.min(total, answered)).toBeGreaterThanOrEqual(119);
    expect(Math.min(bytes, bytesIn)).toBeGreaterThan(50);
  });

  it.each([
    ["/condition", { cookie: "beta=1" }, "b", "condition", 200],
    ["/strength", { cookie: "half=1" }, "b", "strength", 200],
    ["/sticky/new", {}, "a", "weight", 200],
    ["/sticky/known", { cookie: "vamp=3e23e8160039594a" }, "b", "sticky", 200],
    ["/inner", {}, "b", "only", 200],
    ["/none", {}, undefined, "otherwise", 503],
    ["/moved", {}, "redirect", "condition", 301],
  ] as const)("says why %s went where it went", async (path, headers, route, reason, status) => {
    await stage.ask(port, { path, headers });
    expect(await lineOf(path)).toMatchObject({ reason, status, ...(route !== undefined && { route }) });
  });

  it.each([
    ["/preflight/backend", gateway, "b-cors"],
    ["/preflight/table", "shop/cors", undefined],
  ])(
    "says of the preflight to %s that it is one, and of other requests there what they are",
    async (path, who, route) => {
      const headers = { origin: "https://a.test", "access-control-request-method": "PUT" };
      await stage.ask(port, { method: "OPTIONS", path, headers });
      const { gateway: asked, route: taken, reason, status } = await lineOf(path);
      expect([asked, taken, reason, status]).toEqual([who, route, "preflight", 204]);
      await stage.ask(port, { method: "OPTIONS", path: `${path}/plain` });
      expect(["condition", "only"]).toContain((await lineOf(`${path}/plain`)).reason);
    },
  );

  it("says the same of sites that stand in a map", async () => {
    await stage.ask(many, { path: "/s4", headers: { host: "s4.test" } });
    await stage.ask(many, { path: "/s5", headers: { host: "s5.test" } });
    expect(await lineOf("/s4")).toMatchObject({ gateway: `${gateway}/4`, route: "b", reason: "only" });
    expect(await lineOf("/s5")).toMatchObject({ gateway: `${gateway}/5`, route: "a", reason: "weight" });
  });

  it("stays a line of JSON whatever a client sends", async () => {
    const nasty = [
      'GET /"quotes"\\u0022\\ HTTP/1.1\r\nHost: "a"\\\r\n\r\n',
      "GET /%0a%22{}[],:' HTTP/1.1\r\nHost: a\tb\r\n\r\n",
      "GET /%[src]%%%ci HTTP/1.1\r\nHost: %[src]\r\n\r\n",
      "GET /\xc3\xbc\xff\x80 HTTP/1.1\r\nHost: \xc3\xbc\xff\r\n\r\n",
      "GET /\x01\x02\x7f HTTP/1.1\r\nHost: a\r\n\r\n",
      `GET /${'"'.repeat(7_000)} HTTP/1.1\r\nHost: ${'"'.repeat(2_000)}\r\n\r\n`,
      `GET /${"\xff".repeat(2_000)} HTTP/1.1\r\nHost: ${"\\".repeat(2_000)}\r\n\r\n`,
      `${"X".repeat(100)} / HTTP/1.1\r\nHost: a\r\n\r\n`,
      "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
      'GET http://h"ost/x?" HTTP/1.1\r\nHost: h"ost\r\n\r\n',
      "GET / HTTP/1.0\r\n\r\n",
      '"\r\n\r\n',
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
      'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "x"\r\nContent-Length: 5\r\n\r\n',
    ];
    const before = lines().length;
    for (const bytes of nasty) await raw(bytes);
    await vi.waitFor(() => expect(lines().length).toBeGreaterThanOrEqual(before + nasty.length), { timeout: 10_000 });
    expect(lines().some(({ path }) => path.startsWith('/""'))).toBe(true);
    expect(
      Math.max(
        ...agent
          .log()
          .split("\n")
          .map((text) => text.length),
      ),
    ).toBeLessThan(16_000);
  });
});

function raw(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(Buffer.from(bytes, "latin1")));
    socket.on("data", () => undefined).on("error", () => undefined);
    socket.on("close", () => resolve());
    setTimeout(() => socket.destroy(), 300);
  });
}
