import { expect, it } from "vitest";
import { policies } from "./policies.js";

it("a pack of one's own has the rules that it names, and its own", () => {
  expect(policies.map(({ name }) => name)).toEqual(["canary-share", "image-tag", "network-isolation", "at-least-two"]);
});
