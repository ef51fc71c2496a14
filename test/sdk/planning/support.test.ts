import { describe, expect, it } from "vitest";
import { marked } from "../reading/read.js";
import { planOf } from "./plan.js";

const breed = "{name: a, deployable: i, ports: {web: 80}}";

describe("what is not supported yet is refused where it stands", () => {
  it.each([
    ["a gateway's selector", `gateways: {80: {routes: s/web, selector: ▸name(x)}}\nclusters: {s: {breed: ${breed}}}`],
  ])("%s", (_, source) => {
    const { text, places } = marked(source);
    expect(planOf(text).problems).toEqual([`NotSupportedYet ${places[0]}`]);
  });

  it("a condition by name that was not given", () => {
    const { text, places } = marked(
      `clusters: {s: {services: ${breed}, gateways: {web: {routes: {a: {condition: ▸{ref: ios}}}}}}}`,
    );
    expect(planOf(text).problems).toEqual([`ArtifactNotFound ${places[0]}`]);
  });

  it("all of it at once", () => {
    const { text, places } = marked(
      `gateways: {80: {routes: s/web, selector: ▸name(x)}, 81: {routes: s/web, selector: ▸name(x)}}\nclusters: {s: ${breed}}`,
    );
    expect(planOf(text).problems).toEqual(places.map((place) => `NotSupportedYet ${place}`));
  });

  it.each([
    ["a balance that HAProxy does not know", "{balance: ▸custom 1}", "InvalidValue"],
    ["a rewrite to what is no path", "{rewrites: [{path: ▸x if has cookie y}]}", "UnsupportedPathRewriteError"],
    [
      "a rewrite by another format",
      "{rewrites: [{path: ▸'/%[env(X)] if has cookie y'}]}",
      "UnsupportedPathRewriteError",
    ],
    ["a rewrite on what is no condition", "{rewrites: [{path: ▸/x if y}]}", "ConditionParseError"],
  ])("%s, which Vamp handed on, is refused", (_, route, code) => {
    const { text, places } = marked(`gateways: {80: {routes: {s/web: ${route}}}}\nclusters: {s: {breed: ${breed}}}`);
    expect(planOf(text).problems).toEqual([`${code} ${places[0]}`]);
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
