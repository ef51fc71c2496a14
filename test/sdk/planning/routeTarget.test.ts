import { describe, expect, it } from "vitest";
import { backendsOf, tablesOf, targetsOf } from "../../../sdk/routing/table.js";
import { planned } from "./gateways.js";
import { validPlan, version } from "./plan.js";

const port = 80;
const target = (route: object, more: object = {}) =>
  planned({ port, routes: { "demo/9050": route }, ...more }).listener.table.pool[0]?.target;

describe("a route", () => {
  it("that says nothing leads to what it names, as it is", () => {
    expect(target({})).toEqual({
      kind: "backend",
      name: "demo.9050",
      title: "demo/9050",
      host: "demo-9050.vamp-shop-test.svc.cluster.local",
      port: 9050,
      awaited: true,
    });
  });

  it("changes requests and answers, in the order it says", () => {
    const rewrites = [
      { path: "/v2%[path] if has cookie beta" },
      { fullPath: "/index.html", condition: "path == /" },
      { prefix: { from: "/shop", to: "/" } },
      { host: "shop.internal" },
    ];
    const headers = { request: { remove: "x-a", set: { "x-b": "1" } }, response: { add: { "x-c": "2" } } };
    const cors = { origins: "*", maxAge: "1h", credentials: true };
    expect(target({ rewrites, headers, cors })).toMatchObject({
      name: "edge.demo.9050",
      edits: {
        rewrites: [
          { kind: "path", path: "/v2%[path]", condition: "has cookie beta" },
          { kind: "path", path: "/index.html", condition: "path == /" },
          { kind: "prefix", from: "/shop", to: "/" },
          { kind: "host", host: "shop.internal" },
        ],
        requestHeaders: { remove: ["x-a"], set: { "x-b": "1" } },
        responseHeaders: { add: { "x-c": "2" } },
        cors: { origins: ["*"], credentials: true, maxAge: 3600 },
      },
    });
  });

  it("gets along with what it leads to as it says, and as the gateway says where it is silent", () => {
    const timeouts = { request: "10s" };
    const own = {
      timeouts,
      retries: { on: [503, "conn-failure"] },
      rateLimit: { requests: 5 },
      tls: { ca: { secret: "a" } },
    };
    expect(target(own, { timeouts: { connect: "1s", request: "1s" }, protocol: "h2", proxyProtocol: 2 })).toMatchObject(
      {
        traffic: {
          timeouts: { connect: 1000, request: 10_000 },
          retries: { on: [503, "conn-failure"] },
          rateLimit: { requests: 5, window: 1000, by: "client" },
          protocol: "h2",
          proxyProtocol: 2,
          tls: { verify: true, ca: { kind: "secret", name: "a" } },
        },
      },
    );
  });

  it("may answer, or send elsewhere, under a name of its own", () => {
    const routes = {
      closed: { condition: "path starts with /admin", answer: { status: 403, body: "no", headers: { "x-a": "b" } } },
      moved: { condition: "path == /old", redirect: { status: 301, path: "/new", scheme: "https", port: 8443 } },
      shorter: { condition: "path starts with /shop", redirect: { prefix: { from: "/shop", to: "/" } } },
      "demo/9050": {},
    };
    const { conditions, pool } = planned({ port, routes }).listener.table;
    expect(conditions.map((route) => route.target)).toEqual([
      { kind: "answer", status: 403, body: "no", headers: { "x-a": "b" } },
      { kind: "redirect", status: 301, scheme: "https", port: 8443, path: { kind: "whole", path: "/new" } },
      { kind: "redirect", status: 302, path: { kind: "prefix", from: "/shop", to: "/" } },
    ]);
    expect(pool.map(({ route, weight }) => [route, weight])).toEqual([
      ["closed", 0],
      ["moved", 0],
      ["shorter", 0],
      ["demo/9050", 10_000],
    ]);
  });
});

describe("stickiness and what is about instances", () => {
  const services = [version("a"), { ...version("b"), scale: { cpu: 1, memory: "1GB", instances: 20 } }];
  const plan = (gateways: object, ofCluster: object = {}) =>
    validPlan({ gateways, clusters: { s: { services, gateways: ofCluster } } });
  const backends = (planOf: ReturnType<typeof plan>) => backendsOf((planOf.agent?.listeners ?? []).flatMap(tablesOf));

  it("keeps clients with their route by a cookie", () => {
    expect(plan({ 80: { routes: "s/web", sticky: "route" } }).gateways[0]?.listener.table).toMatchObject({
      gateway: "demo/80",
      stickyCookie: "vamp.demo.80",
    });
  });

  it("finds instances by a headless Service of the version, which is there then only", () => {
    const sticky = plan({}, { sticky: "instance", routes: { a: { weight: "100%" }, b: {} } });
    expect(backends(sticky).map(({ instances }) => instances)).toEqual([
      {
        host: "demo-a-instances.vamp-shop-test.svc.cluster.local",
        port: 8080,
        most: 16,
        cookie: "vamp.demo.s.web.instance",
      },
      {
        host: "demo-b-instances.vamp-shop-test.svc.cluster.local",
        port: 8080,
        most: 64,
        cookie: "vamp.demo.s.web.instance",
      },
    ]);
    expect(sticky.clusters[0]?.services.map(({ apart }) => apart)).toEqual([true, true]);
    expect(plan({ 80: "s/web" }).clusters[0]?.services.map(({ apart }) => apart)).toEqual([false, false]);
  });

  it.each([
    [{ balance: "leastconn" }],
    [{ outlier: { errors: 3 } }],
    [{ slowStart: "10s" }],
    [{ healthCheck: { path: "/health" } }],
  ])("tells instances apart for %j", (said) => {
    const [first, second] = backends(plan({}, { routes: { a: said, b: {} } }));
    expect(first?.instances).toBeDefined();
    expect(second?.instances).toBeUndefined();
  });

  it("reaches the versions behind a cluster's port, under names of their own", () => {
    const outer = plan({
      80: { routes: { "s/web": { timeouts: { request: "1s" }, headers: { request: { remove: "x" } } } } },
    });
    const table = outer.gateways[0]?.listener.table;
    expect(table?.pool[0]?.target).toMatchObject({ kind: "table", edits: { requestHeaders: { remove: ["x"] } } });
    const reached = table === undefined ? [] : backendsOf([table]);
    expect(reached.map(({ name, traffic }) => [name, traffic])).toEqual([
      ["demo.80.demo.a.web", { timeouts: { request: 1000 } }],
      ["demo.80.demo.b.web", { timeouts: { request: 1000 } }],
    ]);
    expect(targetsOf(table === undefined ? [] : [table])).toHaveLength(3);
  });

  it("asks for an agent where there is something to do, though there is nothing to decide", () => {
    const single = (route: object) =>
      validPlan({ clusters: { s: { services: version("a"), gateways: { routes: { a: route } } } } }).clusters[0]
        ?.routed;
    expect(single({})).toBe(false);
    expect(single({ timeouts: { request: "1s" } })).toBe(true);
    expect(single({ headers: { request: { remove: "x" } } })).toBe(true);
  });
});

it.each<[string, object, string]>([
  ["a redirect with an answer", { redirect: {}, answer: {} }, "InvalidValue"],
  ["a redirect to two paths", { redirect: { path: "/a", prefix: { from: "/", to: "/b" } } }, "InvalidValue"],
])("%s is refused", (_, route, code) => {
  expect(() => planned({ port, routes: { x: route } })).toThrow(code);
});
