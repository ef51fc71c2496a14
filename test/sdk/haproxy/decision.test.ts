import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedShare, waysOf } from "../../../sdk/haproxy/decision.js";

/** What HAProxy computes for the n-th request: its integers have 64 bits, and `sc_inc_gpc` counts from 1. */
function computing(expression: string): (count: number) => number {
  const [counter, ...steps] = expression.split(/,(?=[a-z])/);
  expect(counter).toMatch(/^sc_inc_gpc\(\d+,0\)$/);
  const parsed = steps.map((step) => {
    const [, verb, argument = ""] = /^(and|mul|div)\((\d+)\)$/.exec(step) ?? [];
    return { verb, operand: BigInt(argument) };
  });
  return (count) =>
    Number(
      parsed.reduce((value, { verb, operand }) => {
        const result = verb === "and" ? value & operand : verb === "mul" ? value * operand : value / operand;
        if (result >= 2n ** 63n) throw new Error(`${count}: too large for HAProxy`);
        return result;
      }, BigInt(count)),
    );
}

/** What it computes for so many requests, from a value of the counter on, which has 32 bits. */
function valuesFrom(first: number, count: number): Int16Array {
  const compute = computing(countedShare(0));
  return Int16Array.from({ length: count }, (_, index) => compute((first + index) % 2 ** 32));
}

/** The least and the most that a count is ahead of its share, among all numbers of requests from the first value on. */
function ahead(values: Int16Array, { from, below }: { readonly from: number; readonly below: number }) {
  const share = (below - from) / 10_000;
  const found = { least: 0, most: 0 };
  let count = 0;
  let due = 0;
  for (const value of values) {
    if (from <= value && value < below) count++;
    due += share;
    found.least = Math.min(found.least, count - due);
    found.most = Math.max(found.most, count - due);
  }
  return found;
}

describe("countedShare", () => {
  const values = valuesFrom(1, 10_000);

  it("is 0 to 9999", () => {
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(9999);
  });

  it("stays so when the counter is at its end", () => {
    for (const count of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) {
      const [value] = valuesFrom(count, 1);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(9999);
    }
  });

  it.each([1, 10, 100, 1000, 2500, 3333, 5000, 9000, 9900, 9999])(
    "is below %i within 3 requests of its share, whatever the number of requests",
    (bound) => {
      const { least, most } = ahead(values, { from: 0, below: bound });
      expect(Math.max(-least, most)).toBeLessThan(3);
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

describe("a way gets its share of requests", () => {
  const longest = 100_000;
  const weights = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 }).map((cuts) => {
    const bounds = [...cuts, 10_000].sort((one, other) => one - other);
    return waysOf(bounds.map((bound, index) => ({ weight: bound - (bounds[index - 1] ?? 0) })));
  });
  const spans = (ways: ReturnType<typeof waysOf>) =>
    ways.map(({ below }, index) => ({ from: ways[index - 1]?.below ?? 0, below }));

  it("within 6 of any number up to 100,000 from a fresh counter", () => {
    const fresh = valuesFrom(1, longest);
    fc.assert(
      fc.property(weights, (ways) => {
        for (const span of spans(ways)) {
          const { least, most } = ahead(fresh, span);
          expect(Math.max(-least, most)).toBeLessThan(6);
        }
      }),
    );
  });

  /** The counter is taken modulo this, so the requests across it are two windows beside each other. */
  const end = 2 ** 31;
  const crosses = (first: number) => first % end > end - longest;

  it.each([
    ["within 6 of any up to 100,000 one after another", fc.nat(2 ** 32 - 1).filter((first) => !crosses(first)), 6],
    ["within 12 of those across the end of the counter", fc.integer({ min: end - longest, max: end }), 12],
  ])("%s, whenever they come", (_, firsts, within) => {
    fc.assert(
      fc.property(firsts, fc.array(weights, { minLength: 5, maxLength: 5 }), (first, several) => {
        const values = valuesFrom(first, longest);
        for (const span of several.flatMap(spans)) {
          // Between any two of the requests it gains or loses no more than from the one extreme to the other.
          const { least, most } = ahead(values, span);
          expect(most - least).toBeLessThan(within);
        }
      }),
      { numRuns: 15 },
    );
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
