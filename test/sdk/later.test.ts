import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Later, type LaterSource, latersIn, nameOf, whenKnown } from "../../sdk/later.js";

const a: LaterSource = { path: "a" };
const b: LaterSource = { path: "b" };
const later = (source: LaterSource): Later<number> => Later.of(source).map(Number);
const known = new Map<LaterSource, unknown>([
  [a, 1],
  [b, 20],
]);

describe("Later", () => {
  it("becomes the value of its source", () => {
    expect(Later.of(a).compute(known)).toBe(1);
    expect(Later.of(a).sources).toEqual([a]);
  });

  it("maps, and maps again", () => {
    const text = later(a)
      .map((value) => value + 1)
      .map((value) => `<${value}>`);
    expect(text.compute(known)).toBe("<2>");
    expect(text.sources).toEqual([a]);
  });

  it("joins, each source once", () => {
    const parts = [later(a), later(b), later(a)];
    const sum = Later.join(parts, parts, (values) => values.reduce((total, value) => total + value, 0));
    expect(sum.compute(known)).toBe(22);
    expect(sum.sources).toEqual([a, b]);
  });

  it("computes nothing before it is asked", () => {
    const refusing = later(a).map(() => {
      throw new RangeError("no");
    });
    expect(() => refusing.compute(known)).toThrow(RangeError);
  });

  it("knows sources by what they are, not by their path", () => {
    const other: LaterSource = { path: "a" };
    expect(Later.of(other).compute(known)).toBeUndefined();
  });

  it("is the text of a name", () => {
    expect(nameOf(b).compute(known)).toBe("20");
  });
});

describe("whenKnown", () => {
  it("computes at once where everything is known", () => {
    expect(whenKnown({ x: [1, 2], y: null }, ({ x }) => x.length)).toBe(2);
  });

  it("computes later where something is not, however deep", () => {
    const result = whenKnown({ x: [1, { y: later(a) }], z: later(b) }, (all) => JSON.stringify(all));
    if (!(result instanceof Later)) throw new Error(`${result} is known already`);
    expect(result.sources).toEqual([a, b]);
    expect(result.compute(known)).toBe('{"x":[1,{"y":1}],"z":20}');
  });

  it("nests", () => {
    const inner = whenKnown(later(a), (value) => value + 1);
    const outer = whenKnown([inner, 5], ([first = 0, second = 0]) => first + second);
    expect(outer instanceof Later && outer.compute(known)).toBe(7);
  });

  it("does not change what it was given", () => {
    const structure = { x: [later(a)] };
    whenKnown(structure, (all) => all);
    expect(structure.x[0]).toBeInstanceOf(Later);
  });

  it("finds every later value and fills exactly those", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(1, "x", null, true, undefined, "later"),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom("a", "b", "constructor"), tie("value")),
      ),
    }));
    const replace = (part: unknown, by: () => unknown): unknown => {
      if (part === "later") return by();
      if (Array.isArray(part)) return part.map((inner) => replace(inner, by));
      if (typeof part !== "object" || part === null) return part;
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, replace(inner, by)]));
    };
    fc.assert(
      fc.property(value, (structure) => {
        let count = 0;
        const withLaters = replace(structure, () => {
          count++;
          return Later.of(a);
        });
        expect(latersIn(withLaters)).toHaveLength(count);
        const result = whenKnown(withLaters, (all: unknown) => ({ all }));
        const { all } = result instanceof Later ? result.compute(known) : result;
        expect(all).toEqual(replace(structure, () => 1));
        expect(result instanceof Later).toBe(count > 0);
      }),
    );
  });
});
