import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** The addresses of a name, or undefined for one that does not exist. */
export type LookUp = Pick<ReadonlyMap<string, readonly string[]>, "get">;

/** What somebody asked for. */
export interface Query {
  readonly name: string;
  readonly type: "A" | "AAAA" | "other";
  /** Milliseconds, as `Date.now()` tells them. */
  readonly at: number;
}

const types = new Map<number, "A" | "AAAA">([
  [1, "A"],
  [28, "AAAA"],
]);

/** A DNS that knows a few names (RFC 1035, 3596): their addresses, which may change. Other names do not exist. */
export class NameServer {
  /** Everything that came, also what got lost. */
  readonly asked: Query[] = [];
  private readonly socket: Socket = createSocket("udp4");
  private closed = false;

  /**
   * @param delay milliseconds that an answer takes
   * @param isLost true for a query that gets no answer; it is among those {@link asked} by then
   */
  constructor(
    private readonly addresses: LookUp,
    delay = 0,
    isLost: (query: Query) => boolean = () => false,
  ) {
    this.socket.on("message", (message, { port, address }) => {
      const { query, end } = parse(message);
      this.asked.push(query);
      if (isLost(query)) return;
      const answer = () => {
        if (!this.closed) this.socket.send(this.answer(message, end, query), port, address);
      };
      setTimeout(answer, delay);
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

  private answer(message: Buffer, end: number, { name, type }: Query): Buffer {
    const known = this.addresses.get(name);
    const found = (known ?? []).filter((address) => type === (address.includes(":") ? "AAAA" : "A"));
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2);
    for (const [offset, count] of [
      [4, 1],
      [6, found.length],
      [8, 0],
      [10, 0],
    ] as const)
      header.writeUInt16BE(count, offset);
    const records = found.map((address) => {
      const bytes = type === "A" ? address.split(".").map(Number) : bytesOf(address);
      // The name of the question, its type, class IN, one second.
      return Buffer.from([0xc0, 12, 0, type === "A" ? 1 : 28, 0, 1, 0, 0, 0, 1, 0, bytes.length, ...bytes]);
    });
    return Buffer.concat([header, message.subarray(12, end), ...records]);
  }
}

/** The question of a message, and where it ends. */
function parse(message: Buffer): { readonly query: Query; readonly end: number } {
  const labels: string[] = [];
  let end = 12;
  for (let length = message[end] ?? 0; length > 0; length = message[end] ?? 0) {
    labels.push(message.toString("latin1", end + 1, end + 1 + length));
    end += length + 1;
  }
  const type = types.get(message.readUInt16BE(end + 1)) ?? "other";
  return { query: { name: labels.join(".").toLowerCase(), type, at: Date.now() }, end: end + 5 };
}

/** The sixteen bytes of an IPv6 address. */
function bytesOf(address: string): readonly number[] {
  const [head = [], tail] = address.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
}
