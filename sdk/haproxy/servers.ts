import type { Known } from "../later.js";
import type { Backend } from "../routing/table.js";
import { trafficDefaults } from "../routing/traffic.js";
import type { BackendSettings } from "./backend.js";
import { backendFile, certificatePath } from "./files.js";
import { paceWords } from "./pace.js";
import { duration, fetchOf, integer, quote, serverHost } from "./quote.js";
import type { ReachedBackend } from "./reach.js";
import { serviceCookie } from "./traffic.js";

/** Where the certificates of the agent's image are, in HAProxy's words. */
const systemCertificates = "@system-ca";

/**
 * The servers of a backend: the Service, or its instances with the Service behind them, which is asked when none of those
 * that the DNS told of is well.
 */
export function serverLines(
  { backend, mode }: ReachedBackend,
  { reloads = false, interval }: BackendSettings,
): readonly string[] {
  const { host, port, instances } = backend;
  const found = foundWords(reloads ? "libc,none" : "none");
  const connection = connectionWords(backend, mode);
  const watched = [...watchWords(backend, mode, interval), ...connection];
  const service = (own: readonly string[], ...more: readonly string[]) =>
    `  server service ${serverHost(host)}:${integer(port)} ${[...own, ...more, ...found].join(" ")}`;
  if (instances === undefined) return [service(watched)];
  const own = [...watched, ...goneWords(backend), ...slowStart(backend)];
  const sticky = keepsInstances(backend, mode);
  const persistent = sticky ? [`cookie ${serviceCookie}`] : [];
  const address = `${serverHost(instances.host)}:${integer(instances.port)}`;
  return [
    `  server-template instance 1-${integer(instances.most)} ${address} ${[...own, ...(sticky ? foundWords("none") : found)].join(" ")}`,
    service([...checkWords(backend, 1, interval), ...connection], "backup", ...persistent),
  ];
}

/** True when a cookie keeps clients with an instance of a backend. */
function keepsInstances({ instances }: Known<Backend>, mode: "http" | "tcp"): boolean {
  return instances?.cookie !== undefined && mode === "http";
}

/** Milliseconds that a request waits at most for the addresses of instances, which usually are there after some. */
const instancesWait = 500;

/**
 * What an agent does that is ready from the start: the cookie of an instance whose address it has not found out yet would
 * mean nothing, and the client would get another instance for good. So requests of the first second or two wait for that.
 */
export function instanceLines(
  { name, backend, mode }: ReachedBackend,
  { reloads }: BackendSettings,
): readonly string[] {
  if (reloads !== true || !keepsInstances(backend, mode)) return [];
  const known = [`{ srv_is_up(${name}/instance1) }`, "{ date(),sub(proc.started) ge 2 }", "WAIT_END"];
  return [
    `  tcp-request inspect-delay ${duration(instancesWait)}`,
    `  tcp-request content accept if ${known.join(" or ")}`,
  ];
}

/** Names are asked for again and again. An agent starts without them, unless it is ready from the start. */
function foundWords(first: "libc,none" | "none"): readonly string[] {
  return ["resolvers cluster", `init-addr ${first}`];
}

function checkWords({ traffic }: Known<Backend>, rise: number, pace: number): readonly string[] {
  const { interval, failures = trafficDefaults.healthCheck.failures } = traffic?.healthCheck ?? {};
  const often = interval === undefined ? paceWords(pace) : [];
  return ["check", `inter ${duration(interval ?? pace)}`, ...often, `fall ${integer(failures)}`, `rise ${rise}`];
}

/**
 * How a server is watched. One that answers badly is down until two checks find it well: the first comes when it would
 * have come anyway, the second (`fastinter`) after the interval.
 */
function watchWords(backend: Known<Backend>, mode: "http" | "tcp", pace: number): readonly string[] {
  const outlier = backend.traffic?.outlier;
  if (outlier === undefined) return checkWords(backend, 1, pace);
  return [
    ...checkWords(backend, 2, pace),
    `fastinter ${duration(outlier.interval)}`,
    `observe ${mode === "http" ? "layer7" : "layer4"}`,
    `error-limit ${integer(outlier.errors)}`,
    "on-error mark-down",
  ];
}

/**
 * The DNS goes on telling of an instance for some seconds when it is gone, and nobody answers there: the first connection
 * that fails takes it out, so that the requests after it do not wait too.
 */
function goneWords({ traffic }: Known<Backend>): readonly string[] {
  return traffic?.outlier === undefined ? ["observe layer4", "error-limit 1", "on-error mark-down"] : [];
}

function slowStart({ traffic }: Known<Backend>): readonly string[] {
  return traffic?.slowStart === undefined ? [] : [`slowstart ${duration(traffic.slowStart)}`];
}

function connectionWords(backend: Known<Backend>, mode: "http" | "tcp"): readonly string[] {
  const { maxConnections, protocol, proxyProtocol } = backend.traffic ?? {};
  return [
    ...(maxConnections === undefined ? [] : [`maxconn ${integer(maxConnections)}`]),
    ...tlsWords(backend, mode),
    ...(protocol === "h2" && mode === "http" ? ["proto h2"] : []),
    ...(proxyProtocol === undefined ? [] : [proxyProtocol === 1 ? "send-proxy" : "send-proxy-v2"]),
  ];
}

function tlsWords(backend: Known<Backend>, mode: "http" | "tcp"): readonly string[] {
  const { tls, protocol } = backend.traffic ?? {};
  if (tls === undefined) return [];
  const trusted = tls.ca === undefined ? systemCertificates : certificatePath(backendFile(backend));
  const name = tls.serverName ?? (mode === "tcp" ? backend.host : undefined);
  return [
    "ssl",
    ...(tls.verify ? ["verify required", `ca-file ${quote(trusted)}`] : ["verify none"]),
    // The name that is sent is the one that the certificate must have.
    `sni ${name === undefined ? "req.fhdr(host),host_only" : fetchOf("str", name)}`,
    ...(name === undefined ? [] : [`check-sni ${quote(name)}`]),
    ...(mode === "http" ? [`alpn ${protocol === "h2" ? "h2" : "http/1.1"}`] : []),
  ];
}
