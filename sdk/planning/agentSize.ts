import { type Leaf, whenKnown } from "../later.js";
import { backendsOf, tablesOf } from "../routing/table.js";
import type { AgentPlan } from "./plan.js";

/** What an agent may use, and how many connections that is for. */
export interface AgentSize {
  /** Thousandths of a core: what it is sure to get, and the most. */
  readonly cpu: { readonly request: Leaf<number>; readonly limit: Leaf<number> };
  /** Bytes: what it is sure to get, and the most. */
  readonly memory: { readonly request: Leaf<number>; readonly limit: Leaf<number> };
  /** Clients' connections at the same time (`maxconn`); more wait. */
  readonly connections: Leaf<number>;
  /** Threads of HAProxy: whole cores. */
  readonly threads: Leaf<number>;
}

const kibi = 2 ** 10;
const mebi = 2 ** 20;

/**
 * Memory of HAProxy 2.8, measured (Debian 12, one thread): 17 MB at rest, 6 KB for each open connection of a client with
 * the one to a backend, 22 KB for an encrypted one, and 22 KB for each backend with two servers. While data flow, two
 * buffers of 16 KiB (`tune.bufsize`) come to a connection.
 */
const use = { process: 32 * mebi, backend: 24 * kibi, plain: 38 * kibi, encrypted: 54 * kibi };

/** What there is where nobody says anything. */
const usual = {
  connections: 4_000,
  cpu: { request: 100, limit: 1_000 },
  memory: { request: 64 * mebi, limit: 256 * mebi },
};

/**
 * The size of an agent. Expected connections say what memory it needs, or memory how many connections it can have; whoever
 * says one of them gets what it needs for sure. Memory is for twice as much in agents that reload: what was before goes on
 * beside what is new until its connections have ended.
 */
export function sizeOf({ wanted, listeners, update, autoscaling }: AgentPlan): AgentSize {
  const copies = update === "reload" ? 2 : 1;
  const each = copies * (listeners.some(({ tls }) => tls !== undefined) ? use.encrypted : use.plain);
  const base = copies * (use.process + use.backend * backendsOf(listeners.flatMap(tablesOf)).length);
  return { ...connectionsAndMemory(wanted, base, each), ...processorTime(wanted.cpu, autoscaling !== undefined) };
}

function connectionsAndMemory(
  { connections, memory }: AgentPlan["wanted"],
  base: number,
  each: number,
): Pick<AgentSize, "connections" | "memory"> {
  const needed = (count: number) => Math.ceil((base + each * count) / (16 * mebi)) * 16 * mebi;
  if (memory !== undefined) {
    const room = whenKnown(memory, (bytes) => Math.max(10, Math.floor((bytes - base) / each)));
    return { connections: connections ?? room, memory: { request: memory, limit: memory } };
  }
  if (connections !== undefined) {
    const bytes = whenKnown(connections, needed);
    return { connections, memory: { request: bytes, limit: bytes } };
  }
  const limit = Math.max(usual.memory.limit, needed(usual.connections));
  return { connections: usual.connections, memory: { request: Math.max(usual.memory.request, needed(0)), limit } };
}

/** What an agent is sure to get is what its use is measured against: where that decides, it is all that it may use. */
function processorTime(cpu: Leaf<number> | undefined, scaled: boolean): Pick<AgentSize, "cpu" | "threads"> {
  const limit = cpu ?? usual.cpu.limit;
  const request = cpu ?? (scaled ? limit : usual.cpu.request);
  return {
    cpu: { request, limit },
    threads: whenKnown(limit, (thousandths) => Math.max(1, Math.floor(thousandths / 1000))),
  };
}
