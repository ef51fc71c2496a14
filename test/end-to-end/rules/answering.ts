import type { Known } from "../../../sdk/later.js";
import type { Target } from "../../../sdk/routing/table.js";
import { answer, type Case, only } from "./case.js";

/** A table that sends everybody elsewhere. */
export const redirect = (more: Partial<Extract<Known<Target>, { kind: "redirect" }>>) => () =>
  only({ kind: "redirect", status: 302, ...more });

/** What the agent says itself. */
export const saying: readonly Case[] = [
  [
    "an answer with a type, headers and several lines",
    () =>
      only(answer(418, { contentType: "text/html", body: '<p>\n\t"it\'s"\r\n</p>', headers: { "Retry-After": "5" } })),
    {},
    {
      status: 418,
      body: '<p>\n\t"it\'s"\r\n</p>',
      answer: { "content-type": "text/html", "retry-after": "5", "x-vamp-reason": undefined },
    },
  ],
  ["an answer without a body", () => only(answer(204, { body: "x" })), {}, { status: 204, body: "" }],
  ...([301, 302, 303, 307, 308] as const).map(
    (status): Case => [
      `a redirect ${status}`,
      redirect({ status, host: "b.example.com" }),
      { path: "/x?y=z" },
      { status, answer: { location: "http://b.example.com/x?y=z" } },
    ],
  ),
];

/** Redirects by what they change; the host is that of the case, with a port where one is asked for. */
export const redirects = [
  ["to https, without the port", { scheme: "https" }, ":8080", "/x?y", "https://HOST/x?y"],
  ["to http", { scheme: "http" }, ":8443", "/", "http://HOST/"],
  ["keeps the port of the request", { host: "b" }, ":8080", "/", "http://b:8080/"],
  ["leaves out port 80 of http", { host: "b" }, ":80", "/", "http://b/"],
  ["to a port", { port: 8083 }, ":80", "/", "http://HOST:8083/"],
  ["to port 80 of http", { port: 80 }, ":8080", "/", "http://HOST/"],
  ["to port 443 of https", { scheme: "https", port: 443 }, "", "/", "https://HOST/"],
  ["to port 80 of https", { scheme: "https", port: 80 }, "", "/", "https://HOST:80/"],
  [
    "to a whole path",
    { path: { kind: "whole", path: "/new%[path]" } },
    "",
    "/old?y=%20",
    "http://HOST/new%[path]?y=%20",
  ],
  [
    "to another beginning",
    { path: { kind: "prefix", from: "/old", to: "/new" } },
    "",
    "/old/a?y",
    "http://HOST/new/a?y",
  ],
  [
    "to another beginning that is none",
    { path: { kind: "prefix", from: "/old", to: "/" } },
    "",
    "/old",
    "http://HOST/",
  ],
  ["from another path", { path: { kind: "prefix", from: "/old", to: "/new" } }, "", "/older", "http://HOST/older"],
] as const satisfies readonly (readonly [string, object, string, string, string])[];
