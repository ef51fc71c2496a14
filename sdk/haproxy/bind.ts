import type { Known } from "../later.js";
import { mostProxies } from "../routing/client.js";
import { hstsValue, type Listener } from "../routing/listener.js";
import { bindWords } from "./addresses.js";
import { certificatePath, clientsFile, pairFile } from "./files.js";
import { format, integer, networkWord } from "./quote.js";
import type { Rules } from "./rules.js";

/** How many certificates stand in the line itself; more are in a file, for a line has 64 words at most. */
const mostInline = 16;

/** The certificates of a listener in a file of their own by its name, where they are many: the first is for all other names. */
export function certificateList(listener: Known<Listener>): ReadonlyMap<string, string> {
  const paths = certificatePaths(listener);
  if (paths.length <= mostInline) return new Map();
  return new Map([[listFile(listener), paths.map((path) => `${path}\n`).join("")]]);
}

function listFile({ portName }: Known<Listener>): string {
  return `${portName}-certificates.list`;
}

function certificatePaths(listener: Known<Listener>): readonly string[] {
  return (listener.tls?.certificates ?? []).map((_, index) => certificatePath(pairFile(listener, index)));
}

/** How a listener takes connections. */
export function bindLine(listener: Known<Listener>): string {
  const proxied = listener.acceptProxy === true ? " accept-proxy" : "";
  return `${bindWords(listener.port)}${proxied}${listener.tls === undefined ? "" : ` ${tlsWords(listener, listener.tls)}`}`;
}

function tlsWords(listener: Known<Listener>, tls: NonNullable<Known<Listener>["tls"]>): string {
  const paths = certificatePaths(listener);
  const certificates =
    paths.length > mostInline ? [`crt-list ${listFile(listener)}`] : paths.map((path) => `crt ${path}`);
  const clients =
    tls.clients === undefined
      ? []
      : [`ca-file ${certificatePath(clientsFile(listener))} verify ${tls.clients.required ? "required" : "optional"}`];
  return [
    "ssl",
    ...certificates,
    ...(listener.mode === "http" ? ["alpn h2,http/1.1"] : []),
    `ssl-min-ver TLSv${tls.minVersion ?? "1.2"}`,
    ...clients,
  ].join(" ");
}

/** Variable with the address of the peer, where that may not be the client's. */
const peer = "txn.peer";

/**
 * Writes how the client's address is found behind proxies that are trusted: as long as the address is one of theirs, the
 * one before it in `X-Forwarded-For` takes its place. When all are theirs, it is the peer's. What stands before something
 * that is no address is not believed.
 */
export function clientAddress(rules: Rules, networks: readonly string[]): void {
  if (networks.length === 0) return;
  for (const network of networks) rules.acl("from-proxy", `src ${networkWord(network)}`);
  rules.rule(`set-var(${peer}) src`);
  let before = "";
  for (let hop = 1; hop <= mostProxies; hop++) {
    const variable = `txn.hop${hop}`;
    const value = `(x-forwarded-for,-${hop})`;
    // HAProxy 2.6 takes no address in brackets for one, later versions do.
    rules.rule(`set-var(${variable}) req.hdr_ip${value}`, "from-proxy", before, `!{ req.hdr${value} -m beg [ }`);
    before = `{ var(${variable}) -m found }`;
    rules.rule(`set-src var(${variable})`, "from-proxy", before);
  }
  rules.rule(`set-src var(${peer})`, "from-proxy");
}

/**
 * Writes what stays of what was said of a client and its scheme before it came here: all of it where agents come, else what a
 * trusted proxy said.
 */
export function saidBefore(rules: Rules, { trustedProxies, tls }: Known<Listener>): void {
  if (tls !== undefined) rules.rule("set-header x-forwarded-proto https");
  if (trustedProxies === undefined) return;
  rules.comment("Anybody can say something; only a trusted proxy is believed, also by the backend.");
  for (const network of trustedProxies) rules.acl("peer-trusted", `var(${peer}) -m ip ${networkWord(network)}`);
  const untrusted = trustedProxies.length === 0 ? "" : "!peer-trusted";
  rules.rule("del-header x-forwarded-for", untrusted);
  if (tls === undefined) rules.rule("set-header x-forwarded-proto http", untrusted);
}

/** Writes what the backends are told of the client: its address behind what a proxy said. */
export function forwarded(rules: Rules, { trustedProxies = [] }: Known<Listener>): void {
  const address = trustedProxies.length > 0 ? `var(${peer})` : "src";
  rules.rule(`add-header x-forwarded-for ${format({ sample: address })}`);
}

/** Writes `Strict-Transport-Security`, in every answer. */
export function strictTransport(rules: Rules, { tls }: Known<Listener>): void {
  const hsts = tls?.hsts;
  if (hsts === undefined) return;
  const value = hstsValue(hsts, String(integer(hsts.maxAge)));
  rules.answerRule(`set-header strict-transport-security ${format(value)}`);
}
