import { describe, expect, it } from "vitest";
import { previewed, previewOf, registered } from "./previews.js";
import { diffed, edge, shop, split } from "./shop.js";

const one = shop({ name: "one", versions: [["w:1", 2]], routes: "{}" });
const two = one.replace("name: one", "name: two");
const front = (routes: string) => `${one}---\n${two}---\nkind: gateways\nname: edge\nport: 8080\nroutes: ${routes}\n`;
const tcp = (text: string) => text.replaceAll("web: 8080", "web: 8080/tcp").replace("{80:", "{80/tcp:");
const withoutRoutes = (text: string) => text.replace(/ {4}gateways: .*\n/, "");
const onlyOne = shop({ versions: [["s:1", 2]], routes: "{}" });
const secured = (proxies: string, tls: string) =>
  edge(
    `port: 443\ntrusted_proxies: ${proxies}\ntls: {certificates: {secret: x}, ${tls}}\nroutes: {"shop/shop/s:1/web": {weight: 100%}, "shop/shop/s:2/web": {weight: 0%, condition: source == 10.0.0.0/8}}\n`,
  );

/** Changes of which files and a preview say the same, with the same gates. */
const alike: readonly (readonly [rule: string, before: string, after: string, options: string])[] = [
  ["a TCP cluster that gets a second version", tcp(onlyOne), tcp(shop()), ""],
  ["a TCP cluster that has one version left", tcp(shop()), tcp(onlyOne), ""],
  [
    "a version of a deployment that stays as it is, whose share grows from nothing",
    front('{"one/shop/web": {weight: 100%}}'),
    front('{"one/shop/web": {weight: 50%}, "two/shop/web": {weight: 50%}}'),
    "--max-step 25",
  ],
  [
    "a version of a deployment that stays as it is, which is not new",
    front('{"one/80": {weight: 100%}}'),
    front('{"one/80": {weight: 90%}, "two/shop/w:1/web": {weight: 10%}}'),
    "--max-first 5",
  ],
  [
    "a port that a cluster of one version did not have before",
    withoutRoutes(onlyOne).replace("web: 8080}", "old: 9090}").replace("shop/web", "shop/old"),
    withoutRoutes(shop()).replaceAll("web: 8080}", "old: 9090, web: 8080}").replace("shop/web", "shop/old"),
    "",
  ],
  [
    "proxies that are trusted and how TLS ends",
    secured("[]", "min_version: 1.3, hsts: {max_age: 1h}"),
    secured("[0.0.0.0/0]", "min_version: 1.2"),
    "--max-step 5",
  ],
  [
    "clients that have to show certificates",
    secured("[]", "clients: {ca: {secret: one}}"),
    secured("[]", "clients: {ca: {secret: other}}"),
    "",
  ],
  [
    "routes of a gateway that stands alone",
    edge(`port: 8080\nroutes: ${split(99, 1)}\n`),
    edge(`port: 8080\nroutes: ${split(50, 50)}\n`),
    "--max-step 25",
  ],
];

describe("a preview says what files say of", () => {
  it.each(alike)("%s", (_, before, after, options) => {
    const files = diffed(before, after, options);
    expect(files.said).toBe("");
    expect(files.out).not.toBe("nothing changes\n");
    const run = previewed(previewOf(registered(before), registered(after)), options);
    // A preview always says of which deployment a version is.
    const short = (text: string) => text.replaceAll("shop/shop/s:", "s:");
    expect({ ...run, out: short(run.out) }).toEqual({ ...files, out: short(files.out) });
  });
});

it("a version of a deployment that is new in a preview is held to its first share", () => {
  const before = front('{"one/80": {weight: 100%}}').replace(`${two}---\n`, "");
  const after = front('{"one/80": {weight: 90%}, "two/80": {weight: 10%}}');
  const { code, out } = previewed(previewOf(registered(before), registered(after)), "--max-first 5 --quiet");
  expect({ code, out }).toEqual({
    code: 1,
    out: "edge: two/80 is new and gets 10 %; at most 5 % at first (max-first)\n",
  });
});

describe("Kubernetes Deployments of others", () => {
  const others: readonly (readonly [what: string, inputs: unknown])[] = [
    ["whose spec is known only later", { metadata: { name: "x", namespace: "y" }, spec: "04da6b54" }],
    ["without a Namespace", { metadata: { name: "x" }, spec: { template: {} } }],
    ["without metadata", { spec: { template: {} } }],
    ["of which nothing is known", "04da6b54"],
    ["without inputs", undefined],
  ];
  it.each(others)("%s do not keep a preview from being read", (_, inputs) => {
    const foreign = ["foreign", { type: "kubernetes:apps/v1:Deployment", inputs }] as const;
    const preview = previewOf(registered(shop()), new Map([...registered(shop()), foreign]));
    expect(previewed(preview)).toMatchObject({ code: 0, out: "nothing changes\n", said: "" });
  });
});
