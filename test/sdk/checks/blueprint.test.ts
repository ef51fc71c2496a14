import { describe, expect, it } from "vitest";
import { marked, readText } from "../reading/read.js";
import { shop } from "./shop.js";

describe("checkBlueprint", () => {
  it("has nothing to say about a good blueprint", () => {
    expect(readText(shop).problems).toEqual([]);
  });

  it.each([
    ["NoServiceError", "clusters: ▸{s: []}"],
    ["NonUniqueBlueprintBreedReferenceError", "clusters: {s: [a, ▸a]}"],
    ["NonUniqueBlueprintBreedReferenceError", "clusters: {s: a, t: ▸a}"],
    [
      "NonUniqueBlueprintBreedReferenceError",
      "clusters: {s: {breed: {name: a, deployable: i}}, t: [▸{name: a, deployable: j}]}",
    ],
  ])("%s: %s", (code, source) => {
    const { text, places } = marked(source);
    expect(readText(text).problems).toEqual([`${code} ${places[0]}`]);
  });

  it.each([
    ["a cluster's", "clusters: {s: {services: a, network: ▸HOST}}"],
    ["a service's", "clusters: {s: {breed: a, network: ▸overlay}}"],
  ])("%s network that no pod can have is refused", (_, source) => {
    const { text, places } = marked(source);
    expect(readText(text).problems).toEqual([`InvalidValue ${places[0]}`]);
  });

  it("the network that every pod has is taken", () => {
    expect(readText("clusters: {s: {breed: a, network: bridge}}").problems).toEqual([]);
  });

  it("says all that is wrong at once, in the order of the source", () => {
    const { text, places } = marked(`
gateways:
  9050: ▸cart/web
clusters:
  shop:
    services:
      - breed:
          name: shop:1
          deployable: i
          dependencies: {db: ▸db:1}
        health_checks: {port: ▸web, initial_delay: 1s, timeout: 1s, interval: 1s, failures: 1}
  other: ▸shop:1
`);
    const codes = [
      "UnresolvedGatewayPortError",
      "UnresolvedBreedDependencyError",
      "UnresolvedPortReferenceError",
      "NonUniqueBlueprintBreedReferenceError",
    ];
    expect(readText(text).problems).toEqual(codes.map((code, index) => `${code} ${places[index]}`));
  });
});
