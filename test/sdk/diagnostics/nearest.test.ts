import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../../sdk/diagnostics/nearest.js";

describe("the nearest name", () => {
  it.each([
    ["weigth", ["weight", "width"], "weight"],
    ["Service", ["services", "selector"], "services"],
    ["webprot", ["webport", "web"], "webport"],
    ["x", ["yellow"], undefined],
    ["cluster", [], undefined],
  ])("to %s among %j is %s", (name, candidates, wanted) => {
    expect(nearest(name, candidates)).toBe(wanted);
  });

  it("is the name itself when it is there", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (name, others) => {
        expect(nearest(name, [...others, name])?.toLowerCase()).toBe(name.toLowerCase());
      }),
    );
  });

  it("is the first of those that are equally near", () => {
    expect(nearest("cat", ["bat", "car"])).toBe("bat");
  });

  it("is looked for among short names only, and the first thousand", () => {
    expect(nearest("a".repeat(101), ["a".repeat(101)])).toBeUndefined();
    function* endless() {
      for (let number = 0; ; number++) yield `x${number}`;
    }
    expect(nearest("weight", endless())).toBeUndefined();
  });
});
