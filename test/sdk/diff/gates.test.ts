import { describe, expect, it } from "vitest";
import { diffed, edge, inOneLine, shop, split } from "./shop.js";

const nested = (one: number, other: number) => edge(`port: 8080\nroutes: {group: {routes: ${split(one, other)}}}\n`);
const asked = (condition: string, strength: string) =>
  shop({
    routes: `{"s:1": {weight: 95%}, "s:2": {weight: 5%, condition: "${condition}", condition_strength: ${strength}}}`,
  });
const hosts = (names: string) => edge(`port: 8080\nvirtual_hosts: [${names}]\nroutes: {shop/80: {}}\n`);
const site = (host: string, weights: string) => `  ${host}: {routes: ${weights}}\n`;
const onlyOne = shop({ versions: [["s:1", 2]], routes: '{"s:1": {weight: 100%}}' });
const rolledOut = (name: string) =>
  shop({
    name,
    routes: '{"s:1": {weight: 0%}, "s:2": {weight: 100%}}',
    versions: [
      ["s:1", 2],
      ["s:2", 1],
    ],
  });
const many = (strength: number) => {
  const routes = (kind: string, index: number) =>
    Array.from(
      { length: 30 },
      (_, route) => `"[x${index}-${route}:80]": {weight: 0%, condition: "${kind}${route}"}`,
    ).join(", ");
  const group = (kind: string, index: number, more = "") =>
    `  t${index}:\n    weight: ${[33, 33, 34][index]}%\n    routes: {"shop/shop/s:1/web": {weight: 100%}, ${routes(kind, index)}${more}}\n`;
  const special = `, "shop/shop/s:2/web": {weight: 0%, condition: path == /special, condition_strength: ${strength}%}`;
  return edge(
    `port: 8080\nroutes:\n${group("path == /", 0)}${group("has header a", 1)}${group("has header b", 2, special)}`,
  );
};

/** Everything that may be refused, and the text that says why. */
const refused: readonly (readonly [rule: string, before: string, after: string, options: string, why: string])[] = [
  [
    "routes within a route are held to the step",
    nested(99, 1),
    nested(90, 10),
    "--max-step 5",
    "group: shop/shop/s:2/web: its weight grows from 1 % to 10 %; at most by 5 points at once (max-step)",
  ],
  [
    "a new version within a route is held to its first share",
    edge(`port: 8080\nroutes: {group: {routes: {"shop/shop/s:1/web": {}}}}\n`)
      .replace(/ {4}- \{breed: \{name: "s:2.*\n/, "")
      .replace(/routes: .*5%\}\}/, "routes: {}"),
    nested(90, 10),
    "--max-first 5",
    "group: shop/shop/s:2/web is new and gets 10 %; at most 5 % at first (max-first)",
  ],
  [
    "a version within a route that goes may have no weight",
    nested(99, 1),
    edge(`port: 8080\nroutes: {group: {routes: {"shop/shop/s:1/web": {weight: 100%}}}}\n`),
    "--fail-on removed-with-weight",
    "group: shop/shop/s:2/web is removed while it has 1 % (removed-with-weight)",
  ],
  [
    "a version that goes may have no condition that sends requests to it",
    asked("path starts with /checkout", "100%").replace("95%", "100%").replace("weight: 5%", "weight: 0%"),
    onlyOne,
    "--fail-on removed-with-weight",
    "s:2 is removed while it has 100 % of `path starts with /checkout` (removed-with-weight)",
  ],
  [
    "instances that become fewer need no change of a gateway to be too few",
    shop({
      versions: [
        ["s:1", 8],
        ["s:2", 1],
      ],
    }),
    shop({
      versions: [
        ["s:1", 1],
        ["s:2", 1],
      ],
    }),
    "--fail-on capacity",
    "s:1 has 1 instance, 95 % each; before, an instance took 11.88 % at most (capacity)",
  ],
  [
    "a port on which nobody listens any more is one that was removed",
    edge("port: 8080\nroutes: {shop/80: {}}\n"),
    edge("port: 9090\nroutes: {shop/80: {}}\n"),
    "--fail-on removed-with-weight",
    "edge: it no longer listens on 8080/http (removed-with-weight)",
  ],
  [
    "a port on which something else is spoken is one that was removed",
    edge("port: 8080\nroutes: {shop/80: {}}\n"),
    edge("port: 8080\ntls: {certificates: {secret: x}}\nroutes: {shop/80: {}}\n"),
    "--fail-on removed-with-weight",
    "it no longer listens on 8080/http",
  ],
  [
    "a version is new where only another deployment runs one of its name",
    `${rolledOut("one")}---\n${onlyOne.replace("shop\n", "two\n")}`,
    `${rolledOut("one")}---\n${rolledOut("two")}`,
    "--max-first 5",
    "two/80, two/shop/web: s:2 is new and gets 100 %",
  ],
  [
    "a condition that is written otherwise is the same condition",
    asked("has cookie beta", "10%"),
    asked("has  cookie beta", "100%"),
    "--max-step 5",
    "s:2: the strength of `has  cookie beta` grows from 10 % to 100 %",
  ],
  [
    "a condition that means something else is held to what it does to each class of requests",
    asked("has cookie beta", "10%"),
    asked("has cookie beta or has cookie test", "100%"),
    "--max-step 5",
    "s:2: its share grows from 5 % to 100 % (has cookie beta or has cookie test, and not has cookie beta); at most by 5 points at once",
  ],
  [
    "a condition for a version that was there is held to the step",
    shop(),
    asked("path starts with /", "100%"),
    "--max-step 5",
    "s:2: its share grows from 5 % to 100 % (path starts with /)",
  ],
  [
    "a new version whose condition takes whoever has nothing special is held to its first share",
    onlyOne,
    shop({ routes: '{"s:1": {weight: 100%}, "s:2": {weight: 0%, condition: path starts with /}}' }),
    "--max-first 5",
    "s:2 is new and gets 100 % of requests like GET example.com/; at most 5 % at first (max-first)",
  ],
  [
    "of more classes than can be told apart, what routes say is held to the step",
    many(10),
    many(100),
    "--max-step 5",
    "t2: shop/shop/s:2/web: the strength of `path == /special` grows from 10 % to 100 %",
  ],
  [
    "a host that is no longer answered for is a share that grows: of refusals",
    hosts("a.example.com, b.example.com"),
    hosts("a.example.com"),
    "--max-step 5",
    "answered with 404 (unknown-host): its share grows from 0 % to 100 % (host == b.example.com)",
  ],
];

describe("vamp diff refuses", () => {
  it.each(refused)("%s", (_, before, after, options, why) => {
    const run = diffed(before, after, options);
    expect(run).toMatchObject({ code: 1, said: "" });
    expect(inOneLine(run)).toContain(why.replace(/\s+/g, " "));
  });
});

/** Changes that are let through, whatever the gates. */
const allowed: readonly (readonly [rule: string, before: string, after: string])[] = [
  ["a further virtual host", hosts("a.example.com"), hosts("a.example.com, b.example.com")],
  [
    "a further host with routes of its own to what was there",
    edge(`port: 8080\nhosts:\n${site("a.example.com", split(99, 1))}`),
    edge(`port: 8080\nhosts:\n${site("a.example.com", split(99, 1))}${site("b.example.com", split(50, 50))}`),
  ],
  ["routes that are put into a route and mean the same", edge(`port: 8080\nroutes: ${split(95, 5)}\n`), nested(95, 5)],
  ["a condition that is written otherwise", asked("has cookie beta", "10%"), asked("has  cookie beta", "10%")],
  [
    "a new version for those whom a condition names",
    onlyOne,
    shop({ routes: '{"s:1": {weight: 100%}, "s:2": {weight: 0%, condition: has cookie beta}}' }),
  ],
  [
    "more instances",
    shop({
      versions: [
        ["s:1", 1],
        ["s:2", 1],
      ],
    }),
    shop(),
  ],
];

describe("vamp diff lets through", () => {
  it.each(allowed)("%s", (_, before, after) => {
    const options = "--max-first 5 --max-step 5 --fail-on capacity";
    expect(diffed(before, after, options)).toMatchObject({ code: 0, said: "" });
  });
});

it("a version may go whose condition sends nothing to it", () => {
  const before = asked("has cookie beta", "0%").replace("95%", "100%").replace("weight: 5%", "weight: 0%");
  expect(diffed(before, onlyOne, "--fail-on removed-with-weight")).toMatchObject({ code: 0, said: "" });
});

it("raw ACLs of which nothing is known keep no gate from judging", () => {
  const acls = Array.from(
    { length: 12 },
    (_, index) => `"[x${index}:80]": {weight: 0%, condition: "< acl_${index} >"}`,
  );
  const gateway = (weights: string) => edge(`port: 8080\nroutes: {${acls.join(", ")}, ${weights.slice(1)}\n`);
  const only = gateway('{"shop/shop/s:1/web": {weight: 100%}}').replace(/ {4}- \{breed: \{name: "s:2.*\n/, "");
  const before = only.replace(/gateways: \{routes: .*5%\}\}\}/, "gateways: {}");
  const options = "--allow-raw-acl --max-first 5 --max-step 5";
  expect(diffed(before, gateway(split(90, 10)), options)).toMatchObject({ code: 1, said: "" });
});
