import type { Known } from "../later.js";
import { type Backend, backendsOf, type Listener } from "../routing/table.js";
import { decisionsTable, frontend } from "./frontend.js";
import { commentLine } from "./quote.js";

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
}

/** File name of the configuration in the ConfigMap and in the container. */
export const configFile = "haproxy.cfg";

/**
 * Writes the configuration of a gateway agent. It is the same text for the same listeners, passes `haproxy -c` on
 * 2.6 and newer without a warning, and reads from top to bottom: settings, health, one frontend per gateway, backends.
 */
export function renderConfig(listeners: readonly Known<Listener>[], settings: ConfigSettings): string {
  const frontends = listeners.map(frontend);
  const backends = backendsOf(listeners.map((listener) => listener.table));
  const modes = new Map<string, "http" | "tcp">();
  for (const { mode, table } of listeners) for (const backend of backendsOf([table])) modes.set(backend.name, mode);
  const decisions = Math.max(0, ...frontends.map((written) => written.decisions));
  return [
    ...header(settings),
    ...health(backends, settings),
    ...frontends.flatMap((written) => ["", ...written.lines]),
    ...(decisions === 0 ? [] : counters(listeners.length, decisions)),
    ...backends.flatMap((target) => ["", ...backend(target, modes.get(target.name) ?? "http")]),
    ...nowhere,
    "",
  ].join("\n");
}

function header({ title, hardStopAfter, threads }: ConfigSettings): string[] {
  return [
    commentLine(`The gateway agent of ${title}. Made from its routes: change those, not this file.`),
    "global",
    "  log stdout format raw local0 notice",
    `  nbthread ${threads}`,
    `  hard-stop-after ${hardStopAfter}s`,
    "  stats socket /var/run/haproxy/admin.sock mode 600 level admin",
    "  set-var proc.started date()",
    "",
    "defaults",
    "  log global",
    "  mode http",
    "  option dontlognull",
    "  option redispatch 1",
    "  retries 3",
    "  timeout http-request 10s",
    "  timeout connect 2s",
    "  timeout check 1s",
    "  timeout queue 30s",
    "  timeout client 60s",
    "  timeout server 60s",
    "  timeout tunnel 1h",
    "  timeout http-keep-alive 60s",
    "",
    "# Service addresses are asked for again and again, and kept while the DNS does not answer.",
    "resolvers cluster",
    "  parse-resolv-conf",
    "  accepted_payload_size 8192",
    "  timeout resolve 1s",
    "  timeout retry 1s",
    "  hold valid 10s",
    "  hold nx 1h",
    "  hold timeout 1h",
    "  hold refused 1h",
    "  hold other 1h",
    "  hold obsolete 10s",
  ];
}

/** Seconds that a backend must have been up: longer than a first check takes to find out that nothing answers. */
const settleTime = 4;

/** Seconds after which an agent is ready whatever is missing: twice as long as a DNS usually keeps an answer. */
const longestWait = 60;

/**
 * Ready means ready: when every backend has answered, and from then on for good, so that a version that loses its last
 * pod does not take the agent with it. The DNS may go on giving the address of a Service that was replaced, or saying
 * that there is none, and only a connection shows that; until then the agents from before go on serving.
 */
function health(backends: readonly Backend[], { healthPort }: ConfigSettings): string[] {
  const missing = backends
    .filter((backend) => backend.awaited)
    .map((backend) => `  acl missing nbsrv(${backend.name}) eq 0`);
  return [
    "",
    "frontend health",
    `  bind :${healthPort}`,
    "  no log",
    ...(missing.length === 0 ? ["  acl missing always_false"] : missing),
    "  http-request unset-var(proc.complete) if missing",
    "  http-request set-var(proc.complete) date() if !missing !{ var(proc.complete) -m found }",
    `  http-request set-var(proc.ready) bool(true) if { var(proc.complete) -m found } { date(),sub(proc.complete) ge ${settleTime} }`,
    `  http-request set-var(proc.ready) bool(true) if { date(),sub(proc.started) ge ${longestWait} }`,
    '  http-request return status 200 content-type text/plain string "ready\\n" if { path /ready } { var(proc.ready) -m bool } !{ stopping }',
    '  http-request return status 503 content-type text/plain string "not ready\\n" if { path /ready }',
    '  http-request return status 200 content-type text/plain string "alive\\n" if { path /alive }',
    "  http-request use-service prometheus-exporter if { path /metrics }",
    "  http-request return status 404",
  ];
}

function counters(listeners: number, decisions: number): string[] {
  return [
    "",
    "# One entry per frontend, one counter per decision.",
    `backend ${decisionsTable}`,
    `  stick-table type string len 64 size ${Math.max(100, listeners * 2)} store gpc(${decisions})`,
  ];
}

function backend({ name, title, host, port }: Backend, mode: "http" | "tcp"): string[] {
  return [
    commentLine(title),
    `backend ${name}`,
    `  mode ${mode}`,
    // What may have had an effect is not sent twice.
    ...(mode === "http"
      ? [
          "  option forwardfor",
          "  retry-on conn-failure empty-response",
          "  http-request disable-l7-retry unless METH_GET or METH_HEAD or METH_OPTIONS",
        ]
      : []),
    `  server service ${host}:${port} check inter 1s fall 10 rise 1 resolvers cluster resolve-prefer ipv4 init-addr none`,
  ];
}

const nowhere = [
  "",
  "backend nowhere_http",
  '  http-request return status 503 content-type text/plain string "no route\\n" hdr x-vamp-reason no-route',
  "",
  "backend nowhere_tcp",
  "  mode tcp",
  "  tcp-request content reject",
];
