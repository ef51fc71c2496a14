import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configFile, renderFiles } from "../../../sdk/haproxy/config.js";
import { backend, listener, settings, table, way, when } from "./listeners.js";

const shop = table("shop/cart/web", [way(backend("a"), 90), way(backend("b"), 10)]);
const render = (...listeners: Parameters<typeof renderFiles>[0]) => renderFiles(listeners, settings)[configFile] ?? "";
const linesOf = (text: string, pattern: RegExp) => text.split("\n").filter((line) => pattern.test(line));

describe("haproxy.cfg", () => {
  it("has a frontend for each listener and a backend for each target, each once", () => {
    const below = listener("gw-80", table("shop/80", [way(shop, 50), way(backend("c"), 50)]));
    const text = render(
      below,
      listener("cart-web", shop, 10_001),
      listener("sql", table("q", [way(backend("d"), 100)]), 10_002, "tcp"),
    );
    expect(linesOf(text, /^frontend/)).toEqual([
      "frontend health",
      "frontend shop.80:gw-80",
      "frontend shop.cart.web:cart-web",
      "frontend q:sql",
    ]);
    expect(linesOf(text, /^backend/)).toEqual(["backend a", "backend b", "backend c", "backend d:tcp"]);
    expect(linesOf(text, /^ {2}bind/)).toEqual(
      [8404, 10_000, 10_001, 10_002].map((port) => `  bind :${port},"\${VAMP_LISTEN}:${port}" v6only`),
    );
  });

  it.each([
    ["certificates", 16, 0],
    ["certificates", 17, 1],
    ["certificates", 100, 1],
    ["media types", 100, 0],
  ])("has no more words in a line than HAProxy takes with many %s: %d", (what, count, lists) => {
    const certificates = Array.from({ length: count }, () => ({ kind: "secret", name: "a" }) as const);
    const compression = Array.from({ length: count }, (_, index) => `text/x-${index}`);
    const many = what === "certificates" ? { tls: { certificates } } : { compression };
    const files = renderFiles([{ ...listener("web", shop), ...many }], settings);
    const words = (files[configFile] ?? "").split("\n").map((line) => line.split(" ").length);
    expect(Math.max(...words)).toBeLessThanOrEqual(64);
    const { [configFile]: _, ...others } = files;
    const list = Array.from({ length: count }, (_, index) => `certificates/web-${index}.pem\n`).join("");
    expect(others).toEqual(lists === 0 ? {} : { "web-certificates.list": list });
  });

  it("gives a backend the mode of its listener", () => {
    const text = render(listener("sql", table("q", [way(backend("d"), 100)]), 10_000, "tcp"));
    expect(text).toContain("backend d:tcp\n  mode tcp\n  server service 127.0.0.1:8080 ");
  });

  it("is the same text for the same listeners", () => {
    const listeners = () => [listener("cart-web", table("t", [way(backend("a"), 50), way(backend("b"), 50)]))] as const;
    expect(render(...listeners())).toBe(render(...listeners()));
  });

  it("has as many counters as the site with the most decisions, in each frontend", () => {
    const one = listener("x", shop);
    const three = listener(
      "y",
      table("t", shop.pool, [when("has cookie x", backend("a"), 50), when("has cookie y", backend("b"), 1)]),
    );
    const sites = { ...three, portName: "z", port: 1, sites: [{ hosts: ["a.example.com"], table: shop }] };
    const stored = (text: string) => linesOf(text, /stick-table/).map((line) => line.replace(/.*store /, ""));
    expect(stored(render(one, three, sites))).toEqual(["gpc(1)", "gpc(3)", "gpc(3)"]);
    expect(stored(render(listener("z", table("t", [way(backend("a"), 100)]))))).toEqual([]);
  });

  it("writes each statement on one line", () => {
    const text = render(listener("x", shop));
    expect(text.endsWith("\n")).toBe(true);
    for (const line of text.split("\n")) {
      expect(line).toMatch(
        /^$|^ {0,2}# |^(global|defaults|(resolvers|frontend|backend) [\w.:-]+)$|^ {2}[a-z][\w-]*|^\.(if .+|endif)$/,
      );
      expect((line.match(/"/g) ?? []).length % 2).toBe(0);
    }
  });

  it("uses every counter of a frontend once", () => {
    const weights = fc.array(fc.constantFrom(0, 1, 50, 99, 100), { minLength: 1, maxLength: 6 });
    const strengths = fc.array(fc.constantFrom(0, 1, 50, 100), { maxLength: 6 });
    const tables = fc.tuple(weights, strengths).map(([percents, shares]) => ({ percents, shares }));
    fc.assert(
      fc.property(fc.array(tables, { minLength: 1, maxLength: 4 }), fc.boolean(), (given, nested) => {
        const made = given.map(({ percents, shares }, number) =>
          table(
            `shop/t${number}/web`,
            percents.map((percent, index) => way(backend(`b${number}-${index}`), percent)),
            shares.map((share, index) => when(`has cookie c${index}`, backend(`b${number}-0`), share)),
          ),
        );
        const top = nested
          ? [
              table(
                "shop/80",
                made.map((inner) => way(inner, 100 / made.length)),
              ),
            ]
          : made;
        const text = render(...top.map((one, index) => listener(`l${index}`, one, 10_000 + index)));
        const frontends = text.split(/^frontend /m).slice(2);
        const used = frontends.map((lines) =>
          [...lines.matchAll(/sc_inc_gpc\((\d+),0\)/g)].map(([, index]) => Number(index)),
        );
        for (const indices of used) expect(indices).toEqual(indices.map((_, index) => index));
        const counters = frontends.map((lines) => Number(/store gpc\((\d+)\)/.exec(lines)?.[1] ?? 0));
        expect(counters).toEqual(used.map((indices) => indices.length));
      }),
    );
  });
});
