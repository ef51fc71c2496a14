import { describe, expect, it } from "vitest";
import { frontend } from "../../../sdk/haproxy/frontend.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/table.js";
import { backend, listener, table, way, when } from "./listeners.js";

const a = backend("a");
const b = backend("b");
const c = backend("c");
const text = (one: Known<Listener>) => frontend(one).lines.join("\n");
/** What a frontend does with a request, without how it listens. */
const rules = (one: Known<Listener>) => text(one).replace(/^(?:.*\n)*? {2}(?=acl|\S+( content)? track-sc0)/, "  ");

describe("frontend", () => {
  it.each(["http", "tcp"] as const)("listens: %s", (mode) => {
    const lines = text(listener("gw-9050", table("shop/9050", [way(a, 100)]), 10_001, mode));
    expect(lines).toMatch(new RegExp(`^# shop/9050\nfrontend gw-9050\n  mode ${mode}\n  bind :10001\n`));
    expect(lines.endsWith(`  default_backend nowhere_${mode}`)).toBe(true);
  });

  it("with one way asks nothing", () => {
    expect(rules(listener("gw-9050", table("shop/9050", [way(a, 100)])))).toMatchInlineSnapshot(`
      "  acl chosen var(txn.route) -m found
        # 100 % a
        http-request set-var(txn.route) str(a) if !chosen
        use_backend %[var(txn.route)] if chosen
        default_backend nowhere_http"
    `);
  });

  it("with two ways counts", () => {
    expect(rules(listener("gw-9050", table("shop/9050", [way(a, 90), way(b, 10)])))).toMatchInlineSnapshot(`
      "  http-request track-sc0 str(gw-9050) table decisions
        acl chosen var(txn.route) -m found
        # 90 % a, 10 % b
        http-request set-var(txn.count0) sc_inc_gpc(0,0),and(2147483647),mul(2654435769),and(4294967295),div(429497) if !chosen
        http-request set-var(txn.route) str(a) if !chosen { var(txn.count0) -m int lt 9000 }
        http-request set-var(txn.route) str(b) if !chosen
        use_backend %[var(txn.route)] if chosen
        default_backend nowhere_http"
    `);
  });

  it("asks conditions first, each with a counter of its own", () => {
    const decided = table(
      "shop/9050",
      [way(a, 80), way(b, 20), way(c, 0)],
      [when("has cookie beta", b, 50), when("host == c.example.com", c), when("has header x", a, 0)],
    );
    expect(rules(listener("gw-9050", decided))).toMatchInlineSnapshot(`
      "  http-request track-sc0 str(gw-9050) table decisions
        acl chosen var(txn.route) -m found
        # 50 % of the requests with has cookie beta: b
        acl e3b8ac7e88324f02 req.cook(beta) -m found
        http-request set-var(txn.count0) sc_inc_gpc(0,0),and(2147483647),mul(2654435769),and(4294967295),div(429497) if !chosen e3b8ac7e88324f02
        http-request set-var(txn.route) str(b) if !chosen e3b8ac7e88324f02 { var(txn.count0) -m int lt 5000 }
        # 100 % of the requests with host == c.example.com: c
        acl 6fbcfb7ec21fff37 req.fhdr(host),host_only,lower -m str 'c.example.com'
        http-request set-var(txn.route) str(c) if !chosen 6fbcfb7ec21fff37
        # 0 % of the requests with has header x: a
        acl dd4c371515e329f5 req.hdr_cnt(x) gt 0
        # 80 % a, 20 % b
        http-request set-var(txn.count1) sc_inc_gpc(1,0),and(2147483647),mul(2654435769),and(4294967295),div(429497) if !chosen
        http-request set-var(txn.route) str(a) if !chosen { var(txn.count1) -m int lt 8000 }
        http-request set-var(txn.route) str(b) if !chosen
        use_backend %[var(txn.route)] if chosen
        default_backend nowhere_http"
    `);
  });

  it("decides in a table below only what the one above sent there", () => {
    const below = table("shop/cart/web", [way(a, 50), way(b, 50)]);
    expect(rules(listener("gw-80", table("shop/80", [way(below, 90), way(c, 10)])))).toMatchInlineSnapshot(`
      "  http-request track-sc0 str(gw-80) table decisions
        acl chosen var(txn.route) -m found
        # 90 % shop/cart/web, 10 % c
        http-request set-var(txn.count0) sc_inc_gpc(0,0),and(2147483647),mul(2654435769),and(4294967295),div(429497) if !chosen
        http-request set-var(txn.route) str(shop.cart.web) if !chosen { var(txn.count0) -m int lt 9000 }
        http-request set-var(txn.route) str(c) if !chosen
        acl chosen2 var(txn.route2) -m found
        # 50 % a, 50 % b
        http-request set-var(txn.count1) sc_inc_gpc(1,0),and(2147483647),mul(2654435769),and(4294967295),div(429497) if { var(txn.route) -m str shop.cart.web } !chosen2
        http-request set-var(txn.route2) str(a) if { var(txn.route) -m str shop.cart.web } !chosen2 { var(txn.count1) -m int lt 5000 }
        http-request set-var(txn.route2) str(b) if { var(txn.route) -m str shop.cart.web } !chosen2
        use_backend %[var(txn.route2)] if chosen2
        use_backend %[var(txn.route)] if chosen
        default_backend nowhere_http"
    `);
  });

  it("shares connections without HTTP", () => {
    const decided = table("shop/5432", [way(a, 75), way(b, 25)]);
    expect(rules(listener("gw-5432", decided, 10_001, "tcp"))).toMatchInlineSnapshot(`
      "  tcp-request content track-sc0 str(gw-5432) table decisions
        acl chosen var(txn.route) -m found
        # 75 % a, 25 % b
        tcp-request content set-var(txn.count0) sc_inc_gpc(0,0),and(2147483647),mul(2654435769),and(4294967295),div(429497) if !chosen
        tcp-request content set-var(txn.route) str(a) if !chosen { var(txn.count0) -m int lt 7500 }
        tcp-request content set-var(txn.route) str(b) if !chosen
        use_backend %[var(txn.route)] if chosen
        default_backend nowhere_tcp"
    `);
  });

  it("with nothing but conditions sends the rest nowhere", () => {
    const lines = text(listener("gw-80", table("shop/80", [way(a, 0)], [when("has cookie x", a)])));
    expect(lines.match(/set-var\(txn\.route\)/g)).toHaveLength(1);
    expect(lines).toContain("default_backend nowhere_http");
    expect(lines).not.toContain("track-sc0");
  });

  it("cannot be written to by names", () => {
    const evil = table("shop/80\nfrontend evil\r\n  bind :1", [
      { ...way(a, 50), route: "x\n  http-request deny" },
      { ...way(b, 50), route: "y" },
    ]);
    const lines = text(listener("gw-80", evil)).split(/[\r\n]/);
    expect(lines.filter((line) => /^\s*(frontend|bind|http-request deny)/.test(line))).toEqual([
      "frontend gw-80",
      "  bind :10000",
    ]);
  });
});
