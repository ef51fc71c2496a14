import { isIPv4, isIPv6 } from "node:net";

/** A network such as `10.0.0.0/8`, or one address as the network of itself. */
export interface Network {
  readonly family: 4 | 6;
  /** How many leading bits of an address of the family count. */
  readonly prefix: number;
  readonly address: bigint;
}

/** Reads an IPv4 or IPv6 address, with `/prefix` or without; undefined when it is none. */
export function parseNetwork(text: string): Network | undefined {
  const [, address = "", digits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = familyOf(address);
  if (family === undefined) return undefined;
  const width = family === 4 ? 32 : 128;
  const prefix = digits === undefined ? width : Number(digits);
  return prefix > width ? undefined : { family, prefix, address: bitsOf(address, family) };
}

/**
 * True when an address lies in a network, as HAProxy's `src` sees it: an IPv4 address also as `::ffff:a.b.c.d`,
 * and an IPv6 address that carries an IPv4 address (`::ffff:a.b.c.d`, `::a.b.c.d`, 6to4) also as that one.
 */
export function contains(network: Network, text: string): boolean {
  const family = familyOf(text);
  if (family === undefined) return false;
  const bits = bitsOf(text, family);
  if (family === network.family) return startsLike(bits, network, family === 4 ? 32 : 128);
  if (family === 4) return startsLike((0xffffn << 32n) | bits, network, 128);
  const carried = carriedIPv4(bits);
  return carried !== undefined && startsLike(carried, network, 32);
}

function startsLike(bits: bigint, network: Network, width: number): boolean {
  const rest = BigInt(width - network.prefix);
  return bits >> rest === network.address >> rest;
}

function carriedIPv4(bits: bigint): bigint | undefined {
  const high = bits >> 32n;
  if (high === 0n || high === 0xffffn) return bits & 0xffffffffn;
  return bits >> 112n === 0x2002n ? (bits >> 80n) & 0xffffffffn : undefined;
}

function familyOf(address: string): 4 | 6 | undefined {
  if (isIPv4(address)) return 4;
  // `%` names a network card, which means something on one machine only.
  return isIPv6(address) && !address.includes("%") ? 6 : undefined;
}

function bitsOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return joined(address.split("."), 8n, 10);
  const dotted = /[^:]*\.[^:]*$/.exec(address)?.[0];
  if (dotted !== undefined) {
    const low = bitsOf(dotted, 4).toString(16).padStart(8, "0");
    return bitsOf(`${address.slice(0, -dotted.length)}${low.slice(0, 4)}:${low.slice(4)}`, 6);
  }
  const [left = "", right = ""] = address.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const zeros = Array(8 - groups(left).length - groups(right).length).fill("0");
  return joined([...groups(left), ...zeros, ...groups(right)], 16n, 16);
}

function joined(parts: readonly string[], width: bigint, base: number): bigint {
  return parts.reduce((bits, part) => (bits << width) | BigInt(Number.parseInt(part, base)), 0n);
}
