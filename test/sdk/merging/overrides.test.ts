import { describe, expect, it } from "vitest";
import { merged } from "./read.js";

const shop = `gateways: {9050: cart/web, edge: {port: 80, routes: {cart/web: {weight: 100%}, db/web: {weight: 0%}}}}
clusters:
  cart:
    services:
      - {breed: {name: a, deployable: i, ports: {web: 80, admin: 81}, env: {LEVEL: info}}, env: {LEVEL: debug}}
      - {breed: {name: b, deployable: i, ports: {web: 80}}, scale: {cpu: 1, memory: 1GB, instances: 2}}
    gateways: {web: {routes: {a: {weight: 90%, condition: host == x}, b: {weight: 10%}}}}
  db: {breed: {name: c, deployable: i, ports: {web: 80}}}
`;
const over = (said: object) => merged([shop], said);
const routesOf = (said: object, port = "web") => {
  const { blueprint, problems } = over(said);
  expect(problems).toEqual([]);
  return blueprint?.clusters.cart?.gateways?.[port]?.routes;
};

describe("what a deployment says over its blueprint", () => {
  it("are shares of routes, and the rest of a route stays", () => {
    const routes = [
      { path: "a", weight: 5000, condition: { definition: "host == x" } },
      { path: "b", weight: 5000 },
    ];
    expect(routesOf({ weights: { "cart.web": { a: "50%", b: "50%" } } })).toMatchObject(routes);
    expect(routesOf({ weights: { cart: { b: "50%", a: "50%" } } })).toMatchObject(routes);
  });

  it("are shares where the blueprint has no gateway for the port, or is short", () => {
    const { blueprint, problems } = over({
      weights: { db: { c: "100%" }, "cart.admin": { a: "100%" }, edge: { "db/web": "30%", "cart/web": "70%" } },
    });
    expect(problems).toEqual([]);
    expect(blueprint?.clusters.db?.gateways?.[""]?.routes).toMatchObject([{ path: "c", weight: 10_000 }]);
    expect(blueprint?.clusters.cart?.gateways?.admin?.routes).toMatchObject([{ path: "a", weight: 10_000 }]);
    expect(blueprint?.gateways?.edge?.routes).toMatchObject([{ weight: 7000 }, { weight: 3000 }]);
    const short = over({ weights: { 9050: { "cart/web": "100%" } } });
    expect(short.blueprint?.gateways?.["9050"]?.routes).toMatchObject([{ path: "cart/web", weight: 10_000 }]);
  });

  it("are routes", () => {
    const said = { routes: { cart: { a: { condition: "method == GET", conditionStrength: "20%" } } } };
    expect(routesOf(said)).toMatchObject([
      { path: "a", weight: 9000, condition: { definition: "method == GET" }, conditionStrength: 2000 },
      { path: "b" },
    ]);
  });

  it("are scales, whole or in part", () => {
    const { blueprint, problems } = over({ scale: { a: { cpu: 2, memory: "2GB" }, b: { instances: 5 } } });
    expect(problems).toEqual([]);
    expect(blueprint?.clusters.cart?.services.map(({ scale }) => scale?.inline)).toEqual([
      { cpu: 2000, memory: 2_000_000_000 },
      { cpu: 1000, memory: 1_000_000_000, instances: 5 },
    ]);
  });

  it("are variables, which count before those of a service", () => {
    const { blueprint, problems } = over({ environmentVariables: { "cart.LEVEL": "error" } });
    expect(problems).toEqual([]);
    expect(blueprint?.environmentVariables).toEqual({ "cart.LEVEL": "error" });
    expect(blueprint?.clusters.cart?.services[0]?.environmentVariables).toEqual({});
  });

  it.each<[string, object, string[]]>([
    ["a cluster that there is not", { weights: { card: { a: "1%" } } }, ["UnresolvedGatewayPortError weights.card"]],
    [
      "a route that there is not",
      { weights: { cart: { a: "90%", d: "10%" } } },
      ["UnresolvedServiceRouteError weights.cart.d", "GatewayRouteWeightError weights.cart"],
    ],
    ["shares that do not sum", { weights: { cart: { a: "95%" } } }, ["GatewayRouteWeightError weights.cart"]],
    ["a share that is none", { weights: { cart: { a: "x" } } }, ["UnexpectedTypeError weights.cart.a"]],
    ["a breed that does not run", { scale: { d: { instances: 1 } } }, ["ArtifactNotFound scale.d"]],
    [
      "half a scale where there is none",
      { scale: { a: { instances: 1 } } },
      ["MissingPathValueError scale.a", "MissingPathValueError scale.a"],
    ],
    [
      "a variable that no breed declares",
      { environmentVariables: { "cart.LEVLE": "x" } },
      ['UnresolvedEnvironmentVariableError environmentVariables["cart.LEVLE"]'],
    ],
    [
      "a condition that is none",
      { routes: { cart: { b: { condition: "hots == x" } } } },
      ["ConditionParseError routes.cart.b.condition"],
    ],
  ])("is told: %s", (_, said, problems) => {
    expect(over(said).problems).toEqual(problems);
  });
});
