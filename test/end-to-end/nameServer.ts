import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** The addresses of a name, or undefined for one that does not exist. */
export type LookUp = Pick<ReadonlyMap<string, readonly string[]>, "get">;

/** A DNS that knows a few names (RFC 1035): their IPv4 addresses, which may change. Other names do not exist. */
export class NameServer {
  private readonly socket: Socket = createSocket("udp4");
  private closed = false;

  /** @param delay milliseconds that an answer takes */
  constructor(
    private readonly addresses: LookUp,
    delay = 0,
  ) {
    this.socket.on("message", (query, { port, address }) => {
      setTimeout(() => {
        if (!this.closed) this.socket.send(this.answer(query), port, address);
      }, delay);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.socket.bind(0, "127.0.0.1", done));
    return (this.socket.address() as AddressInfo).port;
  }

  close(): void {
    this.closed = true;
    this.socket.close();
  }

  private answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let end = 12;
    for (let length = query[end] ?? 0; length > 0; length = query[end] ?? 0) {
      labels.push(query.toString("latin1", end + 1, end + 1 + length));
      end += length + 1;
    }
    const type = query.readUInt16BE(end + 1);
    const known = this.addresses.get(labels.join(".").toLowerCase());
    const found = type === 1 ? (known ?? []) : [];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2);
    for (const [offset, count] of [
      [4, 1],
      [6, found.length],
      [8, 0],
      [10, 0],
    ] as const)
      header.writeUInt16BE(count, offset);
    // The name of the question, type A, class IN, one second, four bytes.
    const records = found.map((address) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split(".").map(Number)]),
    );
    return Buffer.concat([header, query.subarray(12, end + 5), ...records]);
  }
}
