import { describe, expect, it } from "vitest";
import { previewed, previewOf, registered } from "./previews.js";
import { diffed, edge, inOneLine, shop, split } from "./shop.js";

const rules = (text: string) => edge(`port: 8080\n${text}\n`);
const plain = rules("routes: {shop/80: {}}");
const cases: readonly (readonly [rule: string, before: string, after: string, words: readonly string[]])[] = [
  [
    "routes within a route, behind its name",
    rules(`routes: {group: {routes: ${split(99, 1)}}}`),
    rules(`routes: {group: {routes: ${split(0, 100)}}}`),
    ["~ group: shop/shop/s:1/web weight 99 % → 0 %", "s:1 99 % → 0 % s:2 1 % → 100 %"],
  ],
  ["a port", plain, edge("port: 9090\nroutes: {shop/80: {}}\n"), ["listens on 8080/http → 9090/http"]],
  ["what is spoken", plain, edge("port: 8080/tcp\nroutes: {shop/80: {}}\n"), ["listens on 8080/http → 8080/tcp"]],
  [
    "TLS",
    plain,
    rules("tls: {certificates: {secret: x}, redirect_from: 80}\nroutes: {shop/80: {}}"),
    ["listens on 8080/http → 8080/https, 80/http"],
  ],
  [
    "other demands of TLS",
    rules("tls: {certificates: {secret: x}}\nroutes: {shop/80: {}}"),
    rules("tls: {certificates: {secret: y}}\nroutes: {shop/80: {}}"),
    ["ends TLS in another way"],
  ],
  [
    "hosts that come and go",
    rules("virtual_hosts: [a.example.com]\nroutes: {shop/80: {}}"),
    rules("virtual_hosts: [b.example.com]\nroutes: {shop/80: {}}"),
    ["answers for b.example.com", "no longer answers for a.example.com"],
  ],
  [
    "what no route takes",
    rules("virtual_hosts: [a.example.com]\nroutes: {shop/80: {}}\notherwise: {status: 404}"),
    rules("virtual_hosts: [a.example.com]\nroutes: {shop/80: {}}\notherwise: {status: 410}"),
    ["what no route takes is answered with 404 → answered with 410"],
  ],
  [
    "stickiness",
    rules(`routes: ${split(95, 5)}`),
    rules(`sticky: route\nroutes: ${split(95, 5)}`),
    ["keeps clients with their route"],
  ],
  [
    "that only what is behind a gateway changes",
    shop({ more: "" }).replace("{80: shop/web}", "{80: {routes: {shop/web: {weight: 0%, condition: path == /x}}}}"),
    shop({ routes: '{"s:1": {weight: 50%}, "s:2": {weight: 50%}}' }).replace(
      "{80: shop/web}",
      "{80: {routes: {shop/web: {weight: 0%, condition: path == /x}}}}",
    ),
    ["shop/80 its own routes stay as they are; what they lead to changes path == /x"],
  ],
];

describe("vamp diff tells", () => {
  it.each(cases)("%s", (_, before, after, words) => {
    const run = diffed(before, after);
    expect(run).toMatchObject({ code: 0, said: "" });
    for (const one of words) expect(inOneLine(run)).toContain(one);
    expect(run.out).not.toContain("in another order");
    const { out: markdown } = diffed(before, after, "--markdown");
    for (const one of words.filter((word) => word.startsWith("listens"))) expect(markdown).toContain(`- ${one}\n`);
  });

  it("ports to machines", () => {
    const { out } = diffed(plain, edge("port: 9090\nroutes: {shop/80: {}}\n"), "--json");
    expect(JSON.parse(out)).toMatchObject({
      gateways: [
        {
          name: "edge",
          change: "changed",
          routes: [],
          settings: ["listens on 8080/http → 9090/http"],
          listens: { before: ["8080/http"], after: ["9090/http"] },
        },
      ],
    });
  });

  it("versions of one name in two deployments apart", () => {
    const text = (one: number) =>
      `${shop({ name: "other" })}---\n${edge(
        `port: 8080\nroutes: {"shop/shop/s:1/web": {weight: ${one}%}, "other/shop/s:1/web": {weight: ${100 - one}%}}\n`,
      )}`;
    expect(inOneLine(diffed(text(90), text(80)))).toContain(
      "shop/shop/s:1/web 90 % → 80 % other/shop/s:1/web 10 % → 20 %",
    );
  });

  it("of which deployment a version is that runs in several", () => {
    const text = (instances: number) =>
      `${shop({ name: "one" })}---\n${shop({
        name: "two",
        versions: [
          ["s:1", instances],
          ["s:2", 1],
        ],
      })}`;
    expect(diffed(text(2), text(3)).out).toBe("versions\n  ~ two/shop/s:1  instances 2 → 3\n");
    expect(diffed(text(2), text(3), "--markdown").out).toContain("| ~ | <code>two/shop/s:1</code> | instances 2 → 3 |");
    const { versions } = JSON.parse(diffed(text(2), text(3), "--json").out);
    expect(versions).toMatchObject([{ deployment: "two", cluster: "shop", version: "s:1" }]);
  });

  it("of which Namespace a version is that a preview has in several", () => {
    const of = (instances: number) => {
      const text = shop({
        versions: [
          ["s:1", instances],
          ["s:2", 1],
        ],
      });
      return new Map(["test", "live"].flatMap((name) => [...registered(text, name)]));
    };
    const { out } = previewed(previewOf(of(2), of(3)));
    expect(out).toBe(
      "versions\n  ~ shop/shop/s:1 in vamp-acme-test  instances 2 → 3\n  ~ shop/shop/s:1 in vamp-acme-live  instances 2 → 3\n",
    );
    const { out: report } = previewed(previewOf(of(2), of(3)), "--json");
    expect(JSON.parse(report).versions).toMatchObject([
      { namespace: "vamp-acme-test" },
      { namespace: "vamp-acme-live" },
    ]);
  });
});

it("two gateways or blueprints of one name are refused with their places", () => {
  const { code, out, said } = diffed(shop(), `${shop()}---\n${shop()}`);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(said).toContain(
    "after.yml:10:7: error: the blueprint `shop` at after.yml:10:7 and the blueprint `shop` at after.yml:1:7",
  );
});
