import { describe, expect, it } from "vitest";
import { marked } from "../reading/read.js";
import { planOf } from "./plan.js";

const breed = "{name: a, deployable: i, ports: {web: 80}}";

describe("what is not supported yet is refused where it stands", () => {
  it.each([
    ["dialects of the blueprint", `dialects: ▸{a: b}\nclusters: {s: {breed: ${breed}}}`],
    ["dialects of a cluster", `clusters: {s: {services: ${breed}, dialects: ▸{a: b}}}`],
    ["dialects of a service", `clusters: {s: {breed: ${breed}, dialect: ▸{a: b}}}`],
    ["a cluster's sla", `clusters: {s: {services: ${breed}, sla: ▸gold}}`],
    ["a cluster's network", `clusters: {s: {services: ${breed}, network: ▸host}}`],
    ["a service's network", `clusters: {s: {breed: ${breed}, network: ▸host}}`],
    ["a service's arguments", `clusters: {s: {breed: ${breed}, arguments: ▸[{privileged: true}]}}`],
    ["a breed's arguments", "clusters: {s: {breed: {name: a, deployable: i, arguments: ▸{a: b}}}}"],
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
    [
      "two health checks",
      `clusters: {s: {breed: ${breed}, health_checks: [{port: web, initial_delay: 1, timeout: 1, interval: 1, failures: 1}, ▸{port: web, initial_delay: 1, timeout: 1, interval: 1, failures: 1}]}}`,
    ],
  ])("%s", (_, source) => {
    const { text, places } = marked(source);
    expect(planOf(text).problems).toEqual([`NotSupportedYet ${places[0]}`]);
  });

  it("all of it at once", () => {
    const { text, places } = marked(
      `dialects: ▸{a: b}\nclusters: {s: {services: {breed: ${breed}, network: ▸x, arguments: ▸[]}, sla: ▸y}}`,
    );
    expect(planOf(text).problems).toEqual(places.map((place) => `NotSupportedYet ${place}`));
  });

  it.each([
    ["no stickiness", `gateways: {80: {routes: s/web, sticky: none}}\nclusters: {s: {breed: ${breed}}}`],
    ["metadata", `metadata: {a: b}\nclusters: {s: {services: ${breed}, metadata: {c: d}}}`],
  ])("but not %s", (_, text) => {
    expect(planOf(text).problems).toEqual([]);
  });
});
