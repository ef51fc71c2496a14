import { describe, expect, it } from "vitest";
import type { Known } from "../../../sdk/later.js";
import type { Edits } from "../../../sdk/routing/edits.js";
import { type RequestArgs, requestOf } from "../../../sdk/routing/request.js";
import { type Entrance, simulate } from "../../../sdk/routing/simulate.js";
import type { Listener, Redirect, RoutingTable } from "../../../sdk/routing/table.js";
import { backend, table, way, when } from "../haproxy/listeners.js";
import { clientAddresses } from "./clientAddresses.js";

const [a, b] = [backend("a"), backend("b")];
const at = (decided: RoutingTable, more: Partial<Listener> = {}): Entrance => ({
  mode: "http",
  table: decided,
  ...more,
});
const ask = (entrance: Entrance, args: RequestArgs = {}) => simulate(entrance, requestOf(args));

/** Title of the backend, or kind of the end, and share, of each way. */
function ways(entrance: Entrance, args: RequestArgs = {}) {
  return ask(entrance, args).ways.map(({ end, share, decisions }) => [
    end.kind === "backend" ? end.backend.name : end.kind,
    share?.toString(),
    ...decisions.map(({ reason }) => reason.kind),
  ]);
}
describe("a request as the backend sees it", () => {
  const seen = (edits: Known<Edits>, args: RequestArgs) => {
    const [only] = ask(at(table("shop", [way({ ...a, edits }, 100)])), args).ways;
    return only?.end.kind === "backend" ? only.end.request : only?.end;
  };

  it("has what each rewrite made of what the one before made, on their conditions, and its query", () => {
    const rewrites = [
      { kind: "path", path: "/v2%[path]", condition: "path == /x" },
      { kind: "prefix", from: "/v2", to: "/v3/", condition: "path starts with /v2" },
      { kind: "host", host: "b.example.com" },
    ] as const;
    const args = { host: "a.example.com", path: "/x?q=%[path]" };
    expect(seen({ rewrites }, args)).toMatchObject({
      path: "/v3/x",
      query: "q=%[path]",
      headers: [["Host", "b.example.com"]],
    });
    expect(seen({ rewrites }, { path: "/y" })).toMatchObject({ path: "/y" });
  });

  it.each([
    ["/a", "/b", "/a", "/b"],
    ["/a", "/b", "/a/x", "/b/x"],
    ["/a", "/b", "/ab", "/ab"],
    ["/a", "/", "/a", "/"],
    ["/a", "/", "/a/x", "/x"],
    ["/", "/b", "/x", "/b/x"],
    ["/", "/b", "*", "*"],
    ["/a", "/b", "*", "*"],
    ["/a", "/", "*", "*"],
  ])("with %s for %s: %s becomes %s", (from, to, path, becomes) => {
    expect(seen({ rewrites: [{ kind: "prefix", from, to }] }, { path })).toMatchObject({ path: becomes });
  });

  it("has a path that is said as a whole also where there was none", () => {
    for (const [path, becomes] of [
      ["/new", "/new"],
      ["/v2%[path]", "/v2"],
    ] as const)
      expect(seen({ rewrites: [{ kind: "path", path }] }, { method: "OPTIONS", path: "*" })).toMatchObject({
        path: becomes,
      });
  });

  it("has headers removed, set and added, in any case", () => {
    const requestHeaders = { remove: ["x-old"], set: { "X-Set": "new" }, add: { "X-Add": "2" } };
    const headers = { "X-Old": "1", "x-set": ["1", "2"], "x-add": "1", "X-Kept": "1" };
    expect(seen({ requestHeaders }, { headers })).toMatchObject({
      headers: [
        ["x-add", "1"],
        ["X-Kept", "1"],
        ["X-Set", "new"],
        ["X-Add", "2"],
      ],
    });
  });

  it("is changed on entering a table before its conditions are asked", () => {
    const inner = {
      ...table("inner", [way(a, 100)], [when("path == /new", b)]),
      edits: { rewrites: [{ kind: "path", path: "/new" }] },
    } as const;
    expect(ways(at(table("outer", [way(inner, 100)])), { path: "/old" })).toEqual([
      ["b", "100 %", "only", "condition"],
    ]);
  });
});

describe("answers", () => {
  it("pass the edits of the innermost first", () => {
    const inner = { set: { X: "inner" } };
    const outer = { set: { X: "outer" } };
    const target = { ...a, edits: { responseHeaders: inner } };
    const [only] = ask(at({ ...table("shop", [way(target, 100)]), edits: { responseHeaders: outer } })).ways;
    expect(only?.responseEdits).toEqual([inner, outer]);
  });

  it.each([
    [{ scheme: "https" }, {}, "https://a.example.com/x?q=1"],
    [{}, {}, "http://a.example.com:8080/x?q=1"],
    [{ port: 443 }, { tls: { certificates: [] } }, "https://a.example.com/x?q=1"],
    [{ port: 80, scheme: "https" }, {}, "https://a.example.com:80/x?q=1"],
    [{ host: "b.test", port: 8443 }, {}, "http://b.test:8443/x?q=1"],
    [{ path: { kind: "whole", path: "/y" } }, {}, "http://a.example.com:8080/y?q=1"],
    [{ path: { kind: "prefix", from: "/x", to: "/" } }, {}, "http://a.example.com:8080/?q=1"],
  ] as const)("redirect with %j on %j goes to %s", (redirect, more, location) => {
    expect(endOf(redirect, "/x?q=1", more)).toEqual({ kind: "redirect", status: 302, location });
  });

  it.each([
    [{ path: { kind: "whole", path: "/y" } }, "http://a.example.com:8080/y"],
    [{ path: { kind: "prefix", from: "/", to: "/y" } }, "http://a.example.com:8080"],
    [{ host: "b.test" }, "http://b.test:8080"],
  ] as const)("redirect with %j of * goes to %s: no path is in it", (redirect, location) => {
    expect(endOf(redirect, "*")).toEqual({ kind: "redirect", status: 302, location });
  });

  function endOf(redirect: Omit<Known<Redirect>, "kind" | "status">, path: string, more: Partial<Listener> = {}) {
    const target = { kind: "redirect", status: 302, ...redirect } as const;
    const entrance = at(table("shop", [{ route: "away", weight: 10_000, target }]), more);
    const [only] = ask(entrance, { host: "a.example.com:8080", path }).ways;
    return only?.end;
  }
});

it("of several origins the last one counts, for who is allowed and for what is said", () => {
  const cors = { origins: ["https://a.test"] };
  const entrance = at(table("shop", [way({ ...a, edits: { cors } }, 100)]));
  for (const [origins, said] of [
    [["https://a.test", "https://evil.test"], undefined],
    [["https://evil.test", "https://a.test"], "https://a.test"],
  ] as const) {
    const [only] = ask(entrance, { headers: { Origin: origins } }).ways;
    expect(only?.responseEdits[0]?.set?.["access-control-allow-origin"]).toBe(said);
  }
});

describe("the client's address", () => {
  const entrance = at(table("shop", [way(a, 100)], [when("source in 192.0.2.0/24", b)]), {
    trustedProxies: ["10.0.0.0/8"],
  });

  it.each([
    ["10.0.0.1", "192.0.2.1", "b"],
    ["10.0.0.1", "192.0.2.1, 10.0.0.2", "b"],
    ["10.0.0.1", "192.0.2.1, 203.0.113.1", "a"],
    ["203.0.113.1", "192.0.2.1", "a"],
    ["192.0.2.9", "203.0.113.1", "b"],
  ])("from %s for %s leads to %s: only trusted proxies are believed", (source, forwarded, end) => {
    const [[taken] = []] = ways(entrance, { source, headers: { "X-Forwarded-For": forwarded } });
    expect(taken).toBe(end);
  });

  it.each(clientAddresses)("is in %j: %s", (forwarded, taken) => {
    const addresses = when("source in 192.0.2.0/24 or source in 2001:db8::/32", b);
    const trusting = { ...entrance, table: table("shop", [way(a, 100)], [addresses]) };
    const [[end] = []] = ways(trusting, { source: "10.0.0.1", headers: { "X-Forwarded-For": forwarded } });
    expect(end).toBe(taken ? "b" : "a");
  });

  it.each<[string, readonly string[] | undefined, string, string[]]>([
    ["of everybody, where other agents come", undefined, "203.0.113.1", ["https", "192.0.2.1", "203.0.113.1"]],
    ["of nobody, where nobody is trusted", [], "203.0.113.1", ["http", "203.0.113.1"]],
    ["of no other than a proxy", ["10.0.0.0/8"], "203.0.113.1", ["http", "203.0.113.1"]],
    ["of a proxy", ["10.0.0.0/8"], "10.0.0.1", ["https", "192.0.2.1", "10.0.0.1"]],
  ])("and its scheme are passed on %s", (_, trustedProxies, source, told) => {
    const headers = { "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https" };
    const decided = table("shop", [way(a, 100)]);
    const [only] = ask(at(decided, trustedProxies && { trustedProxies }), { source, headers }).ways;
    const seen = only?.end.kind === "backend" ? only.end.request.headers : [];
    const values = (wanted: string) => seen.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
    expect([...values("x-forwarded-proto"), ...values("x-forwarded-for")]).toEqual(told);
  });
});
