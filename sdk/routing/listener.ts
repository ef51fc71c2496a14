import type { Known, Leaf } from "../later.js";
import type { RoutingTable } from "./table.js";
import type { CertificateSource } from "./traffic.js";

/** A port on which an agent listens, and who answers for what arrives there. */
export interface Listener {
  /** Name of the container's port; a Service's target port names it. */
  readonly portName: string;
  /** Number of the container's port. */
  readonly port: number;
  readonly mode: "http" | "tcp";
  /** For hosts that no site names. */
  readonly table: RoutingTable;
  /**
   * Tables of their own for hosts: exact ones first, then the longest wildcard. A host is the `Host` header without port
   * for HTTP, and the server name of the TLS handshake (SNI) for TCP. Absent: none.
   */
  readonly sites?: readonly Site[];
  /** Ends TLS here. Absent: what arrives is plain text, or TLS that is passed on as it is. */
  readonly tls?: ListenerTls | undefined;
  /** True when clients are load balancers that send the PROXY protocol first. Default: false. */
  readonly acceptProxy?: boolean;
  /**
   * Networks of proxies whose `X-Forwarded-For` is believed: its last address that is none of theirs is the client's. What
   * others say of clients before them goes (that header, and `X-Forwarded-Proto`); with none in the list, of everybody.
   * Absent: it stays, but is not believed here, for clients are other agents.
   */
  readonly trustedProxies?: readonly string[];
  /**
   * Open connections of clients at the same time (`maxconn` of the frontend); more wait. Absent: as many as its agent has
   * room for at each listener.
   */
  readonly maxConnections?: Leaf<number> | undefined;
  /** Compresses answers of these media types. Absent: none. */
  readonly compression?: readonly string[];
  /** True for a line in the agent's log for each request. Default: false. */
  readonly accessLog?: boolean;
}

/** Hosts with a table of their own. */
export interface Site {
  /** Lower case, without port: `shop.example.com`, or `*.example.com` for every host below, at any depth. */
  readonly hosts: readonly string[];
  readonly table: RoutingTable;
}

/** How a listener ends TLS. */
export interface ListenerTls {
  /** By the names in them; the first also for clients that ask for none of them. */
  readonly certificates: readonly CertificateSource[];
  /** Default: `1.2`. */
  readonly minVersion?: "1.2" | "1.3";
  /** Whose certificates clients have to show, or may. Absent: nobody is asked. */
  readonly clients?: { readonly ca: CertificateSource; readonly required: boolean };
  /** `Strict-Transport-Security` in every answer. Absent: none. */
  readonly hsts?: {
    /** Seconds. */
    readonly maxAge: Leaf<number>;
    readonly includeSubdomains: boolean;
    readonly preload: boolean;
  };
}

/** How long `Strict-Transport-Security` holds where nobody says so: a year of milliseconds. */
export const hstsMaxAge = 8_760 * 3_600_000;

/** The value of `Strict-Transport-Security`, with its age in seconds as a text. */
export function hstsValue(
  { includeSubdomains, preload }: Pick<NonNullable<ListenerTls["hsts"]>, "includeSubdomains" | "preload">,
  maxAge: string,
): string {
  return [
    `max-age=${maxAge}`,
    ...(includeSubdomains ? ["includeSubDomains"] : []),
    ...(preload ? ["preload"] : []),
  ].join("; ");
}

/** Open connections of clients that a listener takes at the same time, where its agent has room for `room` at each. */
export function connectionsAt({ maxConnections }: Pick<Known<Listener>, "maxConnections">, room: number): number {
  return Math.min(maxConnections ?? room, room);
}

/** True when `host` (lower case, without port) is one of those that `pattern` means. */
export function hostMatches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** The table that answers for a host, exact names before wildcards and long wildcards before short ones. */
export function tableFor(listener: Pick<Listener, "sites" | "table">, host: string | undefined): RoutingTable {
  let best: { readonly pattern: string; readonly table: RoutingTable } | undefined;
  for (const { hosts, table } of host === undefined ? [] : (listener.sites ?? []))
    for (const pattern of hosts)
      if (hostMatches(pattern, host ?? "") && (best === undefined || isMoreSpecific(pattern, best.pattern)))
        best = { pattern, table };
  return best?.table ?? listener.table;
}

function isMoreSpecific(one: string, other: string): boolean {
  const [oneWild, otherWild] = [one.startsWith("*."), other.startsWith("*.")];
  return oneWild === otherWild ? one.length > other.length : otherWild;
}
