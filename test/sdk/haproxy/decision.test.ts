import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedShare, waysOf } from "../../../sdk/haproxy/decision.js";

/** What HAProxy computes for the n-th request: its integers have 64 bits, and `sc_inc_gpc` counts from 1. */
function computing(expression: string): (count: number) => number {
  const [counter, ...steps] = expression.split(/,(?=[a-z])/);
  expect(counter).toMatch(/^sc_inc_gpc\(\d+,0\)$/);
  const parsed = steps.map((step) => {
    const [, verb, argument = ""] = /^(mul|mod)\((\d+)\)$/.exec(step) ?? [];
    return { verb, operand: BigInt(argument) };
  });
  return (count) =>
    Number(
      parsed.reduce((value, { verb, operand }) => {
        const result = verb === "mul" ? value * operand : value % operand;
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

  it("has each value once in 10,000 requests one after another", () => {
    expect(new Set(values).size).toBe(10_000);
  });

  it("is within 2 of 1,000 requests for every bound", () => {
    const sorted = values.slice(0, 1000).sort((x, y) => x - y);
    let below = 0;
    for (let bound = 0; bound <= 10_000; bound++) {
      while (below < 1000 && (sorted[below] ?? 0) < bound) below++;
      expect(Math.abs(below - bound / 10)).toBeLessThanOrEqual(2);
    }
  });
});

describe("a way of whole percents gets exactly its share", () => {
  it.each([0, 1, 5, 9])("of 1,000 requests after %i thousand others", (thousands) => {
    const counts = new Map<number, number>();
    for (const value of valuesFrom(thousands * 1000 + 1, 1000)) {
      const percent = Math.floor(value / 100);
      counts.set(percent, (counts.get(percent) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array.from({ length: 100 }, () => 10));
  });
});

describe("a way gets its share of requests", () => {
  // A way that begins elsewhere than at 0 gets what one from 0 would get with its counter elsewhere: each value comes once.
  const bounds = Array.from({ length: 9_999 }, (_, index) => index + 1);
  const fresh = valuesFrom(1, 10_000);
  const aheads = bounds.map((below) => ahead(fresh, { from: 0, below }));

  it("exactly of 10,000, within 4 of any number before", () => {
    for (const { least, most } of aheads) expect(Math.max(-least, most)).toBeLessThan(4);
  });

  it("within 5 of any number, whenever they come", () => {
    // The values repeat, so that no stretch gains or loses more than from the one extreme to the other.
    expect(valuesFrom(10_001, 10_000)).toEqual(fresh);
    for (const { least, most } of aheads) expect(most - least).toBeLessThan(5);
  });

  it("within 10 of those across the end of the counter, which are two stretches beside each other", () => {
    const across = valuesFrom(2 ** 32 - 10_000, 20_000);
    const spans = fc.tuple(fc.nat(9_999), fc.nat(9_999)).filter(([one, other]) => one !== other);
    fc.assert(
      fc.property(spans, ([one, other]) => {
        const { least, most } = ahead(across, { from: Math.min(one, other), below: Math.max(one, other) });
        expect(most - least).toBeLessThan(10);
      }),
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
