import { describe, expect, it } from "vitest";
import { frontend } from "../../../sdk/haproxy/frontend.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/table.js";
import { backend, listener, table, way, when } from "./listeners.js";

const a = backend("a");
const b = backend("b");
const c = backend("c");
const text = (one: Known<Listener>) => frontend(one).lines.join("\n");
/** What a frontend does with a request, from the first position on. */
const rules = (one: Known<Listener>) => text(one).replace(/^(?:.*\n)*?(?= {2}\S+( content)? set-var\(txn.at\))/, "");

describe("frontend", () => {
  it.each(["http", "tcp"] as const)("listens: %s", (mode) => {
    const lines = text(listener("gw-9050", table("shop/9050", [way(a, 100)]), 10_001, mode));
    expect(lines).toMatch(
      new RegExp(`^# shop/9050\nfrontend shop.9050:gw-9050\n  mode ${mode}\n  bind :10001,\\S+ v6only\n`),
    );
    expect(lines.endsWith("  use_backend %[var(txn.at)]")).toBe(true);
  });

  it("with one way asks nothing", () => {
    expect(rules(listener("gw-9050", table("shop/9050", [way(a, 100)])))).toMatchInlineSnapshot(`
      "  http-request set-var(txn.at) str(a)

        # Where the request goes
        http-request add-header x-forwarded-for '%[src]'
        # What may have had an effect is not sent twice. A connection that cannot be made has none.
        http-request disable-l7-retry unless METH_GET or METH_HEAD or METH_OPTIONS
        use_backend %[var(txn.at)]"
    `);
  });

  it("with two ways counts", () => {
    expect(rules(listener("gw-9050", table("shop/9050", [way(a, 90), way(b, 10)])))).toMatchInlineSnapshot(`
      "  http-request set-var(txn.at) str(@shop.9050)
        http-request track-sc0 var(txn.at) if { var(txn.at) -m beg @ + }

        # shop/9050
        acl at:shop.9050 var(txn.at) -m str @shop.9050
        # 90 % a, 10 % b
        http-request set-var(txn.count) sc_inc_gpc(0,0),mul(6199),mod(10000) if at:shop.9050
        http-request set-var(txn.at) str(a) if at:shop.9050 { var(txn.count) -m int lt 9000 }
        http-request set-var(txn.at) str(b) if at:shop.9050

        # Where the request goes
        http-request add-header x-forwarded-for '%[src]'
        # What may have had an effect is not sent twice. A connection that cannot be made has none.
        http-request disable-l7-retry unless METH_GET or METH_HEAD or METH_OPTIONS
        use_backend %[var(txn.at)]"
    `);
  });

  it("asks conditions first, each with a counter of its own", () => {
    const decided = table(
      "shop/9050",
      [way(a, 80), way(b, 20), way(c, 0)],
      [when("has cookie beta", b, 50), when("host == c.example.com", c), when("has header x", a, 0)],
    );
    expect(rules(listener("gw-9050", decided))).toMatchInlineSnapshot(`
      "  http-request set-var(txn.at) str(@shop.9050)
        http-request track-sc0 var(txn.at) if { var(txn.at) -m beg @ + }

        # shop/9050
        acl at:shop.9050 var(txn.at) -m str @shop.9050
        # 50 % of the requests with has cookie beta: b
        acl e3b8ac7e88324f02 req.cook(beta) -m found
        http-request set-var(txn.count) sc_inc_gpc(0,0),mul(6199),mod(10000) if at:shop.9050 e3b8ac7e88324f02
        http-request set-var(txn.at) str(b) if at:shop.9050 e3b8ac7e88324f02 { var(txn.count) -m int lt 5000 }
        http-request set-var(txn.at) str(@shop.9050/rest) if at:shop.9050 e3b8ac7e88324f02
        # 100 % of the requests with host == c.example.com: c
        acl 6fbcfb7ec21fff37 req.fhdr(host),host_only,lower -m str 'c.example.com'
        http-request set-var(txn.at) str(c) if at:shop.9050 6fbcfb7ec21fff37
        # 0 % of the requests with has header x: a
        acl dd4c371515e329f5 req.hdr_cnt(x) gt 0
        http-request set-var(txn.at) str(@shop.9050/rest) if at:shop.9050 dd4c371515e329f5
        acl rest:shop.9050 var(txn.at) -m str @shop.9050 @shop.9050/rest
        # 80 % a, 20 % b
        http-request set-var(txn.count) sc_inc_gpc(1,0),mul(6199),mod(10000) if rest:shop.9050
        http-request set-var(txn.at) str(a) if rest:shop.9050 { var(txn.count) -m int lt 8000 }
        http-request set-var(txn.at) str(b) if rest:shop.9050

        # Where the request goes
        http-request add-header x-forwarded-for '%[src]'
        # What may have had an effect is not sent twice. A connection that cannot be made has none.
        http-request disable-l7-retry unless METH_GET or METH_HEAD or METH_OPTIONS
        use_backend %[var(txn.at)]"
    `);
  });

  it("decides in a table below only what the one above sent there", () => {
    const below = table("shop/cart/web", [way(a, 50), way(b, 50)]);
    expect(rules(listener("gw-80", table("shop/80", [way(below, 90), way(c, 10)])))).toMatchInlineSnapshot(`
      "  http-request set-var(txn.at) str(@shop.80)
        http-request track-sc0 var(txn.at) if { var(txn.at) -m beg @ + }

        # shop/80
        acl at:shop.80 var(txn.at) -m str @shop.80
        # 90 % shop/cart/web, 10 % c
        http-request set-var(txn.count) sc_inc_gpc(0,0),mul(6199),mod(10000) if at:shop.80
        http-request set-var(txn.at) str(@shop.cart.web) if at:shop.80 { var(txn.count) -m int lt 9000 }
        http-request set-var(txn.at) str(c) if at:shop.80

        # shop/cart/web
        acl at:shop.cart.web var(txn.at) -m str @shop.cart.web
        # 50 % a, 50 % b
        http-request set-var(txn.count) sc_inc_gpc(1,0),mul(6199),mod(10000) if at:shop.cart.web
        http-request set-var(txn.at) str(a) if at:shop.cart.web { var(txn.count) -m int lt 5000 }
        http-request set-var(txn.at) str(b) if at:shop.cart.web

        # Where the request goes
        http-request add-header x-forwarded-for '%[src]'
        # What may have had an effect is not sent twice. A connection that cannot be made has none.
        http-request disable-l7-retry unless METH_GET or METH_HEAD or METH_OPTIONS
        use_backend %[var(txn.at)]"
    `);
  });

  it("shares connections without HTTP", () => {
    const decided = table("shop/5432", [way(a, 75), way(b, 25)]);
    expect(rules(listener("gw-5432", decided, 10_001, "tcp"))).toMatchInlineSnapshot(`
      "  tcp-request content set-var(txn.at) str(@shop.5432)
        tcp-request content track-sc0 var(txn.at) if { var(txn.at) -m beg @ + }

        # shop/5432
        acl at:shop.5432 var(txn.at) -m str @shop.5432
        # 75 % a, 25 % b
        tcp-request content set-var(txn.count) sc_inc_gpc(0,0),mul(6199),mod(10000) if at:shop.5432
        tcp-request content set-var(txn.at) str(a:tcp) if at:shop.5432 { var(txn.count) -m int lt 7500 }
        tcp-request content set-var(txn.at) str(b:tcp) if at:shop.5432

        # Where the request goes
        tcp-request content reject if { var(txn.at) -m beg = }
        use_backend %[var(txn.at)]"
    `);
  });

  it("with nothing but conditions says no to the rest", () => {
    const lines = text(listener("gw-80", table("shop/80", [way(a, 0)], [when("has cookie x", a)])));
    expect(lines.match(/set-var\(txn\.at\) str\(a\)/g)).toHaveLength(1);
    expect(lines).toContain(
      "return status 503 content-type 'text/plain' string 'no route'\\n hdr x-vamp-reason 'no-route'",
    );
    expect(lines).not.toContain("track-sc0");
  });

  it("cannot be written to by names", () => {
    const evil = table("shop/80\nfrontend evil\r\n  bind :1", [
      { ...way(a, 50), route: "x\n  http-request deny" },
      { ...way(b, 50), route: "y" },
    ]);
    const lines = text(listener("gw-80", evil)).split(/[\r\n]/);
    expect(lines.filter((line) => /^\s*(frontend|bind|http-request deny)/.test(line))).toEqual([
      expect.stringMatching(/^frontend [\w.:-]+:gw-80$/),
      expect.stringMatching(/^ {2}bind :10000,/),
    ]);
  });
});
