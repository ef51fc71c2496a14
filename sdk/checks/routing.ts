import type { Gateway } from "../artifacts/gateway.js";
import type { Port } from "../artifacts/leaves.js";
import type { Rewrite } from "../artifacts/rewrite.js";
import { vampRewrite } from "../artifacts/rewrite.js";
import { isExternal, leadsSomewhere, type Route, segmentsOf } from "../artifacts/route.js";
import type { Certificate } from "../artifacts/traffic.js";
import { type ConditionOptions, parseCondition } from "../conditions/parse.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { locationOf, placeOf, spelledIn } from "../reading/places.js";
import { needsHttp } from "../routing/balance.js";

/** Keys of a route that say something about HTTP, which nothing on a TCP port is. */
const httpKeys = ["rewrites", "headers", "cors", "redirect", "answer", "protocol", "rateLimit"] as const;

/** Checks what a route does beside sharing: that it can be done, and that it does not say two things at once. */
export function checkRouteActions(
  route: Route,
  type: Port["type"],
  problems: Problems,
  options: ConditionOptions,
): void {
  const { balance, redirect, path, rewrites = [], tls } = route;
  if (type === "tcp") {
    refuseHttp(route, httpKeys, problems);
    if (balance !== undefined && needsHttp(balance))
      problems.error("InvalidValue", locationOf(route, "balance"), `\`${balance}\` needs a port that speaks HTTP`, {
        expected: "`roundrobin`, `leastconn`, `first`, `source` or `random`",
      });
  }
  atMostOne(route, ["redirect", "answer", "routes"], problems);
  if (!leadsSomewhere(route) && (isExternal(path) || segmentsOf(path).length > 1))
    problems.error("UnsupportedRoutePathError", locationOf(route, "path"), `\`${path}\` leads somewhere already`, {
      expected: "a path of one part, which only names the route, since the route does not lead there",
    });
  if (redirect !== undefined) atMostOne(redirect, ["path", "prefix"], problems);
  for (const { inline } of rewrites) if (inline !== undefined) checkRewrite(inline, problems, options);
  if (tls?.ca !== undefined) checkCertificate(tls.ca, "ca", problems);
}

/** Checks a rewrite: that it changes one thing, and that its condition can be read. */
export function checkRewrite(rewrite: Rewrite, problems: Problems, options: ConditionOptions = {}): void {
  const kinds = ["path", "fullPath", "prefix", "host"] as const;
  atMostOne(rewrite, kinds, problems);
  if (kinds.every((kind) => rewrite[kind] === undefined))
    problems.error("MissingPathValueError", locationOf(rewrite), "a rewrite says what it changes", {
      expected: `one of ${quoted(kinds.map((kind) => spelledIn(rewrite, kind)))}`,
    });
  if (rewrite.path !== undefined && rewrite.condition !== undefined)
    problems.error(
      "UnexpectedElement",
      locationOf(rewrite, "condition"),
      "the `path` says its condition itself, after `if`",
    );
  if (rewrite.condition !== undefined)
    checkRewriteCondition(rewrite, "condition", rewrite.condition, problems, options);
  checkVampRewrite(rewrite, problems, options);
}

/** Checks what Vamp handed to HAProxy as it was: the path and the condition of `NEW if CONDITION`. */
function checkVampRewrite(rewrite: Rewrite, problems: Problems, options: ConditionOptions): void {
  const { path, condition } = (rewrite.path === undefined ? undefined : vampRewrite(rewrite.path)) ?? {};
  if (path === undefined || condition === undefined) return;
  if (
    !/^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/.test(path.replace("%[path]", "/")) ||
    /%\[/.test(path.replaceAll("%[path]", ""))
  )
    problems.error("UnsupportedPathRewriteError", locationOf(rewrite, "path"), `\`${path}\` is not a path`, {
      expected: "a path, in which `%[path]` stands for the path before",
    });
  checkRewriteCondition(rewrite, "path", condition, problems, options);
}

function checkRewriteCondition(
  rewrite: Rewrite,
  key: "path" | "condition",
  condition: string,
  problems: Problems,
  options: ConditionOptions,
): void {
  for (const { message, expected, nearest } of parseCondition(condition, options).problems ?? [])
    problems.error("ConditionParseError", locationOf(rewrite, key), `in the condition of a rewrite: ${message}`, {
      expected,
      nearest,
    });
}

/** Checks where a certificate comes from: a Secret, or the program with all that is needed. */
function checkCertificate(certificate: Certificate, part: "pair" | "ca", problems: Problems): void {
  atMostOne(certificate, ["secret", "certificate"], problems);
  const { secret, certificate: given, key } = certificate;
  if (secret === undefined && given === undefined)
    problems.error("MissingPathValueError", locationOf(certificate), "this certificate has no source", {
      expected: part === "pair" ? "`secret`, or `certificate` and `key`" : "`secret` or `certificate`",
    });
  if (given !== undefined && part === "pair" && key === undefined)
    problems.error(
      "MissingPathValueError",
      locationOf(certificate),
      "`key` is missing: nobody can use a certificate without",
    );
  if (key !== undefined && (secret !== undefined || part === "ca"))
    problems.error("UnexpectedElement", locationOf(certificate, "key"), "there is no use for a `key` here");
}

/** Checks how a gateway listens: hosts, ports and TLS. */
export function checkListening(gateway: Gateway, { number, type }: Port, problems: Problems): void {
  const { tls, hosts = {}, virtualHosts = [], ports = [] } = gateway;
  if (type === "tcp") {
    refuseHttp(
      gateway,
      ["compression", "trustedProxies", "headers", "cors", "protocol", "rateLimit", "otherwise"],
      problems,
    );
    if (tls !== undefined) refuseHttp(tls, ["hsts", "redirectFrom"], problems);
    for (const host of Object.values(hosts)) refuseHttp(host, ["otherwise"], problems);
  }
  for (const certificate of tls?.certificates ?? []) checkCertificate(certificate, "pair", problems);
  if (tls?.certificates.length === 0)
    problems.error("MissingPathValueError", locationOf(tls, "certificates"), "TLS needs a certificate");
  if (tls?.clients !== undefined) checkCertificate(tls.clients.ca, "ca", problems);
  const seen = new Set(virtualHosts.map((host) => host.toLowerCase()));
  for (const host of Object.keys(hosts)) {
    if (seen.has(host.toLowerCase()))
      problems.error("DuplicateKey", locationOf(hosts, host), `\`${host}\` is a host of this gateway already`);
    seen.add(host.toLowerCase());
  }
  const taken = new Set([number]);
  const claim = (port: number, part: object, key: string | number) => {
    if (taken.has(port))
      problems.error("DuplicateGatewayPortError", locationOf(part, key), `port ${port} is this gateway's already`);
    taken.add(port);
  };
  for (const [index, port] of ports.entries()) claim(port, ports, index);
  if (tls?.redirectFrom !== undefined) claim(tls.redirectFrom, tls, "redirectFrom");
}

/** Refuses what only a gateway with a way in of its own can say: a cluster's listens on its Service for all of its ports. */
export function refuseListening(gateway: Gateway, problems: Problems): void {
  for (const key of ["ports", "hosts", "tls", "acceptProxy", "trustedProxies", "maxClients", "compression"] as const)
    if (gateway[key] !== undefined)
      problems.error(
        "UnexpectedElement",
        locationOf(gateway, key),
        `a cluster's gateway has no \`${spelledIn(gateway, key)}\``,
        {
          expected: "it on a gateway of the blueprint that leads to this cluster",
        },
      );
}

function refuseHttp<T extends object>(part: T, keys: readonly (keyof T & string)[], problems: Problems): void {
  for (const key of keys)
    if (part[key] !== undefined)
      problems.error(
        "InvalidValue",
        locationOf(part, key),
        `\`${spelledIn(part, key)}\` needs a port that speaks HTTP`,
      );
}

function atMostOne<T extends object>(part: T, keys: readonly (keyof T & string)[], problems: Problems): void {
  const [, second] = keys.filter((key) => part[key] !== undefined && placeOf(part, key) !== undefined);
  if (second !== undefined)
    problems.error(
      "InvalidValue",
      locationOf(part, second),
      `only one of ${quoted(keys.map((key) => spelledIn(part, key)))} can be said`,
    );
}
