import { describe, expect, it } from "vitest";
import type { GatewayRequest } from "../../../sdk/planning/gateway.js";
import { planGatewayOf } from "./gateways.js";
import { validPlan, version } from "./plan.js";

function plan(gateway: unknown, more: Partial<GatewayRequest> = {}) {
  const { planned, problems } = planGatewayOf(gateway, more);
  if (planned === undefined) throw new Error(problems.join("\n"));
  return { ...planned, problems };
}

describe("planGateway", () => {
  it("has a Service and an agent of its own", () => {
    const { gateway, agent, problems } = plan({ port: "80", routes: "demo/cart/web" });
    expect(problems).toEqual([]);
    expect(gateway).toMatchObject({ name: "edge", key: "edge", serviceName: "edge", number: 80, type: "http" });
    expect(agent).toMatchObject({ objectName: "edge-agent", owner: "edge", replicas: 2 });
    expect(agent.listeners).toEqual([gateway.listener]);
    expect(gateway.listener).toMatchObject({ portName: "gw-80", port: 10_000, mode: "http" });
  });

  it.each([
    ["demo/cart/web", "demo.cart.web", "demo-cart.vamp-shop-test.svc.cluster.local", 8080],
    ["demo/db/sql", "demo.db.sql", "demo-db.vamp-shop-test.svc.cluster.local", 5432],
    ["demo/9050", "demo.9050", "demo-9050.vamp-shop-test.svc.cluster.local", 9050],
    ["demo/admin", "demo.admin", "demo-admin.vamp-shop-test.svc.cluster.local", 9000],
    ["[example.com:443]", expect.stringMatching(/^edge\.example-com-[0-9a-f]{5}\.443$/), "example.com", 443],
    ["[[fd00::1]:8080]", expect.stringMatching(/^edge\.fd00-1-[0-9a-f]{5}\.8080$/), "fd00::1", 8080],
    ["[10.0.0.1:1]", expect.stringMatching(/^edge\.10-0-0-1-[0-9a-f]{5}\.1$/), "10.0.0.1", 1],
  ])("leads to %s", (path, name, host, port) => {
    const { gateway, problems } = plan({ port: 80, routes: { [path]: { weight: "100%" } } });
    expect(problems).toEqual([]);
    expect(gateway.listener.table.pool).toEqual([
      {
        route: path,
        weight: 10_000,
        target: expect.objectContaining({ kind: "backend", name, title: path, host, port }),
      },
    ]);
  });

  it("awaits whatever has instances, or the agent of another deployment, and nothing that is known to have none", () => {
    const asleep = { scale: { cpu: 0.1, memory: "64MB", instances: 0 } };
    const scaled = {
      type: "response_time_sliding_window",
      threshold: { upper: 1000, lower: 100 },
      window: { interval: 500, cooldown: 600 },
      escalations: [{ type: "scale_instances", minimum: 1, maximum: 3, scale_by: 1 }],
    };
    const deployment = validPlan({
      gateways: { 9050: "split/web" },
      clusters: {
        sleeping: { services: { ...version("a"), ...asleep } },
        running: { services: version("b") },
        scaled: { services: { ...version("c"), ...asleep }, sla: scaled },
        split: { services: [version("d"), { ...version("e"), ...asleep }] },
      },
    });
    const awaited = (routes: readonly string[]) =>
      plan({ port: 80, routes }, { deployments: [deployment] }).gateway.listener.table.pool.map(({ route, target }) => [
        route,
        target.kind === "backend" && target.awaited,
      ]);
    const expected = [
      ["demo/sleeping/web", false],
      ["demo/sleeping/a/web", false],
      ["demo/running/web", true],
      ["demo/scaled/web", true],
      ["demo/split/web", true],
      ["demo/split/d/web", true],
      ["demo/split/e/web", false],
      ["demo/9050", true],
    ] as const;
    expect(awaited(expected.map(([route]) => route))).toEqual(expected);
  });

  it.each([
    "demo/cart/wbe",
    "demo/cart",
    "other/cart/web",
    "demo/8080",
    "cart/web",
    "[example.com]",
    "[example.com:0]",
    "[fd00::1:8080]",
    "[[fd00::1]:0]",
    "[[fe80::1%eth0]:80]",
    "[[example.com]:80]",
    "[example.com:65536]",
    "[-x:80]",
    "[a b:80]",
    "[a\nb:80]",
    "constructor",
  ])("refuses %j, which leads nowhere", (path) => {
    expect(plan({ port: 80, routes: [path] }).problems).toEqual(["UnsupportedRoutePathError routes[0]"]);
  });

  it.each<[string, unknown, string[]]>([
    ["no port", { routes: "demo/9050" }, ["MissingPortValueError "]],
    ["port 0", { port: 0, routes: "demo/9050" }, ["MissingPortValueError port"]],
    ["no routes", { port: 80 }, ["MissingPathValueError "]],
  ])("refuses %s", (_, gateway, problems) => {
    expect(plan(gateway).problems).toEqual(problems);
  });

  it("shares between routes, conditions first", () => {
    const routes = {
      "demo/9050": { weight: "75%" },
      "[a.b:80]": { weight: "25%", condition: "has cookie x", conditionStrength: "50%" },
    };
    const { table } = plan({ port: "80/http", routes }).gateway.listener;
    expect(table.conditions.map(({ route, strength }) => [route, strength])).toEqual([["[a.b:80]", 5000]]);
    expect(table.pool.map(({ weight }) => weight)).toEqual([7500, 2500]);
  });

  it("speaks TCP", () => {
    expect(plan({ port: "5432/tcp", routes: "demo/db/sql" }).gateway).toMatchObject({
      type: "tcp",
      listener: { mode: "tcp" },
    });
  });
});
