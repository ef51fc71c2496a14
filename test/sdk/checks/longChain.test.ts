import { expect, it } from "vitest";
import { readProgram } from "../reading/read.js";

it("10 000 clusters, each needing the next, are checked in linear time", () => {
  const count = 10_000;
  const cluster = (_: unknown, index: number) => {
    const dependencies = index + 1 < count ? { next: `b${index + 1}` } : {};
    return [`c${index}`, { breed: { name: `b${index}`, deployable: "x", dependencies } }] as const;
  };
  const clusters = Object.fromEntries(Array.from({ length: count }, cluster));
  expect(readProgram({ clusters }).problems).toEqual([]);
});
