import type { Known } from "../later.js";
import { defaultMaxAge } from "../routing/cors.js";
import type { Cors } from "../routing/edits.js";
import { format, integer, patterns, quote, regexLiteral } from "./quote.js";
import type { Rules } from "./rules.js";

/** The origin of a request. A client that says several is one of the last, for the conditions and for what it is told. */
const lastOrigin = "req.fhdr(origin,-1)";

/**
 * Writes what cross-origin sharing does with a request: it keeps the origin that may use the answer, and answers a
 * preflight. An origin that may not gets no headers, which is how the Fetch standard says no.
 *
 * @param suffix what tells the variables of this place from those of others
 * @param logged the action that says of a preflight for the log what it was; none when undefined
 */
export function corsRequest(rules: Rules, cors: Known<Cors>, suffix: string, guard: string, logged?: string): void {
  const { origins, methods, headers, maxAge = defaultMaxAge } = cors;
  const shared = `txn.origin${suffix}`;
  const value = sharesWithAll(cors) ? "str(*)" : lastOrigin;
  const listed = `cors:${suffix}`;
  const exact = origins.filter((origin) => !origin.includes("*"));
  const wild = origins.filter((origin) => origin.includes("*") && origin !== "*");
  if (origins.includes("*")) rules.acl(listed, `${lastOrigin} -m found`);
  else {
    for (const origin of exact) rules.acl(listed, `${lastOrigin} -m str ${patterns([origin])}`);
    for (const origin of wild) rules.acl(listed, `${lastOrigin} -m reg ${quote(regexOf(origin))}`);
  }
  rules.rule(`set-var(txn.cors${suffix}) bool(true)`, guard);
  if (origins.length > 0) rules.rule(`set-var(${shared}) ${value}`, guard, listed);
  const preflight = [
    guard,
    "METH_OPTIONS",
    `{ ${lastOrigin} -m found }`,
    "{ req.fhdr(access-control-request-method) -m found }",
  ];
  const allowed = [
    ...listHeader("allow-methods", methods, cors, "access-control-request-method"),
    ...listHeader("allow-headers", headers, cors, "access-control-request-headers"),
    `hdr access-control-max-age ${integer(maxAge)}`,
  ];
  if (logged !== undefined) rules.rule(logged, ...preflight);
  rules.rule(`return status 204 ${allowed.join(" ")}`, ...preflight, `{ var(${shared}) -m found }`);
  rules.rule("return status 204", ...preflight);
}

/** Writes what cross-origin sharing does with an answer, that of a preflight too. */
export function corsAnswer(rules: Rules, cors: Known<Cors>, suffix: string): void {
  const here = `{ var(txn.cors${suffix}) -m bool }`;
  const shared = `{ var(txn.origin${suffix}) -m found }`;
  // What the backend says does not count: the gateway says who may.
  rules.answerRule("del-header access-control-allow-origin", here);
  rules.answerRule("del-header access-control-allow-credentials", here);
  rules.answerRule("add-header vary Origin", here);
  rules.answerRule(`set-header access-control-allow-origin ${format({ sample: `var(txn.origin${suffix})` })}`, shared);
  if (cors.credentials === true) rules.answerRule("set-header access-control-allow-credentials true", shared);
  if ((cors.expose?.length ?? 0) > 0) {
    const names = cors.expose?.includes("*") ? "*" : (cors.expose ?? []).join(", ");
    rules.answerRule(`set-header access-control-expose-headers ${format(names)}`, shared);
  }
}

function sharesWithAll({ origins, credentials }: Known<Cors>): boolean {
  return origins.includes("*") && credentials !== true;
}

/** With cookies `*` means a method or a header of this name and nothing else, so what was asked for is said instead. */
function listHeader(
  name: string,
  values: readonly string[] | undefined,
  { credentials }: Known<Cors>,
  asked: string,
): readonly string[] {
  if (values === undefined || values.length === 0) return [];
  if (!values.includes("*")) return [`hdr access-control-${name} ${format(values.join(", "))}`];
  const value = credentials === true ? format({ sample: `req.fhdr(${asked})` }) : quote("*");
  return [`hdr access-control-${name} ${value}`];
}

/** `https://*.example.com` as a regular expression: every origin below, at any depth. */
function regexOf(origin: string): string {
  return `^${origin.split("*").map(regexLiteral).join(".+")}$`;
}
