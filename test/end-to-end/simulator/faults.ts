import type { Fault } from "./haproxy.js";

/** Mistakes that a renderer could make, as changes of what it writes. */
export const faults: Readonly<Record<string, Fault>> = {
  "weights and strengths are halved": (text) =>
    text.replace(/-m int lt (\d+)/g, (_, bound: string) => `-m int lt ${Math.round(Number(bound) / 2)}`),
  "all decisions count with one counter": (text) => text.replace(/sc_inc_gpc\(\d+,0\)/g, "sc_inc_gpc(0,0)"),
  "what a strength leaves falls to the next condition": (text) =>
    text.replace(/^.*set-var\(txn\.at\) str\(@\S*\/rest\).*\n/gm, ""),
  "strength is asked before the sticky cookie": (text) => text.replace(/ !kept:\S+/g, ""),
  "the cookie of a route is not given": (text) => text.replace(/^.*add-header set-cookie .*\n/gm, ""),
  "the port of a host counts": (text) => text.replace(/,host_only,lower/g, ",lower"),
  "a wildcard takes what an exact host has": (text) =>
    text.replace(/!\{ var\(txn\.at\) -m found \} (\{ var\(txn\.host\) -m end )/g, "$1"),
  "a short wildcard takes what a long one has": (text) =>
    text.replace(/^(.*below-3\.map\).*\n)(.*below-2\.map\).*\n)/gm, "$2$1"),
  "a prefix takes half a segment": (text) => text.replace(/path,concat\(\/\) -m beg '([^']+)\/'/g, "path -m beg '$1'"),
  "a prefix is put before what is no path": (text) => text.replace(/ \{ path -m found \}/g, ""),
  "an address in brackets is one": (text) => text.replace(/ !\{ req\.hdr\(x-forwarded-for,-\d\) -m beg \[ \}/g, ""),
  "headers are added instead of set": (text) => text.replace(/ set-header ('?x)/gi, " add-header $1"),
  "headers are not removed from requests": (text) => text.replace(/^ {2}http-request del-header (?!x-vamp-).*\n/gm, ""),
  "headers of answers are removed instead of set": (text) =>
    text.replace(/^( {2}http-after-response )set-header ('?x-\S+) .*? if/gim, "$1del-header $2 if"),
  "a connection for one site may ask for another": (text) => text.replace(/^.*return status 421.*\n/gm, ""),
  "the server name of a connection that is passed on does not count": (text) =>
    text.replace(/req\.ssl_sni,lower/g, "str(nobody.test)"),
  "the cookie of an instance does not count": (text) => text.replace(/^ {2}cookie 'instance.*\n/gm, ""),
  "the cookie of an instance reaches it": (text) => text.replace(/ insert indirect /g, " insert "),
  "redirects forget the port": (text) => text.replace(/%\[req\.fhdr\(host\),port_only\]/g, "80"),
  "redirects forget the query": (text) => text.replace(/%\[pathq\]/g, "%[path]"),
  "every origin is let in": (text) => text.replace(/(req\.fhdr\(origin,-1\)) -m (str|reg) \S+/g, "$1 -m found"),
  "a preflight goes on to the backend": (text) => text.replace(/^.*return status 204.*\n/gm, ""),
  "a client may say what only agents say of it": (text) => text.replace(/^.*del-header x-forwarded-for.*\n/gm, ""),
  "a client may say that it came by TLS": (text) =>
    text.replace(/^.*set-header x-forwarded-proto http(?= |$).*\n/gm, ""),
  "a condition asks for another path": (text) => text.replace(/ -m beg '\/x\/'/g, " -m beg '/y/'"),
};
