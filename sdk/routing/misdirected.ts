import { type Listener, tableFor } from "./listener.js";
import { type RoutingTable, straightTarget, type Target } from "./table.js";

/**
 * True for a request over a connection that was made for another site. The agent answers it with 421, and the client comes
 * again by a connection of its own (RFC 9110, 15.5.20).
 *
 * Sites of one table are one site. So are those that lead to the same, with nothing to decide about their requests, unless
 * the access log tells them apart.
 *
 * @param serverName of the TLS handshake, in lower case; undefined for a client that named none, which may ask for any
 */
export function isMisdirected(
  listener: Pick<Listener, "mode" | "table"> & Partial<Pick<Listener, "sites" | "tls" | "accessLog">>,
  host: string | undefined,
  serverName: string | undefined,
): boolean {
  const { mode, tls, sites = [], accessLog = false } = listener;
  if (mode === "tcp" || tls === undefined || sites.length === 0 || serverName === undefined) return false;
  const [asked, named] = [tableFor(listener, host), tableFor(listener, serverName)];
  if (asked === named) return false;
  return accessLog || !leadToTheSame(endOf(asked), endOf(named));
}

function endOf(table: RoutingTable): Target {
  const target = straightTarget(table);
  return target?.kind === "table" ? endOf(target) : (target ?? table);
}

/** Every site counts for itself: a table that two of them lead to is not the same for both. */
function leadToTheSame(one: Target, other: Target): boolean {
  if (one.kind === "backend") return other.kind === "backend" && one.name === other.name;
  return one.kind !== "table" && JSON.stringify(one) === JSON.stringify(other);
}
