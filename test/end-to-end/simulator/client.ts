import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { RequestFacts } from "../../../sdk/conditions/request.js";

/** An answer as it came. */
export interface Answered {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Connections of clients to sockets on which HAProxy takes the PROXY protocol, one for each client and server name. */
export class Clients {
  private readonly open = new Map<string, Connection>();
  private readonly hellos = new Map<string, Promise<Buffer>>();

  /** Sends a request as it is, by TLS or without, and waits for the answer. */
  async send(socket: string, request: RequestFacts, secure: boolean): Promise<Answered> {
    const key = `${request.sourceAddress} ${request.serverName} ${socket}`;
    let connection = this.open.get(key);
    if (connection === undefined || connection.closed) {
      connection = new Connection(arrive(socket, request), secure ? (request.serverName ?? "") : undefined);
      this.open.set(key, connection);
    }
    return connection.send(request);
  }

  /** Begins a TLS connection, and gives what comes back: the text of a backend that cannot speak TLS, or nothing. */
  async begin(path: string, request: RequestFacts): Promise<string> {
    const { serverName = "" } = request;
    const hello = this.hellos.get(serverName) ?? clientHello(serverName);
    this.hellos.set(serverName, hello);
    const socket = arrive(path, request);
    socket.write(await hello);
    return new Promise((resolve, reject) => {
      let said = "";
      socket.on("data", (data) => {
        said += String(data);
      });
      // A connection that is refused may be reset.
      socket.on("error", () => undefined).on("close", () => resolve(said));
      socket.setTimeout(10_000, () => reject(new Error("nothing came within 10 s")));
    });
  }

  close(): void {
    for (const connection of this.open.values()) connection.close();
    this.open.clear();
  }
}

/** A connection that says where it comes from. */
function arrive(path: string, { sourceAddress = "203.0.113.1" }: RequestFacts): Socket {
  const socket = connect(path);
  const proxy = sourceAddress.includes(":") ? `TCP6 ${sourceAddress} ::1` : `TCP4 ${sourceAddress} 127.0.0.1`;
  socket.write(`PROXY ${proxy} 1000 80\r\n`);
  return socket;
}

/** The first bytes of a TLS connection, with a server name or without. */
function clientHello(servername: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _, done) => {
        resolve(bytes);
        done();
      },
    });
    connectTls({ socket, servername }).on("error", () => undefined);
  });
}

class Connection {
  closed = false;
  private received = Buffer.alloc(0);
  private waiting:
    | { readonly resolve: (answer: Answered) => void; readonly reject: (error: Error) => void }
    | undefined;
  private readonly socket: Socket;

  /** @param servername what TLS asks for; undefined for no TLS */
  constructor(plain: Socket, servername: string | undefined) {
    this.socket =
      servername === undefined ? plain : connectTls({ socket: plain, servername, rejectUnauthorized: false });
    this.socket.on("data", (data) => this.take(data));
    const end = (error = new Error("the connection was closed")) => {
      this.closed = true;
      this.waiting?.reject(error);
    };
    this.socket.on("error", end).on("close", () => end());
    this.socket.setTimeout(10_000, () => this.socket.destroy(new Error("no answer within 10 s")));
  }

  send({ method, path, query, headers }: RequestFacts): Promise<Answered> {
    const target = query === undefined ? path : `${path}?${query}`;
    const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(lines.join("\r\n"));
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(data: Buffer): void {
    this.received = Buffer.concat([this.received, data]);
    const end = this.received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const [first = "", ...lines] = this.received.subarray(0, end).toString("utf8").split("\r\n");
    const headers = lines.map((line): readonly [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    const length = Number(headers.find(([name]) => name === "content-length")?.[1] ?? "0");
    const whole = end + 4 + length;
    if (this.received.length < whole) return;
    const body = this.received.subarray(end + 4, whole).toString("utf8");
    this.received = this.received.subarray(whole);
    if (headers.some(([name, value]) => name === "connection" && value === "close")) this.closed = true;
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve({ status: Number(first.split(" ")[1]), headers, body });
  }
}
