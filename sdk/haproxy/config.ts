import type { Known } from "../later.js";
import { connectionsAt, type Listener } from "../routing/listener.js";
import { trafficDefaults } from "../routing/traffic.js";
import { bindWords, listenLines, preferLines } from "./addresses.js";
import { backendSection } from "./backend.js";
import { frontend } from "./frontend.js";
import { checkInterval, resolveInterval } from "./pace.js";
import { commentLine, duration, integer } from "./quote.js";
import { backendsIn, dnsNameCount, type ReachedBackend } from "./reach.js";

/** What an agent needs to know beside its listeners. */
export interface ConfigSettings {
  /** For the comment at the top: which deployment or gateway this agent serves. */
  readonly title: string;
  /** Port of the container for readiness, liveness and metrics. */
  readonly healthPort: number;
  /** Seconds after which connections that are still open at a soft stop are cut (`hard-stop-after`). */
  readonly hardStopAfter: number;
  /** Threads, which is the number of whole cores the agent may use. */
  readonly threads: number;
  /**
   * Connections of clients at the same time at each listener that does not take fewer; more wait. Absent: as many as the
   * files it may open allow.
   */
  readonly maxConnections?: number;
  /**
   * True for an agent that reads other configurations while it serves. Each of them is ready from the start, and so begins
   * with the addresses of its backends instead of finding them out.
   */
  readonly reloads?: boolean;
}

/** File name of the configuration in the ConfigMap and in the container. */
export const configFile = "haproxy.cfg";

/** How large a file may be: a ConfigMap holds 1 MiB. */
const largestFile = 900_000;

/**
 * Everything that an agent reads, by file name: {@link configFile}, further `*.cfg` in the order in which HAProxy has to
 * get them (`-f` of the folder does), and the maps and lists that they refer to. Each fits in a ConfigMap; all together may not.
 *
 * It is the same text for the same listeners, passes `haproxy -c` on 2.6 and newer without a warning, and reads from top
 * to bottom: settings, health, one frontend per listener, backends.
 * @throws UnquotableError for a text that cannot stand there; what users write is checked before
 */
export function renderFiles(
  planned: readonly Known<Listener>[],
  settings: ConfigSettings,
): Readonly<Record<string, string>> {
  const listeners = planned.map((listener) => withRoom(listener, settings));
  const frontends = listeners.map(frontend);
  const backends = backendsIn(listeners);
  const interval = checkInterval(backends.length);
  const sections = [
    [...header(listeners, settings), ...resolvers(backends), ...health(backends, settings, interval)],
    ...frontends.map(({ lines }) => lines),
    ...backends.map((reached) => backendSection(reached, { ...settings, interval })),
  ].map((lines) => `${lines.join("\n")}\n`);
  const others = frontends.flatMap(({ files }) => [...files]);
  return { ...configFiles(sections), ...Object.fromEntries(others) };
}

/** A listener that takes as many connections as there is room for. */
function withRoom(listener: Known<Listener>, { maxConnections: room }: ConfigSettings): Known<Listener> {
  return room === undefined ? listener : { ...listener, maxConnections: connectionsAt(listener, room) };
}

/** Connections of probes and metrics: a process that has all it may have answers nobody, and would be ended for that. */
const reserve = 100;

/** Connections of the process (`maxconn`): what all its frontends can have together, so that none keeps another from any. */
function allConnections(listeners: readonly Known<Listener>[]): readonly string[] {
  const limits = listeners.map(({ maxConnections }) => maxConnections);
  if (!limits.every((limit) => limit !== undefined)) return [];
  return [`  maxconn ${integer(limits.reduce((sum, limit) => sum + limit, reserve))}`];
}

/** Puts sections into files; one does not end in another file than it begins. */
function configFiles(sections: readonly string[]): Readonly<Record<string, string>> {
  const files: string[][] = [[]];
  let size = 0;
  for (const section of sections) {
    const length = Buffer.byteLength(section) + 1;
    if (size + length > largestFile && size > 0) {
      files.push([]);
      size = 0;
    }
    files.at(-1)?.push(section);
    size += length;
  }
  return Object.fromEntries(files.map((parts, index) => [fileName(index), parts.join("\n")]));
}

/** HAProxy reads a folder in the order of the names: `haproxy.cfg` before `haproxy.cfg`s with a number, which sort after it. */
function fileName(index: number): string {
  return index === 0 ? configFile : `haproxy_${String(index + 1).padStart(3, "0")}.cfg`;
}

function header(
  listeners: readonly Known<Listener>[],
  { title, hardStopAfter, threads }: ConfigSettings,
): readonly string[] {
  const { connect, queue, request, tunnel } = trafficDefaults.timeouts;
  return [
    commentLine(`The gateway agent of ${title}. Made from its routes: change those, not this file.`),
    "global",
    "  # Files beside this one are named without a folder.",
    "  default-path config",
    "  log stdout format raw local0 notice",
    `  nbthread ${integer(threads)}`,
    ...allConnections(listeners),
    `  hard-stop-after ${integer(hardStopAfter)}s`,
    "  stats socket /var/run/haproxy/admin.sock mode 600 level admin",
    "  set-var proc.started date()",
    ...listenLines,
    ...(listeners.some(({ tls }) => tls !== undefined) ? tlsOptions : []),
    "",
    "defaults",
    "  log global",
    "  mode http",
    "  option dontlognull",
    "  option redispatch 1",
    `  retries ${trafficDefaults.retries.attempts}`,
    `  retry-on ${trafficDefaults.retries.on.join(" ")}`,
    "  timeout http-request 10s",
    `  timeout connect ${duration(connect)}`,
    "  timeout check 1s",
    `  timeout queue ${duration(queue)}`,
    "  timeout client 60s",
    `  timeout server ${duration(request)}`,
    `  timeout tunnel ${duration(tunnel)}`,
    "  timeout http-keep-alive 60s",
    ...preferLines,
    '  http-error status 503 content-type text/plain string "no instance\\n" hdr x-vamp-reason no-instance',
  ];
}

/** Where names are resolved: the pod's DNS. What was lost is asked for again in a second, however long the period is. */
function resolvers(backends: readonly ReachedBackend[]): readonly string[] {
  return [
    "",
    "# Service addresses are asked for again and again, and kept while the DNS does not answer.",
    "resolvers cluster",
    "  parse-resolv-conf",
    "  accepted_payload_size 8192",
    `  timeout resolve ${duration(resolveInterval(dnsNameCount(backends)))}`,
    "  timeout retry 1s",
    "  hold valid 10s",
    "  hold nx 1h",
    "  hold timeout 1h",
    "  hold refused 1h",
    "  hold other 1h",
    "  hold obsolete 10s",
  ];
}

/** No ciphers that are broken, and no tickets: their keys would differ from agent to agent. */
const tlsOptions = [
  "  ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets",
  "  ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20",
];

/** Seconds that a backend must have been up beyond the first check, which finds out when nothing answers. */
const settleTime = 3;

/** Seconds after which an agent is ready whatever is missing: twice as long as a DNS usually keeps an answer. */
export const longestWait = 60;

/**
 * Ready means ready: when every backend has answered, and from then on for good, so that a version that loses its last
 * pod does not take the agent with it. The DNS may go on giving the address of a Service that was replaced, or saying
 * that there is none, and only a connection shows that; until then the agents from before go on serving.
 */
function health(backends: readonly ReachedBackend[], { healthPort }: ConfigSettings, interval: number): string[] {
  const settled = interval / 1000 + settleTime;
  const missing = backends
    .filter(({ backend }) => backend.awaited)
    .map(({ name }) => `  acl missing nbsrv(${name}) eq 0`);
  return [
    "",
    "frontend health",
    `  ${bindWords(healthPort)}`,
    `  maxconn ${reserve}`,
    "  no log",
    ...(missing.length === 0 ? ["  acl missing always_false"] : missing),
    "  http-request unset-var(proc.complete) if missing",
    "  http-request set-var(proc.complete) date() if !missing !{ var(proc.complete) -m found }",
    `  http-request set-var(proc.ready) bool(true) if { var(proc.complete) -m found } { date(),sub(proc.complete) ge ${settled} }`,
    `  http-request set-var(proc.ready) bool(true) if { date(),sub(proc.started) ge ${longestWait} }`,
    '  http-request return status 200 content-type text/plain string "ready\\n" if { path /ready } { var(proc.ready) -m bool } !{ stopping }',
    '  http-request return status 503 content-type text/plain string "not ready\\n" if { path /ready }',
    '  http-request return status 200 content-type text/plain string "alive\\n" if { path /alive }',
    // Names what is served, so that everyone can see whether it is what was declared.
    '  http-request return status 200 content-type text/plain string "${VAMP_CONFIG}\\n" if { path /config }',
    "  http-request use-service prometheus-exporter if { path /metrics }",
    "  http-request return status 404",
  ];
}
