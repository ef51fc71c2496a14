import type { Known } from "../later.js";
import type { Backend } from "../routing/table.js";
import type { RateLimit, Traffic } from "../routing/traffic.js";
import {
  balanceWords,
  cookieName,
  duration,
  format,
  integer,
  pathWord,
  quote,
  regexLiteral,
  UnquotableError,
} from "./quote.js";
import type { ReachedBackend } from "./reach.js";
import type { Rules } from "./rules.js";

/** Cookie of the Service behind instances. No client ever gets it. */
export const serviceCookie = "service";

/** How an agent and a backend get along, as far as it is no matter of its servers; what is not said stands in `defaults`. */
export function trafficLines({ backend, mode, secure }: ReachedBackend): readonly string[] {
  const { traffic = {} } = backend;
  return [
    ...timeouts(traffic.timeouts),
    ...retries(traffic.retries, mode),
    ...sharing(backend, mode, secure),
    ...healthCheck(backend),
  ].map((line) => `  ${line}`);
}

function timeouts({
  connect,
  queue,
  request,
  tunnel,
}: NonNullable<Known<Traffic>["timeouts"]> = {}): readonly string[] {
  const given = { connect, queue, server: request, tunnel };
  return Object.entries(given).flatMap(([name, time]) =>
    time === undefined ? [] : [`timeout ${name} ${duration(time)}`],
  );
}

function retries(
  { attempts, on }: NonNullable<Known<Traffic>["retries"]> = {},
  mode: "http" | "tcp",
): readonly string[] {
  const never = attempts === 0 || on?.length === 0;
  return [
    ...(attempts === undefined ? [] : [`retries ${integer(attempts)}`]),
    ...(mode === "tcp" || (on === undefined && !never)
      ? []
      : [`retry-on ${never ? "none" : on?.map(reason).join(" ")}`]),
  ];
}

/** A reason is one of a list, so it needs no quotes; a text that is none is a mistake in a program. */
function reason(one: string | number): string {
  if (!/^(?:\d{3}|[a-z0-9]+(?:-[a-z]+)+)$/.test(String(one)))
    throw new UnquotableError(String(one), "it is no reason to retry");
  return String(one);
}

/** How instances share requests. Without them Kubernetes shares. */
function sharing(
  { name, instances, traffic }: Known<Backend>,
  mode: "http" | "tcp",
  secure: boolean,
): readonly string[] {
  if (instances === undefined) return [];
  const { cookie } = instances;
  const sticky =
    cookie === undefined || mode === "tcp"
      ? []
      : [
          `cookie ${cookieName(cookie)} insert indirect nocache httponly dynamic attr SameSite=Lax${secure ? " secure" : ""}`,
          // Not a secret: it makes every agent give an instance the same value.
          `dynamic-cookie-key ${quote(name)}`,
          // A client that the Service had to take shall get an instance as soon as one is well.
          `http-after-response replace-header set-cookie ${quote(`^${regexLiteral(cookie)}=${serviceCookie};(.*)$`)} ${format(`${cookie}=; Max-Age=0;\\1`)}`,
        ];
  return [...balanceWords(traffic?.balance ?? "roundrobin"), ...sticky];
}

/** How the agent finds out whether a server is well, where a connection does not tell. */
function healthCheck({ host, traffic }: Known<Backend>): readonly string[] {
  const path = traffic?.healthCheck?.path;
  if (path === undefined) return [];
  const name = traffic?.tls?.serverName ?? host;
  return [
    "option httpchk",
    `http-check send meth GET uri ${pathWord(path)} ver HTTP/1.1 hdr host ${format(name)}`,
    "http-check expect status 200-399",
  ];
}

/** Writes the limits of a backend, and gives the statement of the table that counts for them, if there is one. */
export function limits(rules: Rules, { backend: { traffic = {} }, mode }: ReachedBackend): readonly string[] {
  const refuse = (status: number, why: string, guard: string) => {
    const answer = `return status ${status} content-type text/plain string ${quote(why)}\\n hdr x-vamp-reason ${quote(why)}`;
    rules.rule(mode === "http" ? answer : "reject", guard);
  };
  const { rateLimit, maxConnections, maxQueue } = traffic;
  if (rateLimit !== undefined) {
    rules.rule(rateLimit.by === "client" ? "track-sc1 src" : "track-sc1 int(1)");
    refuse(429, "rate-limit", `{ sc1_gpc0_rate ge ${integer(rateLimit.requests)} }`);
    // Only what is let through counts, so that somebody who never stops asking gets the share of the limit.
    rules.rule("sc-inc-gpc0(1)");
  }
  // HAProxy's own `maxqueue` moves requests to other servers, or lets them wait for any; it never says no.
  if (maxQueue !== undefined) refuse(503, "queue-full", `{ queue ge ${Math.max(1, integer(maxQueue))} }`);
  // HAProxy says the same when nobody is well and when nobody had time. Who waited for any instance has been given none.
  if (maxConnections !== undefined && mode === "http")
    rules.answerRule(
      "set-header x-vamp-reason queue-timeout",
      "{ res.hdr(x-vamp-reason) -m str no-instance }",
      "{ nbsrv gt 0 }",
      "!{ srv_id -m found }",
    );
  return rateLimit === undefined ? [] : [`  ${countingTable(rateLimit)}`];
}

function countingTable({ by, window }: Known<RateLimit>): string {
  const time = duration(window);
  const key = by === "client" ? "type ipv6 size 100k" : "type integer size 100";
  return `stick-table ${key} expire ${time} store gpc0_rate(${time})`;
}
