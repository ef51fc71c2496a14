import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { fillWeights, formatShare, knownWeights, whole } from "../../../sdk/routing/weights.js";
import { corpusTable } from "../../corpusTable.js";

const absent = undefined;

describe("the corpus", () => {
  const filling = corpusTable("weights.tsv").filter(([routes]) => routes?.startsWith("["));

  it("has rows about filling", () => {
    expect(filling).toHaveLength(9);
  });

  it.each(filling)("%s: %s", (routes = "", result = "") => {
    const given = routes
      .slice(1, -1)
      .split(",")
      .map((weight) => (weight === "-" ? absent : Number(weight) * 100));
    const filled = fillWeights(given);
    if (result.startsWith("ERROR")) expect(filled).toEqual({ sum: 5000 });
    else if (/^[\d,]+$/.test(result)) expect(filled).toEqual(result.split(",").map((weight) => Number(weight) * 100));
    // "unchanged" and "unweighted route gets 0" say the same here: what was given stays, the rest is 0.
    else expect(filled).toEqual(given.map((weight) => weight ?? 0));
  });
});

describe("the corpus's rows about merging and slicing a deployment", () => {
  // What was there before is not known here: what is left has to be right by itself.
  const others = corpusTable("weights.tsv").filter(([routes]) => !routes?.startsWith("["));

  it.each(others)("%s: %s", (text = "", result = "") => {
    const stored = (/\[([\d,]+)\]/.exec(text)?.[1] ?? "").split(",").map((weight) => Number(weight) * 100);
    if (text.startsWith("merge")) expect(fillWeights([...stored, absent])).toEqual([...stored, 0]);
    else if (result.startsWith("ERROR")) expect(fillWeights(stored.slice(1))).toEqual({ sum: 5000 });
    else expect(fillWeights(stored.slice(0, 1))).toEqual([10_000]);
  });
});

describe("fillWeights", () => {
  it.each([
    [[], []],
    [
      [absent, absent, absent],
      [3300, 3300, 3400],
    ],
    [Array(6).fill(absent), [1600, 1600, 1600, 1600, 1600, 2000]],
    [
      [absent, 0, absent],
      [5000, 0, 5000],
    ],
    [
      [absent, 10_000],
      [0, 10_000],
    ],
    [
      [9999, 1],
      [9999, 1],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [[0], [0]],
  ])("%j becomes %j", (given, filled) => {
    // No routes at all have nothing to fill.
    expect(given.length === 0 ? [] : fillWeights(given)).toEqual(filled);
  });

  it.each([
    [[9999], 9999],
    [[10_001], 10_001],
    [[5000, absent], 5000],
    [[10_000, 10_000], 20_000],
  ])("%j cannot be filled", (given, sum) => {
    expect(fillWeights(given)).toEqual({ sum });
  });

  it("gives weights that sum to 100 %, or to 0 %, and keeps what was given in its place", () => {
    const weight = fc.option(fc.oneof(fc.constantFrom(0, whole), fc.nat(whole)), { nil: absent });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 150 }), (given) => {
        const sum = given.reduce<number>((total, one) => total + (one ?? 0), 0);
        const filled = fillWeights(given);
        if ("sum" in filled) {
          expect(filled.sum).toBe(sum);
          expect([0, whole]).not.toContain(sum);
          return;
        }
        expect(filled).toHaveLength(given.length);
        expect(filled.reduce((total, one) => total + one, 0)).toBe(given.every((one) => one === 0) ? 0 : whole);
        given.forEach((one, index) => {
          if (one !== absent) expect(filled[index]).toBe(one);
        });
        expect(filled.every((one) => Number.isInteger(one) && one >= 0)).toBe(true);
      }),
    );
  });

  it("shares what is left equally, but for the last", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (count) => {
        const filled = fillWeights(Array(count).fill(absent));
        if ("sum" in filled) throw new Error("nothing was given");
        expect(new Set(filled.slice(0, -1)).size).toBeLessThanOrEqual(1);
        expect(filled.every((weight) => weight % 100 === 0)).toBe(true);
      }),
    );
  });
});

it("weights are known when all of them are", () => {
  expect(knownWeights([1, absent, 2])).toEqual([1, absent, 2]);
  expect(knownWeights([1, Later.of({ path: "w" }).map(Number)])).toBeUndefined();
});

it.each([
  [10_000, "100 %"],
  [1250, "12.5 %"],
  [1, "0.01 %"],
  [0, "0 %"],
])("formatShare(%i) is %s", (hundredths, text) => {
  expect(formatShare(hundredths)).toBe(text);
});
