import fc from "fast-check";
import type { Known } from "../../../sdk/later.js";
import type { Edits } from "../../../sdk/routing/edits.js";
import type { Answer, Backend, Listener, Redirect, RoutingTable, Target } from "../../../sdk/routing/table.js";
import type { Traffic } from "../../../sdk/routing/traffic.js";
import { backend, listener, table, way, when } from "./listeners.js";

/** What somebody might write to get something of his own into a configuration, a request or a log. */
const written = [
  "x\n  http-request deny",
  "x\r\nfrontend evil\r\n  bind :1",
  "x'; acl y always_true #",
  "' if TRUE",
  '" if { src 0.0.0.0/0 }',
  "x if TRUE or",
  "x } { path /",
  "%[src]",
  "%%[src]",
  "%[env(HOME)]",
  "%{+Q}o %ci %ID",
  "%",
  "%%",
  "100%",
  "$HOME",
  "${HOME}",
  '"${HOME}"',
  "\\",
  "\\n",
  "x\\",
  "\\'",
  "#",
  "# comment",
  "a b",
  " a",
  "a ",
  "\t",
  "\0",
  "a\0b",
  "\u007f",
  "\u0085",
  "\u2028",
  "\ud800",
  "ü€😀",
  "-f",
  "-m reg",
  "--",
  "!x",
  "{ }",
  "(",
  ")",
  "a,b",
  "a)b",
  "str(a),map(/etc/passwd)",
  "a;b",
  "a=b",
  "`id`",
  "$(id)",
  "../../etc/passwd",
  "/a?b#c",
  "/a b",
  "//a",
  "\\1",
  "^(.*)$",
  "[a-z",
  "*",
  "",
  "a".repeat(300),
] as const;

/** So many injection strings: those above, and others made of their pieces. */
export function injections(count: number): readonly string[] {
  const piece = fc.constantFrom(...written, "'", '"', "\n", "\\", "%", " ", "a", "}", "{", "[", "]");
  const made = fc.sample(fc.array(piece, { minLength: 1, maxLength: 4 }), { seed: 1, numRuns: 2 * count });
  return [...new Set([...written, ...made.map((pieces) => pieces.join(""))])].slice(0, count);
}

const a = backend("a");
const to = (target: Known<Target>) => listener("gw", table("shop/web", [way(target, 100)]));
const edited = (edits: Known<Edits>) => to({ ...table("shop/inner", [way(a, 100)]), edits });
const answering = (more: Partial<Known<Answer>>) => to({ kind: "answer", status: 200, body: "x", ...more });
const redirected = (more: Partial<Known<Redirect>>) => to({ kind: "redirect", status: 302, ...more });
const reaching = (more: Partial<Known<Backend>>) => to({ ...a, ...more });
const along = (traffic: Known<Traffic>) => reaching({ traffic });
const asked = (condition: string) => listener("gw", table("shop/web", [way(a, 100)], [when(condition, a)]));
const cors = (more: Partial<NonNullable<Known<Edits>["cors"]>>) =>
  edited({ cors: { origins: ["*"], methods: ["GET"], ...more } });
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const named = (gateway: string): Known<RoutingTable> => ({
  ...table(gateway, [way(a, 50), way(a, 50)]),
  stickyCookie: "c",
});
const instances = { host: "pods.test", port: 80, most: 2 };

/** Every text of a listener that users write, as the listener that has it. */
export const fields: Readonly<Record<string, (text: string) => Known<Listener>>> = {
  gateway: (text) => listener("gw", named(text)),
  route: (text) => listener("gw", table("shop/web", [{ ...way(a, 100), route: text }])),
  condition: asked,
  "condition value": (text) => asked(`header x contains ${quoted(text)} or cookie x == ${quoted(text)}`),
  "condition path": (text) => asked(`path starts with ${quoted(text)}`),
  "sticky cookie": (text) => listener("gw", { ...table("shop/web", [way(a, 50), way(a, 50)]), stickyCookie: text }),
  "rewritten path": (text) => edited({ rewrites: [{ kind: "path", path: text }] }),
  "rewrite from": (text) => edited({ rewrites: [{ kind: "prefix", from: text, to: "/b" }] }),
  "rewrite to": (text) => edited({ rewrites: [{ kind: "prefix", from: "/a", to: text }] }),
  "rewritten host": (text) => edited({ rewrites: [{ kind: "host", host: text }] }),
  "rewrite condition": (text) => edited({ rewrites: [{ kind: "path", path: "/", condition: text }] }),
  "removed header": (text) => edited({ requestHeaders: { remove: [text] } }),
  "set header": (text) => edited({ requestHeaders: { set: { [text]: "x" } } }),
  "header value": (text) => edited({ requestHeaders: { set: { x: text } }, responseHeaders: { add: { x: text } } }),
  "added header": (text) => edited({ responseHeaders: { add: { [text]: "x" } } }),
  "cors origin": (text) => cors({ origins: [text] }),
  "cors method": (text) => cors({ methods: [text] }),
  "cors header": (text) => cors({ headers: [text], expose: [text] }),
  "answer body": (text) => answering({ body: text }),
  "answer type": (text) => answering({ contentType: text }),
  "answer header": (text) => answering({ headers: { [text]: "x" } }),
  "answer header value": (text) => answering({ headers: { x: text } }),
  "answer reason": (text) => answering({ reason: text }),
  "redirect host": (text) => redirected({ host: text }),
  "redirect path": (text) => redirected({ path: { kind: "whole", path: text } }),
  "redirect prefix": (text) => redirected({ path: { kind: "prefix", from: text, to: text } }),
  "backend name": (text) => reaching({ name: text }),
  "backend title": (text) => ({ ...reaching({ title: text }), accessLog: true }),
  "backend host": (text) => reaching({ host: text }),
  "instances host": (text) => reaching({ instances: { ...instances, host: text } }),
  "instances cookie": (text) => reaching({ instances: { ...instances, cookie: text } }),
  balance: (text) => reaching({ instances, traffic: { balance: text } }),
  "health path": (text) => along({ healthCheck: { path: text } }),
  // A program without types may give anything.
  "retry reason": (text) => along(JSON.parse(JSON.stringify({ retries: { on: [text] } }))),
  "server name": (text) => along({ tls: { verify: false, serverName: text } }),
  "site host": (text) => ({ ...to(a), sites: [{ hosts: [text], table: table("s", [way(a, 50), way(a, 50)]) }] }),
  "site hosts": (text) => ({
    ...to(a),
    sites: [
      {
        hosts: [text, ...Array.from({ length: 20 }, (_, index) => `h${index}.test`)],
        table: table("s", [way(a, 100)]),
      },
    ],
  }),
  "trusted proxy": (text) => ({ ...to(a), trustedProxies: [text] }),
  "compressed type": (text) => ({ ...to(a), compression: [text] }),
  "port name": (text) => ({ ...to(a), portName: text }),
};
