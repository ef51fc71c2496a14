import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedShare, waysOf } from "../../../sdk/haproxy/decision.js";

/** What HAProxy computes for the n-th request: its integers have 64 bits, and `sc_inc_gpc` counts from 1. */
function computed(expression: string, count: number): number {
  const [counter, ...steps] = expression.split(/,(?=[a-z])/);
  expect(counter).toMatch(/^sc_inc_gpc\(\d+,0\)$/);
  return Number(
    steps.reduce((value, step) => {
      const [, verb, argument = ""] = /^(and|mul|div)\((\d+)\)$/.exec(step) ?? [];
      const operand = BigInt(argument);
      const result = verb === "and" ? value & operand : verb === "mul" ? value * operand : value / operand;
      expect(result).toBeLessThan(2n ** 63n);
      return result;
    }, BigInt(count)),
  );
}

describe("countedShare", () => {
  const requests = 10_000;
  const values = Array.from({ length: requests }, (_, index) => computed(countedShare(0), index + 1));

  it("is 0 to 9999", () => {
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(9999);
  });

  it("stays so when the counter is at its end", () => {
    for (const count of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) {
      const value = computed(countedShare(0), count);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(9999);
    }
  });

  it.each([1, 10, 100, 1000, 2500, 3333, 5000, 9000, 9900, 9999])(
    "is below %i within 3 requests of its share, whatever the number of requests",
    (bound) => {
      let below = 0;
      let worst = 0;
      values.forEach((value, index) => {
        if (value < bound) below++;
        worst = Math.max(worst, Math.abs(below - ((index + 1) * bound) / 10_000));
      });
      expect(worst).toBeLessThan(3);
    },
  );

  it.each([1000, 10_000])("is within 2 of %i requests for every bound", (count) => {
    const sorted = values.slice(0, count).sort((x, y) => x - y);
    let below = 0;
    for (let bound = 0; bound <= 10_000; bound++) {
      while (below < count && (sorted[below] ?? 0) < bound) below++;
      expect(Math.abs(below - (count * bound) / 10_000)).toBeLessThanOrEqual(2);
    }
  });
});

describe("waysOf", () => {
  it.each([
    [
      [9000, 1000],
      [9000, 10_000],
    ],
    [
      [3300, 3300, 3400],
      [3300, 6600, 10_000],
    ],
    [[0, 10_000, 0], [10_000]],
    [
      [1, 0, 9999],
      [1, 10_000],
    ],
    [[0, 0], []],
  ])("weights %j have bounds %j", (weights, bounds) => {
    expect(waysOf(weights.map((weight) => ({ weight }))).map(({ below }) => below)).toEqual(bounds);
  });

  it("gives each way its weight, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 20 }), (cuts) => {
        const bounds = [...cuts, 10_000].sort((a, b) => a - b);
        const routes = bounds.map((bound, index) => ({ index, weight: bound - (bounds[index - 1] ?? 0) }));
        const ways = waysOf(routes);
        expect(ways.map(({ target }) => target)).toEqual(routes.filter(({ weight }) => weight > 0));
        expect(ways.map(({ below }, index) => below - (ways[index - 1]?.below ?? 0))).toEqual(
          ways.map(({ target }) => target.weight),
        );
        expect(ways.at(-1)?.below).toBe(10_000);
      }),
    );
  });

  it("says the share for people", () => {
    expect(waysOf([{ weight: 1 }, { weight: 9999 }]).map(({ share }) => share)).toEqual(["0.01 %", "99.99 %"]);
  });
});
