import { expect, it } from "vitest";
import { Later } from "../../sdk/later.js";
import { overlay, underlay } from "../../sdk/overlay.js";

it("merges maps key by key, and takes the upper one of everything else", () => {
  const later = Later.of({ path: "x" });
  const below: object = { a: { b: 1, c: [1, 2], d: later }, e: null };
  const above: object = { a: { c: [3], d: { f: 1 }, b: undefined }, g: later };
  expect(overlay(below, above)).toEqual({ a: { b: 1, c: [3], d: { f: 1 } }, e: null, g: later });
});

it("puts what is not there beneath", () => {
  expect(underlay({ a: { b: 1 } }, { a: { b: 2, c: 3 }, d: 4 })).toEqual({ a: { b: 1, c: 3 }, d: 4 });
});
