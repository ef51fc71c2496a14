import { once } from "node:events";
import { type ClientHttp2Session, connect, createServer, type Http2Server, type IncomingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backend, listener, table, way } from "../sdk/haproxy/listeners.js";
import { findHaproxies, freePort, Stage, versionOf } from "./agent.js";

const stage = new Stage();
const haproxies = findHaproxies().map((file) => [versionOf(file), file] as const);
const sessions = new Map<string, ClientHttp2Session>();
let server: Http2Server;

/** A message as gRPC frames it: not compressed, its length, its bytes. */
function framed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** The messages in some bytes, and what is left of one that is not complete. */
function messagesIn(bytes: Buffer): { readonly messages: readonly string[]; readonly rest: Buffer } {
  const messages: string[] = [];
  let at = 0;
  for (let end = 0; bytes.length >= at + 5; at = end) {
    end = at + 5 + bytes.readUInt32BE(at + 1);
    if (end > bytes.length) break;
    messages.push(bytes.toString("utf8", at + 5, end));
  }
  return { messages, rest: bytes.subarray(at) };
}

/** A service that answers each message as soon as it comes, and says how many there were when the client has ended. */
function chatServer(): Http2Server {
  return createServer().on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    if (headers[":path"] !== "/test.Chat/Talk") {
      stream.respond({ ":status": 200, "content-type": "application/grpc", "grpc-status": "12" }, { endStream: true });
      return;
    }
    let [rest, count] = [Buffer.alloc(0), 0];
    stream.respond(
      { ":status": 200, "content-type": "application/grpc", "x-te": String(headers.te) },
      { waitForTrailers: true },
    );
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0", "grpc-message": `${count} messages` }));
    stream.on("data", (data: Buffer) => {
      const found = messagesIn(Buffer.concat([rest, data]));
      rest = Buffer.from(found.rest);
      count += found.messages.length;
      for (const message of found.messages) stream.write(framed(`you said ${message}`));
    });
    stream.on("end", () => stream.end());
  });
}

/** Calls a method: says each message when the one before was answered, then ends. Gives all that came. */
async function call(session: ClientHttp2Session, path: string, messages: readonly string[]) {
  const type = "application/grpc";
  const stream = session.request({ ":method": "POST", ":path": path, "content-type": type, te: "trailers" });
  stream.setTimeout(10_000, () => stream.destroy(new Error("nothing came within 10 s")));
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const answers: string[] = [];
  const left = [...messages];
  const say = () => {
    const next = left.shift();
    if (next === undefined) stream.end();
    else stream.write(framed(next));
  };
  let rest = Buffer.alloc(0);
  stream.on("response", (said) => {
    headers = said;
  });
  stream.on("trailers", (said) => {
    trailers = said;
  });
  stream.on("data", (data: Buffer) => {
    const found = messagesIn(Buffer.concat([rest, data]));
    rest = Buffer.from(found.rest);
    answers.push(...found.messages);
    for (const _ of found.messages) say();
  });
  say();
  await once(stream, "close");
  return { headers, trailers, answers };
}

beforeAll(async () => {
  server = chatServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const to = { ...backend("chat", (server.address() as AddressInfo).port), traffic: { protocol: "h2" } } as const;
  for (const [version, haproxy] of haproxies) {
    const port = await freePort();
    await stage.agent([listener("grpc", table("t/grpc", [way(to, 100)]), port)], {}, { haproxy });
    sessions.set(version, connect(`http://127.0.0.1:${port}`));
  }
});
afterAll(() => {
  for (const session of sessions.values()) session.destroy();
  server.close();
  stage.stop();
});

describe.each(haproxies)("gRPC by HAProxy %s", (version) => {
  const talk = (messages: readonly string[], path = "/test.Chat/Talk") => {
    const session = sessions.get(version);
    if (session === undefined) throw new Error("there is a session for each");
    return call(session, path, messages);
  };

  it("streams both ways at once, message by message, and ends with trailers", async () => {
    const messages = ["one", "two", "ü".repeat(20_000), "", "five"];
    const { headers, trailers, answers } = await talk(messages);
    expect(headers).toMatchObject({ ":status": 200, "content-type": "application/grpc", "x-te": "trailers" });
    expect(answers).toEqual(messages.map((message) => `you said ${message}`));
    expect(trailers).toMatchObject({ "grpc-status": "0", "grpc-message": "5 messages" });
  });

  it("carries several calls on one connection, each with trailers of its own", async () => {
    const calls = Array.from({ length: 20 }, (_, index) => Array.from({ length: index }, (_, at) => `${index}.${at}`));
    const told = await Promise.all(calls.map((messages) => talk(messages)));
    expect(told.map(({ trailers }) => trailers["grpc-message"])).toEqual(
      calls.map(({ length }) => `${length} messages`),
    );
    expect(told.map(({ answers }) => answers.length)).toEqual(calls.map(({ length }) => length));
  });

  it("tells of an error that comes without a message", async () => {
    const { headers, answers } = await talk([], "/test.Chat/Unknown");
    expect(headers).toMatchObject({ ":status": 200, "grpc-status": "12" });
    expect(answers).toEqual([]);
  });
});
