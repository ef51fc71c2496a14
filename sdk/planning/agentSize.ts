import { type Leaf, whenKnown } from "../later.js";
import { connectionsAt, type Listener } from "../routing/listener.js";
import { backendsOf, tablesOf } from "../routing/table.js";
import { rereads } from "./agent.js";
import type { AgentPlan } from "./plan.js";

/** What an agent may use, and how many connections that is for. */
export interface AgentSize {
  /** Thousandths of a core: what it is sure to get, and the most. */
  readonly cpu: { readonly request: Leaf<number>; readonly limit: Leaf<number> };
  /** Bytes: what it is sure to get, and the most. */
  readonly memory: { readonly request: Leaf<number>; readonly limit: Leaf<number> };
  /** Clients' connections at the same time at each listener that does not take fewer; more wait. */
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

/** What there is where nobody says anything: connections at each listener, in all, and at each of very many. */
const usual = {
  connections: { most: 4_000, all: 8_000, least: 1_000 },
  cpu: { request: 100, limit: 1_000 },
  memory: { request: 64 * mebi, limit: 256 * mebi },
};

/**
 * The size of an agent. Expected connections say what memory it needs, or memory how many connections it can have; whoever
 * says one of them gets what it needs for sure. Connections are for each listener: HAProxy has a limit for one and for the
 * process, and where the process is full, probes wait too. Memory is for twice as much in
 * agents that read again what changes: what was before goes on beside what is new until its connections have ended.
 */
export function sizeOf(plan: AgentPlan): AgentSize {
  const { wanted, listeners, autoscaling } = plan;
  const copies = rereads(plan) ? 2 : 1;
  const base = copies * (use.process + use.backend * backendsOf(listeners.flatMap(tablesOf)).length);
  const entrances = listeners.map(({ maxConnections, tls }) => {
    return { maxConnections, each: copies * (tls === undefined ? use.plain : use.encrypted) };
  });
  return { ...connectionsAndMemory(wanted, base, entrances), ...processorTime(wanted.cpu, autoscaling !== undefined) };
}

/** What the connections of a listener need: how many it takes itself, and bytes for each. */
interface Entrance extends Pick<Listener, "maxConnections"> {
  readonly each: number;
}

function connectionsAndMemory(
  { connections, memory }: AgentPlan["wanted"],
  base: number,
  entrances: readonly Entrance[],
): Pick<AgentSize, "connections" | "memory"> {
  const needed = (room: Leaf<number>) =>
    whenKnown({ entrances, room }, ({ entrances, room }) => {
      const bytes = entrances.reduce((sum, entrance) => sum + entrance.each * connectionsAt(entrance, room), base);
      return Math.ceil(bytes / (16 * mebi)) * 16 * mebi;
    });
  if (memory !== undefined) {
    const all = entrances.reduce((sum, { each }) => sum + each, 0);
    const room = whenKnown(memory, (bytes) => Math.max(10, Math.floor((bytes - base) / all)));
    return { connections: connections ?? room, memory: { request: memory, limit: memory } };
  }
  if (connections !== undefined) {
    const bytes = needed(connections);
    return { connections, memory: { request: bytes, limit: bytes } };
  }
  const { most, all, least } = usual.connections;
  const room = Math.max(least, Math.min(most, Math.floor(all / entrances.length)));
  const atLeast = (bytes: number) => (other: number) => Math.max(bytes, other);
  return {
    connections: room,
    memory: {
      request: whenKnown(needed(0), atLeast(usual.memory.request)),
      limit: whenKnown(needed(room), atLeast(usual.memory.limit)),
    },
  };
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
