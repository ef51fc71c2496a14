import { describe, expect, it } from "vitest";
import { ProblemsError } from "../../../sdk/diagnostics/format.js";
import { readGateways } from "../../../sdk/planning/gateways.js";

const shop = `
gateways: {9050: cart/web, 9060: pay/api}
clusters:
  cart:
    services:
      - {breed: {name: "cart:1", deployable: example/cart:1, ports: {web: 8080}}}
      - {breed: {name: "cart:2", deployable: example/cart:2, ports: {web: 8080}}}
    gateways: {routes: {"cart:1": {weight: 75%}, "cart:2": {weight: 25%}}}
  pay:
    services: [{breed: {name: "pay:1", deployable: example/pay:1, ports: {api: 8080}}}]
`;
const edge = `
kind: gateways
name: edge
port: 80
routes:
  shop/9050: {weight: 50%}
  shop/pay/api: {weight: 50%}
  "[example.com:80]": {weight: 0%, condition: has header X-Away}
`;
const gateways = readGateways([
  { name: "some/shop.yml", text: shop },
  { name: "edge.yml", text: edge },
]);

describe("readGateways", () => {
  it("finds those that others use first, and those of clusters that an agent routes", () => {
    expect(gateways.names).toEqual(["edge", "shop/9050", "shop/9060", "shop/cart/web", "shop/pay/api"]);
    expect(gateways.all.map(({ outer }) => outer)).toEqual([true, true, true, false, false]);
  });

  it("walks on through the gateways of other agents", () => {
    const outcomes = gateways.gateway("edge").simulate({});
    expect(["cart:1", "cart:2", "pay:1", "[example.com:80]"].map((name) => outcomes.probabilityOf(name))).toEqual([
      0.375, 0.125, 0.5, 0,
    ]);
    expect(outcomes.probabilityOf("shop/pay/api")).toBe(0.5);
    const decisions = outcomes.ways[0]?.decisions.map(({ gateway, route }) => `${gateway} ${route}`);
    expect(decisions).toEqual(["edge shop/9050", "shop/9050 cart:1"]);
  });

  it("names the nearest gateway", () => {
    expect(() => gateways.gateway("shop/9051")).toThrow("there is no gateway `shop/9051`; did you mean `shop/9050`?");
  });

  it("throws all that is wrong with the texts", () => {
    expect(() => readGateways([{ name: "shop.yml", text: shop.replace("75%", "80%") }])).toThrow(ProblemsError);
  });
});
