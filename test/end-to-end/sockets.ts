import { createHash } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== "object" || address === null) throw new Error("a server that listens has a port");
  return address.port;
}

/** A connection that was upgraded, with an echo at its other end. */
export interface Tunnel {
  /** Sends a text and gives what comes back. */
  say(text: string): Promise<string>;
  close(): void;
}

const key = Buffer.from("sixteen bytes so").toString("base64");
/** What a server proves that it has understood with (RFC 6455, 1.3). */
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const upgrade = "connection: upgrade\r\nupgrade: websocket\r\n";

/** A server that takes WebSockets, as far as a proxy is concerned, and sends back what comes. */
export function upgradeServer(connections: Set<Socket>): Server {
  const server = createHttpServer();
  server.on("upgrade", ({ headers }, socket) => {
    const accept = createHash("sha1").update(`${headers["sec-websocket-key"]}${guid}`).digest("base64");
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nsec-websocket-accept: ${accept}\r\n${upgrade}\r\n`);
    socket.pipe(socket).on("error", () => socket.destroy());
  });
  return server.on("connection", (socket) => connections.add(socket));
}

/** Opens a WebSocket, as far as a proxy is concerned, and says to what came back to the first bytes on it. */
export async function tunnelTo(port: number, host = "127.0.0.1"): Promise<Tunnel> {
  const socket = connect(port, host);
  let received = "";
  let ended = false;
  socket.on("data", (data) => {
    received += String(data);
  });
  socket.on("close", () => {
    ended = true;
  });
  socket.on("error", () => socket.destroy());
  const arrival = async (pattern: RegExp) => {
    for (let attempt = 0; !pattern.test(received) && !ended && attempt < 250; attempt++)
      await new Promise((done) => setTimeout(done, 20));
    const text = received;
    received = "";
    return text;
  };
  socket.write(
    `GET /tunnel HTTP/1.1\r\nhost: tunnel\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n${upgrade}\r\n`,
  );
  const answer = await arrival(/\r\n\r\n$/);
  if (!answer.startsWith("HTTP/1.1 101")) throw new Error(`no tunnel: ${answer}`);
  return {
    say: (text) => {
      socket.write(text);
      return arrival(new RegExp(`^[^]{${text.length},}`));
    },
    close: () => socket.destroy(),
  };
}
