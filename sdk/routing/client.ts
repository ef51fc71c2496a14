import { contains, parseNetwork } from "../conditions/network.js";
import { headerLines, listItems, type RequestFacts } from "../conditions/request.js";
import type { HeaderEdits } from "./edits.js";
import { editHeaders, knownText } from "./headers.js";
import { hstsValue, type Listener } from "./listener.js";

/** The part of a listener that says who its clients are. */
export type Reception = Partial<Pick<Listener, "tls" | "trustedProxies">> & {
  readonly mode: Listener["mode"];
  readonly agent?: boolean;
};

/** How many proxies may stand between a client and a listener. HAProxy knows the last ten addresses of a header. */
export const mostProxies = 8;

/**
 * A request as the tables of a listener see it: from the client behind trusted proxies, without what only agents say, and
 * without what others than those proxies say of who was before them.
 */
export function received(request: RequestFacts, reception: Reception): RequestFacts {
  const { mode, agent = true, tls, trustedProxies } = reception;
  if (!agent || mode === "tcp") return request;
  const kept = request.headers.filter(([name]) => !name.toLowerCase().startsWith("x-vamp-"));
  const believed = trustedProxies === undefined || isWithin(request.sourceAddress, trustedProxies);
  const scheme = tls === undefined ? "http" : "https";
  const headers = editHeaders(kept, {
    remove: believed ? [] : ["x-forwarded-for"],
    set: believed && tls === undefined ? {} : { "x-forwarded-proto": scheme },
  });
  return { ...request, headers, sourceAddress: clientAddress(request, trustedProxies ?? []) };
}

/**
 * The address of the client: the peer's, or the last one in `X-Forwarded-For` that is no trusted proxy's, where the peer
 * is one. What stands before something that is no address is not believed.
 */
function clientAddress(request: RequestFacts, trustedProxies: readonly string[]): string | undefined {
  const { sourceAddress: peer } = request;
  if (!isWithin(peer, trustedProxies)) return peer;
  const told = headerLines(request, "X-Forwarded-For").flatMap(listItems);
  for (const value of told.slice(-mostProxies).reverse()) {
    const address = toldAddress(value);
    if (address === undefined) return peer;
    if (!isWithin(address, trustedProxies)) return address;
  }
  return peer;
}

/**
 * The address that a proxy tells of, as every version of HAProxy takes it: that of IPv4 may have a port, and that of IPv6
 * has no brackets. Undefined for any other text.
 */
function toldAddress(value: string): string | undefined {
  const [, quad, port = "0"] = /^(\d+(?:\.\d+){3})(?::(\d{1,5}))?$/.exec(value) ?? [];
  const address = quad?.split(".").map(Number).join(".") ?? value;
  return address.includes("/") || parseNetwork(address) === undefined || Number(port) > 65_535 ? undefined : address;
}

function isWithin(address: string | undefined, networks: readonly string[]): boolean {
  if (address === undefined) return false;
  return networks.some((text) => {
    const network = parseNetwork(text);
    return network !== undefined && contains(network, address);
  });
}

/** A request as an agent sends it on: it says who the peer was. */
export function forwarded(request: RequestFacts, reception: Reception, peer: string | undefined): RequestFacts {
  const { mode, agent = true } = reception;
  if (!agent || mode === "tcp" || peer === undefined) return request;
  return { ...request, headers: editHeaders(request.headers, { add: { "x-forwarded-for": peer } }) };
}

/** What a listener says in every answer: that clients shall come by TLS only. */
export function strictTransport({ mode, tls }: Reception): readonly HeaderEdits[] {
  const hsts = tls?.hsts;
  if (hsts === undefined || mode === "tcp") return [];
  return [{ set: { "strict-transport-security": hstsValue(hsts, knownText(hsts.maxAge)) } }];
}
