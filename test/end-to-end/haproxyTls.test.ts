import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect as http2 } from "node:http2";
import { request as https, type RequestOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ConnectionOptions, createServer as createTlsServer, connect as tls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Known } from "../../sdk/later.js";
import type { Listener, ListenerTls } from "../../sdk/routing/listener.js";
import { unknownHost } from "../../sdk/routing/table.js";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { freePort, type Seen, Stage } from "./agent.js";
import { over } from "./http2.js";

const stage = new Stage();
const ports = new Map<string, number>();
const port = (name: string) => ports.get(name) ?? 0;
const [shop, other, below] = ["shop.example.com", "other.example.com", "*.below.example.com"];

/** A certificate for some names, with its key, signed by the authority of this file. */
function certificate(name: string, ...hosts: readonly string[]) {
  const file = (end: string) => join(stage.folder, `${name}.${end}`);
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("key")];
  const signed =
    name === "ca"
      ? []
      : ["-CA", file("").replace(`${name}.`, "ca.crt"), "-CAkey", file("").replace(`${name}.`, "ca.key")];
  const extension = names === "" ? [] : ["-addext", `subjectAltName=${names}`];
  execFileSync(
    "openssl",
    ["req", "-x509", ...key, "-out", file("crt"), "-days", "2", "-subj", `/CN=${name}`, ...extension, ...signed],
    { stdio: "pipe" },
  );
  return { cert: readFileSync(file("crt"), "utf8"), key: readFileSync(file("key"), "utf8") };
}

const authority = certificate("ca");
const ofShop = certificate("shop", shop);
const ofOthers = certificate("others", other, below);
const ofClient = certificate("client");

beforeAll(async () => {
  const [a, b] = await Promise.all([stage.echo("a"), stage.echo("b")]);
  const [toA, toB] = [backend("a", a), backend("b", b)];
  const sites = [
    { hosts: [shop], table: table("t/shop", [way(toA, 100)]) },
    { hosts: [other, below], table: table("t/others", [way(toB, 50), way(toB, 50)]) },
  ];
  const edge = { ...table("edge", []), otherwise: { ...unknownHost, headers: { "x-answer": "edge" } } };
  const ended = (more: Partial<Known<ListenerTls>> = {}): Known<ListenerTls> => ({
    certificates: [
      { kind: "secret", name: "shop" },
      { kind: "secret", name: "others" },
    ],
    ...more,
  });
  const secret = { kind: "secret", name: "ca" } as const;
  const [tlsA, tlsB] = await Promise.all([tlsEcho("a"), tlsEcho("b")]);
  const definitions: Readonly<Record<string, Omit<Known<Listener>, "portName" | "port">>> = {
    tls: {
      mode: "http",
      table: edge,
      sites,
      tls: ended({ hsts: { maxAge: 60, includeSubdomains: true, preload: true } }),
    },
    "tls-many": {
      mode: "http",
      table: edge,
      sites,
      tls: ended({
        certificates: Array.from({ length: 100 }, (_, index) => ({ kind: "secret", name: `certificate-${index}` })),
      }),
    },
    "tls-new": { mode: "http", table: edge, sites, tls: ended({ minVersion: "1.3" }) },
    mtls: { mode: "http", table: edge, sites, tls: ended({ clients: { ca: secret, required: true } }) },
    "mtls-may": { mode: "http", table: edge, sites, tls: ended({ clients: { ca: secret, required: false } }) },
    sticky: { mode: "http", table: { ...table("t/sticky", [way(toA, 100)]), stickyCookie: "vamp" }, tls: ended() },
    passed: {
      mode: "tcp",
      table: table("t/passed", []),
      sites: [
        { hosts: [shop], table: table("t/tcp-a", [way(backend("tls-a", tlsA), 100)]) },
        { hosts: [below], table: table("t/tcp-b", [way(backend("tls-b", tlsB), 50), way(backend("tls-b", tlsB), 50)]) },
      ],
    },
    "tcp-tls": { mode: "tcp", table: table("t/plain", [way(toA, 100)]), tls: ended() },
  };
  const listeners = [];
  const certificates: Record<string, string> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    ports.set(name, await freePort());
    listeners.push({ ...listener(name, definition.table, port(name)), ...definition });
    const count = definition.tls?.certificates.length ?? 0;
    for (let index = 0; index < count; index++) {
      // The first one for a shop, the last one for others.
      const { cert, key } = index < count - 1 ? ofShop : ofOthers;
      certificates[`certificates/${name}-${index}.pem`] = cert;
      certificates[`certificates/${name}-${index}.pem.key`] = key;
    }
    certificates[`certificates/${name}-clients.pem`] = authority.cert;
  }
  await stage.agent(listeners, certificates);
});
afterAll(() => {
  for (const close of closing) close();
  stage.stop();
});

const closing: (() => void)[] = [];

describe("TLS that a real HAProxy ends", () => {
  it.each([
    ["two", "tls"],
    ["a hundred", "tls-many"],
  ])("has the certificate of the name that was asked for among %s, and the first one for others", async (_, name) => {
    const shown = async (servername: string) => (await hello(name, { servername })).subject;
    expect(await shown(shop)).toBe("shop");
    expect(await shown(other)).toBe("others");
    expect(await shown("x.below.example.com")).toBe("others");
    expect(await shown("nobody.example.com")).toBe("shop");
  });

  it("goes by the host, tells the backend of https, and every answer of strict transport", async () => {
    const answered = await ask("tls", shop);
    expect([answered.status, answered.seen?.server]).toEqual([200, "a"]);
    expect(answered.seen?.headers["x-forwarded-proto"]).toEqual(["https"]);
    expect((await ask("tls", "a.b.below.example.com")).seen?.server).toBe("b");
    const unknown = await ask("tls", "nobody.example.com");
    expect([unknown.status, unknown.headers["x-vamp-reason"]]).toEqual([404, "unknown-host"]);
    for (const { headers } of [answered, unknown])
      expect(headers["strict-transport-security"]).toBe("max-age=60; includeSubDomains; preload");
  });

  it("does not let a connection for one site ask for another", async () => {
    const answered = await ask("tls", shop, { headers: { host: other } });
    expect([answered.status, answered.headers["x-vamp-reason"]]).toEqual([421, "misdirected"]);
    expect((await ask("tls", other, { headers: { host: "x.below.example.com" } })).status).toBe(200);
  });

  it("gives no headers of the answer that another site would give", async () => {
    const headersOf = async (host: string) => {
      const { status, headers } = await ask("tls", host, { headers: { host: "nobody.example.com" } });
      return [status, headers["x-answer"]];
    };
    expect(await headersOf("nobody.example.com")).toEqual([404, "edge"]);
    expect(await headersOf(shop)).toEqual([421, undefined]);
  });

  it("refuses old versions", async () => {
    await expect(hello("tls", { maxVersion: "TLSv1.1", minVersion: "TLSv1.1" })).rejects.toThrow();
    await expect(hello("tls-new", { maxVersion: "TLSv1.2" })).rejects.toThrow();
    expect((await hello("tls-new", {})).protocol).toBe("TLSv1.3");
  });

  it("asks clients for a certificate where they have to show one, or may", async () => {
    const known = { cert: ofClient.cert, key: ofClient.key };
    expect((await ask("mtls", shop, {}, known)).status).toBe(200);
    await expect(ask("mtls", shop)).rejects.toThrow();
    expect((await ask("mtls-may", shop)).status).toBe(200);
    const stranger = certificate("ca");
    await expect(ask("mtls-may", shop, {}, { cert: stranger.cert, key: stranger.key })).rejects.toThrow();
  });

  it("keeps the sticky cookie to itself", async () => {
    expect((await ask("sticky", shop)).headers["set-cookie"]?.[0]).toMatch(
      /^vamp=\w+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it("speaks HTTP/2", async () => {
    const session = http2(`https://127.0.0.1:${port("tls")}`, { ca: authority.cert, servername: shop });
    expect(await over(session, { ":authority": shop })).toMatchObject({ status: 200, seen: { server: "a" } });
  });

  it("and passes what is in it on as it comes", async () => {
    expect((await ask("tcp-tls", shop)).seen?.server).toBe("a");
  });
});

describe("TLS that a real HAProxy passes on", () => {
  it("goes by the server name", async () => {
    expect((await hello("passed", { servername: shop })).said).toBe("a");
    expect((await hello("passed", { servername: "x.below.example.com" })).said).toBe("b");
  });

  it("is closed for a name that nobody has, and for none", async () => {
    await expect(hello("passed", { servername: "nobody.example.com" })).rejects.toThrow();
    await expect(hello("passed", {})).rejects.toThrow();
  });
});

interface AskedByTls {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks over TLS, for a host that is also the server name. */
function ask(name: string, host: string, { path = "/", headers = {} }: AskedByTls = {}, more: RequestOptions = {}) {
  return new Promise<{
    status: number;
    headers: Record<string, string | string[] | undefined>;
    seen: Seen | undefined;
  }>((resolve, reject) => {
    const options = { host: "127.0.0.1", port: port(name), path, servername: host, ca: authority.cert, ...more };
    const checked = { ...options, rejectUnauthorized: false, agent: false } as const;
    const sent = https({ ...checked, headers: { host, ...(headers as Record<string, string>) } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => {
        const seen = answer.headers["x-echo"] === undefined ? undefined : (JSON.parse(text) as Seen);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, seen });
      });
    });
    sent.on("error", reject).end();
  });
}

/** What a TLS server shows, and the first that it says. */
function hello(name: string, options: ConnectionOptions) {
  return new Promise<{ subject: unknown; protocol: string | null; said: string }>((resolve, reject) => {
    const socket = tls({ host: "127.0.0.1", port: port(name), rejectUnauthorized: false, ...options }, () => {
      const shown = { subject: socket.getPeerCertificate().subject?.CN, protocol: socket.getProtocol() };
      socket.on("data", (data: Buffer) => resolve({ ...shown, said: data.toString() }));
      socket.write("hello", () => {
        if (name !== "passed") resolve({ ...shown, said: "" });
      });
    });
    socket.on("error", reject).on("close", () => reject(new Error("closed")));
  });
}

async function tlsEcho(name: string): Promise<number> {
  const server = createTlsServer(ofShop, (socket) => {
    socket.on("data", () => socket.end(name)).on("error", () => undefined);
  });
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}
