import { proxyName } from "../kubernetes/names.js";
import type { Known } from "../later.js";
import type { Listener } from "../routing/table.js";
import { sayingHeaders, sayings } from "./answers.js";
import { bindLine, certificateList, clientAddress, forwarded, saidBefore, strictTransport } from "./bind.js";
import { entriesOf, hostRules } from "./hosts.js";
import { accessLog, logFacts } from "./log.js";
import { at, Positions } from "./positions.js";
import { commentLine, integer, proxyWord, quote } from "./quote.js";
import { tablesIn } from "./reach.js";
import { Rules } from "./rules.js";
import { mostSitesInRules, SharedByMap } from "./sharedByMap.js";
import { TableWriter } from "./tables.js";

/** A frontend, and the files that it reads: maps, and a list of certificates. */
export interface Frontend {
  readonly lines: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The name of a listener's frontend: its gateway with dots, `:`, and the name of the port: `shop.9050:gw-9050`. Backends
 * have the names of the routing table, `shop.cart.cart-1-0-0.web` with dots and never a colon, so that metrics by `proxy`
 * can be told by gateway, and by deployment, cluster, version and port.
 */
function frontendName({ table, portName }: Pick<Known<Listener>, "table" | "portName">): string {
  return `${proxyName(...table.gateway.split("/"))}:${proxyWord(portName)}`;
}

const host = "txn.host";
const serverName = "txn.sni";

/** Where a request is that came on a connection for another site: nowhere else, so that no answer's headers go with that. */
const misdirected = "=misdirected";

/** The frontend of a listener: it decides where each request goes, and says itself what nobody else may answer. */
export function frontend(listener: Known<Listener>): Frontend {
  const { mode, sites = [], tls, accessLog: logged = false, trustedProxies = [] } = listener;
  const name = frontendName(listener);
  const positions = new Positions(mode, !logged);
  const tables = new Rules(mode);
  const settings = { mode, logged, secure: tls !== undefined, changing: isChanging(listener) };
  const byMap = sites.length > mostSitesInRules ? new SharedByMap(positions, logged) : undefined;
  const writer = new TableWriter(tables, positions, settings, () => new Rules(mode), byMap);
  const entries = entriesOf(listener, (table) => writer.site(table));
  const start = new Rules(mode);
  const files = new Map(certificateList(listener));
  const lookUp = (from: string, to: string) => {
    for (const [file, content] of hostRules(start, entries, from, to, listener.portName)) files.set(file, content);
  };

  if (mode === "http") {
    clientAddress(start, trustedProxies);
    start.comment("Only agents say what a gateway does.");
    start.rule("del-header x-vamp- -m beg");
    saidBefore(start, listener);
    if (logged) logFacts(start);
    if (sites.length > 0) start.rule(`set-var(${host}) req.fhdr(host),host_only,lower`);
  } else if (sites.length > 0) {
    // The first words of the client are waited for: its server name is among them.
    if (tls === undefined) start.line("tcp-request inspect-delay 5s");
    if (tls === undefined) start.rule(`set-var(${host}) req.ssl_sni,lower`, "{ req.ssl_hello_type 1 }");
    else start.rule(`set-var(${host}) ssl_fc_sni,lower`);
  }
  lookUp(host, at);
  if (mode === "http" && tls !== undefined && sites.length > 0) {
    start.comment("A connection that was made for one site is not for another.");
    start.rule(`set-var(${serverName}) ssl_fc_sni,lower`, "{ ssl_fc_has_sni }");
    lookUp(serverName, "txn.named");
    const same = `{ var(${at}),strcmp(txn.named) eq 0 }`;
    start.rule(`set-var(${at}) str(${misdirected})`, "{ ssl_fc_has_sni }", `!${same}`);
    start.rule("return status 421 hdr x-vamp-reason misdirected", `{ var(${at}) -m str ${misdirected} }`);
  }
  const counting = writer.decisions > 0;
  if (counting) start.rule(`track-sc0 var(${at})`, `{ var(${at}) -m beg @ + }`);
  for (const [file, content] of byMap?.write(start, listener.portName) ?? []) files.set(file, content);

  const end = new Rules(mode);
  if (mode === "http") sayings(end, positions, tls === undefined ? "http" : "https");
  end.space("Where the request goes");
  if (mode === "tcp") end.rule("reject", `{ var(${at}) -m beg = }`);
  else {
    forwarded(end, listener);
    end.comment("What may have had an effect is not sent twice. A connection that cannot be made has none.");
    end.line("http-request disable-l7-retry unless METH_GET or METH_HEAD or METH_OPTIONS");
    sayingHeaders(end, positions);
    end.lines.push(...writer.answers);
    strictTransport(end, listener);
  }
  const lines = [
    commentLine(listener.table.gateway),
    `frontend ${name}`,
    `  mode ${mode}`,
    `  ${bindLine(listener)}`,
    ...(listener.maxConnections === undefined ? [] : [`  maxconn ${integer(listener.maxConnections)}`]),
    ...keepUntilAnswered(listener),
    ...(logged ? accessLog(mode) : []),
    ...compression(listener),
    ...(counting ? counters(listener, writer.decisions) : []),
    ...start.lines,
    ...tables.lines,
    ...end.lines,
    `  use_backend %[var(${at})]`,
  ];
  return { lines, files };
}

function keepUntilAnswered({ mode }: Known<Listener>): readonly string[] {
  if (mode === "tcp") return ["  option tcplog"];
  return [
    "  # At a soft stop an idle connection closes after its next answer: a client would see it cut otherwise.",
    "  option idle-close-on-response",
  ];
}

/** How many media types stand in a line, which has 64 words at most. */
const typesPerLine = 16;

function compression({ compression: types = [] }: Known<Listener>): readonly string[] {
  if (types.length === 0) return [];
  const lines = Array.from({ length: Math.ceil(types.length / typesPerLine) }, (_, line) => {
    const some = types.slice(line * typesPerLine, (line + 1) * typesPerLine);
    return `  compression type ${some.map(quote).join(" ")}`;
  });
  return ["  compression algo gzip", ...lines];
}

/** Every site counts for itself, so there are as many entries as sites, and each decision of a site has a counter. */
function counters({ sites = [] }: Known<Listener>, decisions: number): readonly string[] {
  // Entries must never have to make room for others; some are needed for each thread.
  const size = Math.max(100, (sites.length + 1) * 2);
  return [`  stick-table type string len 200 size ${size} store gpc(${decisions})`];
}

/** True when a request may be edited between two conditions that ask for the same. */
function isChanging(listener: Known<Listener>): boolean {
  return [...tablesIn(listener)].some(({ edits }) => edits !== undefined);
}
