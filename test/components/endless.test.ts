import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Leaves } from "../../components/leaves.js";
import { latersIn } from "../../sdk/later.js";

it("arguments that hold themselves, or each other many times over, are held in little time", () => {
  const circle: Record<string, unknown> = {};
  circle.x = circle;
  circle.y = [circle];
  const doubled = Array.from({ length: 90 }).reduce((inner) => [inner, inner], "x" as unknown);
  const held = new Leaves().hold({ circle, doubled }, "args");
  expect(held).toHaveProperty("circle.x.x.y");
});

it("an Output is held wherever its object stands", () => {
  const shared = { tag: pulumi.output("x") };
  expect(latersIn(new Leaves().hold([shared, shared], "args"))).toHaveLength(2);
});

it("a getter that fails does so for the reader", () => {
  const failing = {
    get a(): string {
      throw new Error("no");
    },
    b: pulumi.output(1),
  };
  const held = new Leaves().hold(failing, "args");
  expect(() => Object.values(held as object)).toThrow("no");
});
