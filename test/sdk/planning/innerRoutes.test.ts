import { describe, expect, it } from "vitest";
import { planTable } from "../../../sdk/planning/table.js";
import { backendsOf, type RoutingTable, type Target } from "../../../sdk/routing/table.js";
import { planGatewayOf, planned } from "./gateways.js";

const [a, b] = ["[a.example.com:80]", "[b.example.com:80]"] as const;

function inner(table: RoutingTable, index = 0): RoutingTable {
  const target = table.pool[index]?.target;
  if (target?.kind !== "table") throw new Error("the route of a test shares");
  return target;
}

describe("routes within a route", () => {
  it("share what it takes, at every place where it stands", () => {
    const { table } = planned({
      port: 80,
      routes: {
        canary: { condition: "has cookie beta", routes: { [a]: { weight: "10%" }, [b]: { weight: "90%" } } },
        [b]: {},
      },
    }).listener;
    expect(inner(table)).toMatchObject({ gateway: "edge/canary", pool: [{ weight: 1000 }, { weight: 9000 }] });
    expect(table.conditions).toEqual([
      { route: "canary", condition: "has cookie beta", strength: 10_000, target: inner(table) },
    ]);
    // A route that is only a name and has a condition takes no share of the rest.
    expect(table.pool.map(({ weight }) => weight)).toEqual([0, 10_000]);
  });

  it("may lead to one thing from several routes, each of which changes it in its own way", () => {
    const route = (path: string, request: string) => ({
      condition: `path starts with ${path}`,
      routes: a,
      timeouts: { request },
      headers: { request: { set: { "x-path": path } } },
    });
    const { table } = planned({ port: 80, routes: { one: route("/1", "1s"), two: route("/2", "2s") } }).listener;
    const backends = backendsOf([table]);
    expect(backends.map(({ traffic }) => traffic)).toEqual([
      { timeouts: { request: 1000 } },
      { timeouts: { request: 2000 } },
    ]);
    expect(new Set(backends.map(({ name }) => name)).size).toBe(2);
    // The headers are changed on the way to the inner table, once.
    expect(inner(table, 0).edits).toEqual({ requestHeaders: { set: { "x-path": "/1" } } });
    expect(inner(table, 1).edits).toEqual({ requestHeaders: { set: { "x-path": "/2" } } });
    expect(backends.map(({ edits }) => edits)).toEqual([undefined, undefined]);
  });

  it("say more than the route, which says more than the gateway", () => {
    const { table } = planned({
      port: 80,
      timeouts: { request: "1s", connect: "1s" },
      routes: {
        both: { timeouts: { request: "2s" }, routes: { [a]: { timeouts: { request: "3s" } }, [b]: {} } },
      },
    }).listener;
    expect(backendsOf([table]).map(({ traffic }) => traffic)).toEqual([
      { timeouts: { request: 3000, connect: 1000 } },
      { timeouts: { request: 2000, connect: 1000 } },
    ]);
  });

  it("name what they lead to, so that it has no share beside them", () => {
    const target = (name: string): Target => ({
      kind: "backend",
      name,
      title: name,
      host: name,
      port: 80,
      awaited: true,
    });
    const targets = new Map(["x", "y", "z"].map((name) => [name, target(name)]));
    const { pool } = planTable("t", { routes: [{ path: "split", routes: [{ path: "x" }, { path: "y" }] }] }, targets);
    expect(pool.map(({ route }) => route)).toEqual(["split", "z"]);
  });

  it.each<[string, object, string[]]>([
    [
      "weights that do not sum to 100 %",
      { s: { routes: { [a]: { weight: "50%" } } } },
      ["GatewayRouteWeightError routes.s.routes"],
    ],
    ["a path that leads somewhere", { [a]: { routes: b } }, [`UnsupportedRoutePathError routes["${a}"]`]],
    ["an answer beside them", { s: { routes: a, answer: { status: 404 } } }, ["InvalidValue routes.s.routes"]],
    ["a route that leads nowhere", { s: { routes: "demo/x" } }, ["UnsupportedRoutePathError routes.s.routes"]],
    [
      "routes within them",
      { s: { routes: { t: { routes: a } } } },
      ["UnexpectedElement routes.s.routes.t.routes", "UnsupportedRoutePathError routes.s.routes.t"],
    ],
  ])("refuse %s", (_, routes, problems) => {
    expect(planGatewayOf({ port: 80, routes }).problems).toEqual(problems);
  });
});
