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

  it.each([["a balance that HAProxy does not know", "{balance: ▸custom 1}", "InvalidValue"]])(
    "%s, which Vamp handed on, is refused",
    (_, route, code) => {
      const { text, places } = marked(`gateways: {80: {routes: {s/web: ${route}}}}\nclusters: {s: {breed: ${breed}}}`);
      expect(planOf(text).problems).toEqual([`${code} ${places[0]}`]);
    },
  );

  it.each([
    ["dialects of other schedulers", `dialects: {marathon: {a: b}}\nclusters: {s: {breed: ${breed}}}`],
    ["no stickiness", `gateways: {80: {routes: s/web, sticky: none}}\nclusters: {s: {breed: ${breed}}}`],
    ["metadata", `metadata: {a: b}\nclusters: {s: {services: ${breed}, metadata: {c: d}}}`],
  ])("but not %s", (_, text) => {
    expect(planOf(text).problems).toEqual([]);
  });
});
