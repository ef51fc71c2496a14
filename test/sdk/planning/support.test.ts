import { describe, expect, it } from "vitest";
import { marked } from "../reading/read.js";
import { planOf } from "./plan.js";

const breed = "{name: a, deployable: i, ports: {web: 80}}";

describe("what is not supported yet is refused where it stands", () => {
  it.each([
    ["virtual hosts", `gateways: {80: {routes: s/web, virtual_hosts: ▸a.b}}\nclusters: {s: {breed: ${breed}}}`],
    ["a gateway's selector", `gateways: {80: {routes: s/web, selector: ▸name(x)}}\nclusters: {s: {breed: ${breed}}}`],
    ["stickiness", `gateways: {80: {routes: s/web, sticky: ▸route}}\nclusters: {s: {breed: ${breed}}}`],
    ["stickiness of a cluster", `clusters: {s: {services: ${breed}, gateways: {sticky: ▸instance}}}`],
    ["rewrites", `gateways: {80: {routes: {s/web: {rewrites: ▸[{path: x if y}]}}}}\nclusters: {s: {breed: ${breed}}}`],
    ["balance", `gateways: {80: {routes: {s/web: {balance: ▸leastconn}}}}\nclusters: {s: {breed: ${breed}}}`],
    [
      "a condition by name",
      `clusters: {s: {services: ${breed}, gateways: {web: {routes: {a: {condition: ▸{ref: ios}}}}}}}`,
    ],
  ])("%s", (_, source) => {
    const { text, places } = marked(source);
    expect(planOf(text).problems).toEqual([`NotSupportedYet ${places[0]}`]);
  });

  it("all of it at once", () => {
    const { text, places } = marked(
      `gateways: {80: {routes: s/web, sticky: ▸route}}\nclusters: {s: {services: ${breed}, gateways: {sticky: ▸route}}}`,
    );
    expect(planOf(text).problems).toEqual(places.map((place) => `NotSupportedYet ${place}`));
  });

  it.each([
    ["a cluster's", `clusters: {s: {services: ${breed}, network: ▸HOST}}`],
    ["a service's", `clusters: {s: {breed: ${breed}, network: ▸overlay}}`],
  ])("%s network that no pod can have is refused", (_, source) => {
    const { text, places } = marked(source);
    expect(planOf(text).problems).toEqual([`InvalidValue ${places[0]}`]);
  });

  it.each([
    ["the network that every pod has", `clusters: {s: {breed: ${breed}, network: BRIDGE}}`],
    ["dialects of other schedulers", `dialects: {marathon: {a: b}}\nclusters: {s: {breed: ${breed}}}`],
    ["no stickiness", `gateways: {80: {routes: s/web, sticky: none}}\nclusters: {s: {breed: ${breed}}}`],
    ["metadata", `metadata: {a: b}\nclusters: {s: {services: ${breed}, metadata: {c: d}}}`],
  ])("but not %s", (_, text) => {
    expect(planOf(text).problems).toEqual([]);
  });
});
