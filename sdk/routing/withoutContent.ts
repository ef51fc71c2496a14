import type { Listener } from "./listener.js";
import { backendsOf, type RoutingTable, type Target, tablesOf } from "./table.js";
import type { CertificateSource } from "./traffic.js";

/**
 * Listeners without what is in the certificates that were given, their own and those that their backends are trusted by. A
 * configuration says only where they are: it must be no secret because a key is one, and is known before they are. What
 * several routes lead to is still one.
 */
export function withoutContent(listeners: readonly Listener[]): readonly Listener[] {
  const made = new Map<Target, Target>();
  return listeners.map((listener) => {
    const { tls, table, sites } = listener;
    const own = tls === undefined ? listener : { ...listener, tls: bareTls(tls) };
    if (backendsOf(tablesOf(listener)).every(({ traffic }) => traffic?.tls?.ca?.kind !== "given")) return own;
    return {
      ...own,
      table: bareTable(table, made),
      ...(sites && { sites: sites.map((site) => ({ ...site, table: bareTable(site.table, made) })) }),
    };
  });
}

function bareTls(tls: NonNullable<Listener["tls"]>): NonNullable<Listener["tls"]> {
  const { certificates, clients } = tls;
  const own = { ...tls, certificates: certificates.map(bare) };
  return clients === undefined ? own : { ...own, clients: { ...clients, ca: bare(clients.ca) } };
}

function bareTable(table: RoutingTable, made: Map<Target, Target>): RoutingTable {
  const before = made.get(table);
  if (before?.kind === "table") return before;
  const lead = <T extends { readonly target: Target }>(route: T): T => ({
    ...route,
    target: bareTarget(route.target, made),
  });
  const own = { ...table, conditions: table.conditions.map(lead), pool: table.pool.map(lead) };
  made.set(table, own);
  return own;
}

function bareTarget(target: Target, made: Map<Target, Target>): Target {
  if (target.kind === "table") return bareTable(target, made);
  const { traffic } = target.kind === "backend" ? target : {};
  if (target.kind !== "backend" || traffic?.tls?.ca === undefined) return target;
  const before = made.get(target);
  if (before !== undefined) return before;
  const own = { ...target, traffic: { ...traffic, tls: { ...traffic.tls, ca: bare(traffic.tls.ca) } } };
  made.set(target, own);
  return own;
}

function bare(source: CertificateSource): CertificateSource {
  return source.kind === "given" ? { kind: "given", certificate: "" } : source;
}
