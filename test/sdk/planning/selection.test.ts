import { describe, expect, it } from "vitest";
import { renderGateway } from "../../../sdk/kubernetes/render.js";
import { environmentPlan } from "./environments.js";
import { planGatewayOf, planned } from "./gateways.js";

const port = 80;

describe("a route with a selector", () => {
  const routes = { old: { selector: "label(app)(shop) && label(tier)(web) && port(8080)", weight: "100%" } };

  it("leads to a Service of the gateway's own, which selects pods by their labels", () => {
    const gateway = planned({ port, routes });
    expect(gateway.selected).toEqual([
      { name: "edge-old", key: expect.any(String), selector: { app: "shop", tier: "web" }, port: 8080 },
    ]);
    expect(gateway.listener.table.pool).toMatchObject([
      {
        route: "old",
        target: { kind: "backend", host: "edge-old.vamp-shop-test.svc.cluster.local", port: 8080, awaited: false },
      },
    ]);
    const services = renderGateway(gateway, environmentPlan(), "edge").map(({ object }) => object);
    expect(services).toContainEqual(
      expect.objectContaining({
        kind: "Service",
        metadata: expect.objectContaining({ name: "edge-old" }),
        spec: {
          type: "ClusterIP",
          selector: { app: "shop", tier: "web" },
          ports: [{ name: "route", port: 8080, targetPort: 8080, protocol: "TCP" }],
        },
      }),
    );
  });

  it("takes its own Namespace by name or not at all", () => {
    for (const namespace of ["$namespace", "vamp-shop-test"])
      expect(
        planGatewayOf({ port, routes: { a: { selector: `namespace(${namespace}) && label(a)(b) && port(1)` } } })
          .problems,
      ).toEqual([]);
  });

  it.each([
    ["without a port", "label(a)(b)"],
    ["with two ports", "label(a)(b) && port(1) && port(2)"],
    ["without a label", "port(1)"],
    ["in another Namespace", "namespace(other) && label(a)(b) && port(1)"],
    ["with one of several values", "label(a)(b|c) && port(1)"],
    ["by what no Service selects", "image(nginx) && port(1)"],
    ["that captures", "label(a)((.*)) && port(1)"],
  ])("is refused %s", (_, selector) => {
    const { problems } = planGatewayOf({ port, routes: { a: { selector } } });
    expect(problems).toEqual([expect.stringMatching(/^InvalidSelectorError routes\.a\.selector/)]);
  });
});

describe("a gateway with a selector", () => {
  const pools = (gateway: object) =>
    planned({ port, ...gateway }).listener.table.pool.map(({ route, weight, target }) => [
      route,
      weight,
      target.kind === "backend" ? target.title : target.kind,
    ]);

  it("has a route for each version that it captures something from", () => {
    expect(pools({ selector: "label(io.vamp.cluster)(cart) && label(io.vamp.service)((.*))" })).toEqual([
      ["(a)", 5000, "demo/cart/a/web"],
      ["(b)", 5000, "demo/cart/b/web"],
    ]);
  });

  it("lets routes say their weights by what was captured", () => {
    const selector = "label(io.vamp.service)((a|b))";
    expect(pools({ selector, routes: { "(b)": { weight: "90%" }, "(a)": { weight: "10%" } } })).toEqual([
      ["(b)", 9000, "demo/cart/b/web"],
      ["(a)", 1000, "demo/cart/a/web"],
    ]);
  });

  it("shares alike between versions that it does not tell apart", () => {
    expect(pools({ selector: "label(io.vamp.cluster)(cart)" })).toEqual([["()", 10_000, "table"]]);
  });

  it("has its routes for all hosts but those that have routes of their own", () => {
    const gateway = {
      selector: "label(io.vamp.cluster)(cart)",
      hosts: { "admin.example.com": { routes: { "()": {} } } },
    };
    expect(pools(gateway)).toEqual([["()", 10_000, "table"]]);
    expect(planned({ port, ...gateway }).listener.sites).toMatchObject([{ hosts: ["admin.example.com"] }]);
  });

  it("has them for its virtual hosts only, where it has some", () => {
    const { listener } = planned({ port, selector: "label(io.vamp.cluster)(cart)", virtualHosts: "a.b" });
    expect(listener.sites).toMatchObject([{ hosts: ["a.b"], table: { pool: [{ route: "()" }] } }]);
    expect(listener.table).toMatchObject({ pool: [], otherwise: { status: 404 } });
  });

  it.each([
    ["that selects nothing", { selector: "label(a)(b)" }, ["InvalidSelectorError selector"]],
    [
      "with a route that it does not make",
      { selector: "label(io.vamp.service)((.*))", routes: "(x)" },
      ["UnsupportedRoutePathError routes"],
    ],
  ])("is refused %s", (_, gateway, problems) => {
    expect(planGatewayOf({ port, ...gateway }).problems).toEqual(problems);
  });
});

it("a route leads to one version of a cluster", () => {
  const hosts = planned({ port, routes: ["demo/cart/a/web", "demo/db/c/sql"] });
  expect(hosts.listener.table.pool.map(({ target }) => target)).toMatchObject([
    { host: "demo-a-backend.vamp-shop-test.svc.cluster.local", port: 8080 },
    { host: "demo-db.vamp-shop-test.svc.cluster.local", port: 5432 },
  ]);
});
