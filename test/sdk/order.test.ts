import fc from "fast-check";
import { expect, it } from "vitest";
import { orderByNeeds } from "../../sdk/order.js";

const graph = fc
  .array(fc.array(fc.nat(7), { maxLength: 3 }), { maxLength: 8 })
  .map((lists) => new Map(lists.map((needs, index) => [String(index), needs.map(String)])));

it("names come after the names they need, and circles are circles", () => {
  fc.assert(
    fc.property(graph, (needs) => {
      const { names, circles } = orderByNeeds(needs);
      for (const [index, name] of names.entries())
        for (const need of needs.get(name) ?? []) if (needs.has(need)) expect(names.slice(0, index)).toContain(need);
      for (const circle of circles) {
        expect(circle.at(0)).toBe(circle.at(-1));
        for (const [index, name] of circle.slice(0, -1).entries()) expect(needs.get(name)).toContain(circle[index + 1]);
      }
      expect(circles.length === 0).toBe(names.length === needs.size);
    }),
  );
});

/** Counts how often a needed name is looked at. */
function looksAt(lists: ReadonlyMap<string, readonly string[]>): number {
  let looks = 0;
  const counted = new Map(
    [...lists].map(([name, needs]) => [
      name,
      new Proxy(needs, {
        get(target, key) {
          if (typeof key === "string" && /^\d+$/.test(key)) looks += 1;
          return Reflect.get(target, key, target);
        },
      }),
    ]),
  );
  const { circles } = orderByNeeds(counted);
  return looks + circles.flat().length;
}

it("takes linear time where everything leads back into circles", () => {
  const nested = (size: number) =>
    new Map(
      Array.from({ length: size }, (_, index) => [`${index}`, [`${Math.max(0, size - index)}`, `${index + 1}`, "0"]]),
    );
  expect(looksAt(nested(4000))).toBeLessThan(5 * looksAt(nested(1000)));
});
