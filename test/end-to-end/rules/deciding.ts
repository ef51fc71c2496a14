import type { Known } from "../../../sdk/later.js";
import { stickyValue } from "../../../sdk/routing/sticky.js";
import type { Target } from "../../../sdk/routing/table.js";
import { table, way, when } from "../../sdk/haproxy/listeners.js";
import { answer, beta, type Case, only } from "./case.js";

/** Which route a request takes. */
export const decisions: readonly Case[] = [
  [
    "a condition of 100 % takes its requests",
    ({ a, b }) => only(a, when("has cookie beta", b)),
    { headers: beta },
    { server: "b" },
  ],
  ["the weights get the rest", ({ a, b }) => only(a, when("has cookie beta", b)), {}, { server: "a" }],
  [
    "the first condition that matches decides, also when its strength says no",
    ({ a, b, c }) => only(a, when("has cookie beta", b, 0), when("has cookie beta", c)),
    { headers: beta },
    { server: "a" },
  ],
  [
    "a condition behind one that does not match is asked",
    ({ a, b, c }) => only(a, when("has cookie gamma", b, 0), when("has cookie beta", c)),
    { headers: beta },
    { server: "c" },
  ],
  [
    "a table without routes says no",
    () => table("t", []),
    {},
    { status: 503, body: "no route\n", answer: { "x-vamp-reason": "no-route" } },
  ],
  [
    "a table without weights says what it is told to",
    ({ a }) => ({
      ...table("t", [way(a, 0)]),
      otherwise: answer(404, { reason: "nobody", body: "it's\n100%[path] \\n" }),
    }),
    {},
    { status: 404, body: "it's\n100%[path] \\n", answer: { "x-vamp-reason": "nobody" } },
  ],
];

const sticky = (weights: readonly number[], pool: readonly Known<Target>[]) => ({
  ...table(
    "shop/web",
    pool.map((target, index) => way(target, weights[index] ?? 0)),
  ),
  stickyCookie: "vamp",
});
const kept = (route: string) => ({ cookie: `x=y; vamp=${stickyValue(route)}` });

/** Who stays with a route. */
export const stickiness: readonly Case[] = [
  [
    "a client without cookie gets one",
    ({ a, b }) => sticky([100, 0], [a, b]),
    {},
    { server: "a", answer: { "set-cookie": [`vamp=${stickyValue("a")}; Path=/; HttpOnly; SameSite=Lax`] } },
  ],
  [
    "a client with a cookie stays, whatever the weight, and gets none again",
    ({ a, b }) => sticky([100, 0], [a, b]),
    { headers: kept("b") },
    { server: "b", answer: { "set-cookie": undefined } },
  ],
  [
    "the cookie of a route that is gone counts for nothing",
    ({ a, b }) => sticky([100, 0], [a, b]),
    { headers: kept("c") },
    { server: "a", answer: { "set-cookie": [`vamp=${stickyValue("a")}; Path=/; HttpOnly; SameSite=Lax`] } },
  ],
  [
    "a condition of 100 % is stronger, and gives no cookie",
    ({ a, b, c }) => ({ ...sticky([100, 0], [a, b]), conditions: [when("has cookie vamp", c)] }),
    { headers: kept("b") },
    { server: "c", answer: { "set-cookie": undefined } },
  ],
  [
    "the cookie is stronger than a strength below 100 %",
    ({ a, b }) => ({ ...sticky([100, 0], [a, b]), conditions: [when("has cookie vamp", a, 99.99)] }),
    { headers: kept("b") },
    { server: "b" },
  ],
  [
    "a strength below 100 % gives the cookie of its route",
    ({ a, b }) => ({ ...sticky([100, 0], [a, b]), conditions: [when("has cookie beta", b, 99.99)] }),
    { headers: beta },
    { server: "b", answer: { "set-cookie": [`vamp=${stickyValue("b")}; Path=/; HttpOnly; SameSite=Lax`] } },
  ],
  [
    "a client stays with a gateway below",
    ({ a, b }) => sticky([100, 0], [a, only(b)]),
    { headers: kept("shop/web") },
    { server: "b" },
  ],
];
