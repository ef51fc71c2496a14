import { createServer, type IncomingMessage, type RequestOptions, request, type Server } from "node:http";
import { request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";
import type { Case, Destination } from "./cases.js";

/** Headers by name in lower case; several values are joined by `,`. */
export type Headers = ReadonlyMap<string, string>;

/** A request as a backend saw it. */
export interface Arrived {
  readonly backend: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** An answer as the client saw it. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when no backend answered. */
  readonly arrived: Arrived | undefined;
}

/** By this header a request says what headers the answer of a backend has. */
const wanted = "x-wanted-headers";

/**
 * A backend that tells what it saw, with the headers that the request wants, and after the `delay` in its query (`1s`).
 * @returns its port
 */
export async function echoBackend(backend: string, servers: Server[]): Promise<number> {
  const server = createServer((message, answer) => {
    const delay = /[?&]delay=(\d+)s/.exec(message.url ?? "")?.[1] ?? 0;
    const all = [...headersOf(message)];
    const headers = JSON.parse(all.find(([name]) => name === wanted)?.[1] ?? "{}") as Record<string, string>;
    const { method = "", url = "" } = message;
    const seen: Arrived = { backend, method, path: url, headers: all.filter(([name]) => name !== wanted) };
    setTimeout(() => answer.writeHead(200, headers).end(JSON.stringify(seen)), Number(delay) * 1000);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** Sends the request of a case to a port of this machine. A request without a host has that of the gateway's address. */
export function exchange(
  asked: Case["request"],
  { scheme, server_name: servername = "" }: Destination,
  port: number,
  authority: string,
): Promise<Answered> {
  const { method, path, backend_response_headers: back } = asked;
  const host = asked.host || "127.0.0.1";
  const headers = { host, ...asked.headers, ...(back && { [wanted]: JSON.stringify(back) }) };
  const options: RequestOptions = { host: "127.0.0.1", port, method, path, headers, timeout: 10_000 };
  return new Promise((resolve, reject) => {
    const read = (answer: IncomingMessage) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      answer.on("end", () => {
        const arrived = body.startsWith("{") ? (JSON.parse(body) as Arrived) : undefined;
        resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer), arrived });
      });
    };
    const sent =
      scheme === "http" ? request(options, read) : secureRequest({ ...options, servername, ca: authority }, read);
    sent.on("timeout", () => sent.destroy(new Error("no answer within 10 s")));
    sent.on("error", reject);
    sent.end();
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    const before = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), before === undefined ? value : `${before},${value}`);
  }
  return headers;
}
