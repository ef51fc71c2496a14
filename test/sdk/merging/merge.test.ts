import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { merged } from "./read.js";

const running = `name: shop
metadata: {owner: a, stage: test}
gateways:
  9050: cart/web
  9060: cart/web
clusters:
  cart:
    services:
      - breed: {name: cart:1, deployable: cart:1, ports: {web: 8080}, env: {LEVEL: info}}
        scale: {cpu: 0.5, memory: 64MB, instances: 3}
        env: {LEVEL: debug}
        network: BRIDGE
    dialects: {kubernetes: {a: 1, b: 2}}
    gateways: {routes: {"cart:1": {weight: 100%}}}
  db:
    breed: {name: db, deployable: db:1, ports: {sql: 5432/tcp}}
environment_variables: {cart.LEVEL: warn}
`;

/** A further version of the cart. */
const version = (number: number, more = "") =>
  `clusters:\n  cart:\n    services:\n      - breed: {name: "cart:${number}", deployable: "cart:${number}", ports: {web: 8080}, env: {LEVEL: trace}}\n${more}`;

describe("a blueprint merged into another", () => {
  it("adds a version, and leaves its share to what the others have", () => {
    const { blueprint, problems } = merged([running, version(2)]);
    expect(problems).toEqual([]);
    const { cart, db } = blueprint?.clusters ?? {};
    expect(cart?.services.map(({ breed }) => breed.inline?.name)).toEqual(["cart:1", "cart:2"]);
    expect(cart?.gateways?.[""]?.routes).toMatchObject([{ path: "cart:1", weight: 10_000 }]);
    expect(db?.services).toHaveLength(1);
  });

  it("adds clusters", () => {
    const { blueprint } = merged([running, "clusters: {mail: {breed: {name: mail, deployable: mail:1}}}"]);
    expect(Object.keys(blueprint?.clusters ?? {})).toEqual(["cart", "db", "mail"]);
  });

  it("replaces of a version that is there its breed and variables, and its scale where it says one", () => {
    const update = version(1, "        scale: {cpu: 0.5, memory: 64MB, instances: 5}\n");
    const [kept] = merged([running, version(1)]).blueprint?.clusters.cart?.services ?? [];
    expect(kept?.breed.inline?.environmentVariables).toEqual({ LEVEL: { value: "trace" } });
    expect(kept).not.toHaveProperty("environmentVariables");
    expect(kept).toMatchObject({ scale: { inline: { instances: 3 } }, network: "BRIDGE" });
    const [scaled] = merged([running, update]).blueprint?.clusters.cart?.services ?? [];
    expect(scaled?.scale?.inline?.instances).toBe(5);
  });

  it("keeps the breed of a version that it only names", () => {
    const { blueprint, problems } = merged([
      running,
      "clusters: {cart: {breed: 'cart:1', scale: {cpu: 1, memory: 1GB}}}",
    ]);
    expect(problems).toEqual([]);
    expect(blueprint?.clusters.cart?.services).toMatchObject([
      { breed: { inline: { deployable: { definition: "cart:1" } } }, scale: { inline: { cpu: 1000 } } },
    ]);
  });

  it("replaces a cluster's gateways where it has any", () => {
    const { blueprint, problems } = merged([
      running,
      version(2, '    gateways: {routes: {"cart:1": {weight: 90%}, "cart:2": {weight: 10%}}}\n'),
    ]);
    expect(problems).toEqual([]);
    expect(blueprint?.clusters.cart?.gateways?.[""]?.routes).toMatchObject([{ weight: 9000 }, { weight: 1000 }]);
  });

  it("replaces gateways by the number of their port", () => {
    const { blueprint } = merged([
      running,
      "gateways: {sql: {port: 9060/tcp, routes: db/sql}}\nclusters: {db: {breed: db}}",
    ]);
    expect(Object.keys(blueprint?.gateways ?? {})).toEqual(["9050", "sql"]);
  });

  it("counts before what was there, in variables, metadata and dialects", () => {
    const update = `name: other
metadata: {stage: production}
clusters: {cart: {services: "cart:1", dialects: {kubernetes: {b: 3, c: 4}}}}
environment_variables: {cart.LEVEL: error}
`;
    const { blueprint, problems } = merged([running, update]);
    expect(problems).toEqual([]);
    expect(blueprint).toMatchObject({
      name: "shop",
      metadata: { owner: "a", stage: "production" },
      environmentVariables: { "cart.LEVEL": "error" },
      clusters: { cart: { dialects: { kubernetes: { a: 1, b: 3, c: 4 } } } },
    });
  });

  it("changes nothing when it is merged into itself", () => {
    const { blueprint, problems } = merged([running, running]);
    expect(problems).toEqual([]);
    expect(blueprint).toEqual(merged([running]).blueprint);
  });

  it("is checked as a whole, each mistake at its own place", () => {
    const over = version(2, '    gateways: {routes: {"cart:1": {weight: 90%}, "cart:3": {weight: 20%}}}\n');
    expect(merged([running, over]).problems).toEqual([
      "b.yml GatewayRouteWeightError 5:24",
      "b.yml UnresolvedServiceRouteError 5:50",
    ]);
    expect(merged([running.replace("LEVEL: info", "OTHER: info"), version(2)]).problems).toEqual([
      "a.yml UnresolvedDependencyInTraitValueError 11:15",
    ]);
  });

  it("may be objects of a program, with values that are known only later", () => {
    const weight = Later.of({ path: "weight" });
    const services = { breed: { name: "cart:2", deployable: "cart:2", ports: { web: 8080 } } };
    const routes = { "cart:1": { weight }, "cart:2": { conditionStrength: "5%", condition: "host == a" } };
    const { blueprint, problems } = merged([running, { clusters: { cart: { services, gateways: { routes } } } }]);
    expect(problems).toEqual([]);
    const [first, second] = blueprint?.clusters.cart?.gateways?.[""]?.routes ?? [];
    expect(first?.weight).toBeInstanceOf(Later);
    expect(
      first?.weight instanceof Later && first.weight.compute(new Map([[first.weight.sources[0] ?? fail(), "12%"]])),
    ).toBe(1200);
    expect(second).toMatchObject({ conditionStrength: 500 });
  });
});

function fail(): never {
  throw new Error("a value that is known later has a source");
}
