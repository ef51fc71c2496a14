import type { Known } from "../../../sdk/later.js";
import type { Edits } from "../../../sdk/routing/edits.js";
import type { Target } from "../../../sdk/routing/table.js";
import { table, way, when } from "../../sdk/haproxy/listeners.js";
import { type Case, only } from "./case.js";

/** A table that leads to another one, whose edits change what goes there. */
const edited = (target: Known<Target>, edits: Known<Edits>) => only({ ...only(target), gateway: "shop/inner", edits });
const rewrites = (...rewrites: NonNullable<Known<Edits>["rewrites"]>): Known<Edits> => ({ rewrites });
const prefix = (from: string, to: string) => ({ kind: "prefix", from, to }) as const;

/** What happens to requests and answers on their way. */
export const editing: readonly Case[] = [
  ...(
    [
      ["/api", "/v1", "/api", "/v1"],
      ["/api", "/v1", "/api/x?y=z", "/v1/x?y=z"],
      ["/api", "/v1", "/apix", "/apix"],
      ["/api", "/api/v1", "/api", "/api/v1"],
      ["/api", "/api/v1", "/api/", "/api/v1/"],
      ["/strip-prefix", "/", "/strip-prefix", "/"],
      ["/strip-prefix", "/", "/strip-prefix/", "/"],
      ["/strip-prefix", "/", "/strip-prefix/three", "/three"],
      ["/a", "/", "/a/a", "/a"],
      ["/a/", "/b/", "/a", "/b"],
      ["/", "/b", "/x", "/b/x"],
      ["/", "/b", "/", "/b/"],
      ["/100%25", "/a%b", "/100%25/%7Bx%7D{", "/a%b/%7Bx%7D{"],
      ["/a", "/a", "/a/b", "/a/b"],
    ] as const
  ).map(
    ([from, to, path, url]): Case => [
      `the beginning ${from} becomes ${to}: ${path} is ${url}`,
      ({ a }) => edited(a, rewrites(prefix(from, to))),
      { path },
      { server: "a", url },
    ],
  ),
  ...(
    [
      [prefix("/", "/api"), "*"],
      [prefix("/api", "/v1"), "*"],
      [prefix("/api", "/"), "*"],
      [{ kind: "path", path: "/v2%[path]" }, "/v2"],
    ] as const
  ).map(
    ([rewrite, url]): Case => [
      `no path is in *, so that with ${JSON.stringify(rewrite)} it is ${url}`,
      ({ a }) => edited(a, rewrites(rewrite)),
      { method: "OPTIONS", path: "*" },
      { server: "a", url },
    ],
  ),
  [
    "a path with the path before in it",
    ({ a }) => edited(a, rewrites({ kind: "path", path: "/v1%[path]/100%/%[src]" })),
    { path: "/x?y=z" },
    { server: "a", url: "/v1/x/100%/%[src]?y=z" },
  ],
  [
    "rewrites one after another, each by what the one before made",
    ({ a }) => edited(a, rewrites(prefix("/a", "/b"), { kind: "path", path: "/c%[path]", condition: "path == /b" })),
    { path: "/a" },
    { server: "a", url: "/c/b" },
  ],
  [
    "no rewrite where its condition does not hold",
    ({ a }) => edited(a, rewrites({ kind: "path", path: "/c", condition: "path == /b or has cookie x" })),
    { path: "/a" },
    { server: "a", url: "/a" },
  ],
  [
    "a condition is asked anew when the path was rewritten",
    ({ a, b, c }) => {
      const text = "path starts with /old or path == /older";
      const inner = { ...table("shop/inner", [way(b, 100)], [when(text, c)]), edits: rewrites(prefix("/old", "/new")) };
      return only(a, when(text, inner));
    },
    { path: "/old/x" },
    { server: "b", url: "/new/x" },
  ],
  [
    "the host",
    ({ a }) => edited(a, rewrites({ kind: "host", host: "a.example.com" })),
    {},
    { server: "a", request: { host: ["a.example.com"] } },
  ],
  [
    "headers of the request: removed, set, added",
    ({ a }) =>
      edited(a, {
        requestHeaders: { remove: ["X-Gone"], set: { "X-Set": 'it\'s "100%" %[src] #1' }, add: { "X-Add": "two" } },
      }),
    { headers: { "x-gone": "1", "x-set": ["1", "2"], "x-add": "one" } },
    { server: "a", request: { "x-gone": undefined, "x-set": ['it\'s "100%" %[src] #1'], "x-add": ["one", "two"] } },
  ],
  [
    "headers of the answer: removed, set, added",
    ({ a }) =>
      edited(a, {
        responseHeaders: { remove: ["X-Echo", "date"], set: { "Keep-Alive": "x" }, add: { "X-Add": "two" } },
      }),
    {},
    { status: 200, answer: { "x-echo": undefined, date: undefined, "x-add": "two" } },
  ],
  [
    "edits of a backend come after those on the way, and its answer passes them first",
    ({ a }) =>
      edited(
        {
          ...a,
          name: "a.edited",
          edits: { ...rewrites(prefix("/b", "/c")), responseHeaders: { set: { "x-who": "backend" } } },
        },
        { ...rewrites(prefix("/a", "/b")), responseHeaders: { add: { "x-who": "table" } } },
      ),
    { path: "/a" },
    { server: "a", url: "/c", answer: { "x-who": "backend, table" } },
  ],
  [
    "headers that only agents may send are taken away",
    ({ a }) => only(a),
    { headers: { "X-Vamp-Reason": "1" } },
    { server: "a", request: { "x-vamp-reason": undefined } },
  ],
  [
    "the client's address is told",
    ({ a }) => only(a),
    {},
    { server: "a", request: { "x-forwarded-for": ["127.0.0.1"] } },
  ],
];
