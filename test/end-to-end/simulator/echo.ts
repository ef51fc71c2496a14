import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { NameServer } from "../nameServer.js";

/** What every backend answers with, beside what it was asked. */
export const ownHeaders: readonly (readonly [string, string])[] = [
  ["x-server", "echo"],
  ["x-res-1", "own"],
  ["access-control-allow-origin", "https://of-the-backend.test"],
];

/** A request as a backend saw it, and the address at which it did: all of this machine's loopback is one server. */
export interface Seen {
  readonly address: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** Everything behind the agent: servers at any address of the loopback, and a DNS that knows the instances. */
export interface Behind {
  /** Port of those that answer every HTTP request with what they saw. */
  readonly http: number;
  /** Port of those that answer whatever comes with their address. */
  readonly tcp: number;
  /** Port of the DNS. */
  readonly dns: number;
  close(): void;
}

/** Starts all of it. */
export async function startBehind(): Promise<Behind> {
  const http = createServer((request, response) => {
    const { rawHeaders, method = "", url = "", socket } = request;
    const headers = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : []));
    const body = JSON.stringify({ address: socket.localAddress, method, target: url, headers });
    for (const [name, value] of ownHeaders) response.setHeader(name, value);
    response.sendDate = false;
    response.setHeader("content-length", Buffer.byteLength(body));
    response.end(body);
  });
  http.keepAliveTimeout = 60_000;
  const tcp = createTcpServer((socket) => {
    socket.once("data", () => socket.end(String(socket.localAddress))).on("error", () => undefined);
  });
  const names = new NameServer({
    get: (name) => {
      const [, number] = /^instances-(\d+)\.test$/.exec(name) ?? [];
      return number === undefined ? undefined : [0, 1].map((index) => instanceAddress(Number(number), index));
    },
  });
  return {
    http: await listen(http),
    tcp: await listen(tcp),
    dns: await names.listen(),
    close: () => {
      names.close();
      http.closeAllConnections();
      for (const server of [http, tcp]) server.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "0.0.0.0", done));
  return (server.address() as AddressInfo).port;
}

/** An address of the loopback for each backend, by its number. */
export function addressOf(number: number): string {
  return address(1, number);
}

const firstOfInstances = 100;

/** The address of an instance of a backend: 0 or 1. */
function instanceAddress(number: number, index: number): string {
  return address(firstOfInstances + 10 * index, number);
}

/** The name of a backend's instances in the DNS. */
export function instancesName(number: number): string {
  return `instances-${number}.test`;
}

/** The backend's address for that of one of its instances; any other as it is. */
export function backendOf(address: string): string {
  return address.replace(/^127\.(1[01]\d)\./, (_, octet: string) => `127.${1 + (Number(octet) % 10)}.`);
}

function address(first: number, number: number): string {
  return `127.${first + (number >> 14)}.${(number >> 7) & 127}.${1 + (number & 127)}`;
}
