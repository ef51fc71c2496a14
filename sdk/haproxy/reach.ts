import { isIP } from "node:net";
import type { Known } from "../later.js";
import type { Backend, Listener, RoutingTable, Target } from "../routing/table.js";

/** Every table that a listener may ask, those below others too, each once. */
export function tablesIn(listener: Known<Listener>): ReadonlySet<Known<RoutingTable>> {
  const found = new Set<Known<RoutingTable>>();
  walk(listener, (target) => {
    if (target.kind === "table") found.add(target);
  });
  return found;
}

/** A backend as an agent has it. */
export interface ReachedBackend {
  /** Its name, with `:tcp` behind it for one that is reached with HTTP and without. */
  readonly name: string;
  readonly backend: Known<Backend>;
  readonly mode: "http" | "tcp";
  /** True when all clients come by TLS. */
  readonly secure: boolean;
  /** True when the log of a listener tells who answered. */
  readonly logged: boolean;
}

/** Every backend that some listeners can reach, in their order, each name once for each mode. */
export function backendsIn(listeners: readonly Known<Listener>[]): readonly ReachedBackend[] {
  const found = new Map<string, ReachedBackend>();
  for (const listener of listeners) {
    const { mode, tls, accessLog = false } = listener;
    walk(listener, (target) => {
      if (target.kind !== "backend") return;
      const name = backendName(target, mode);
      const before = found.get(name) ?? { secure: true, logged: false };
      const secure = before.secure && tls !== undefined;
      found.set(name, { name, backend: target, mode, secure, logged: before.logged || accessLog });
    });
  }
  return [...found.values()];
}

/** How many names some backends have in the DNS. Each is asked for once, however many servers have it. */
export function dnsNameCount(backends: readonly ReachedBackend[]): number {
  const hosts = backends.flatMap(({ backend: { host, instances } }) => [host, ...(instances ? [instances.host] : [])]);
  return new Set(hosts.filter((host) => isIP(host) === 0)).size;
}

/** The name of a backend's section. One that carries connections as they are has a section of its own. */
export function backendName({ name }: Known<Backend>, mode: "http" | "tcp"): string {
  return mode === "tcp" ? `${name}:tcp` : name;
}

function walk(listener: Known<Listener>, visit: (target: Known<Target>) => void): void {
  const seen = new Set<Known<Target>>();
  const open: Known<Target>[] = [listener.table, ...(listener.sites ?? []).map((site) => site.table).reverse()];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    visit(next);
    if (next.kind === "table") for (const { target } of [...next.conditions, ...next.pool].reverse()) open.push(target);
  }
}
