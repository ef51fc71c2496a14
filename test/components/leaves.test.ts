import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Leaves } from "../../components/leaves.js";
import { InputProblemsError, throwInputProblems } from "../../components/problems.js";
import { ProblemsError } from "../../sdk/diagnostics/format.js";
import type { Problem } from "../../sdk/diagnostics/problem.js";
import { Later, latersIn } from "../../sdk/later.js";
import { Source } from "../../sdk/reading/source.js";
import { valueFrom } from "./mocks.js";

describe("Leaves", () => {
  it("hold Outputs and promises, by their property, and let the rest be", () => {
    const held = new Leaves().hold({ a: [1, pulumi.output(2)], b: { c: Promise.resolve("x") }, d: null }, "args");
    expect(latersIn(held).flatMap(({ sources }) => sources.map(({ path }) => path))).toEqual(["args.a[1]", "args.b.c"]);
    expect(held).toMatchObject({ a: [1, expect.any(Later)], b: { c: expect.any(Later) }, d: null });
  });

  it("do not look into objects of classes", () => {
    const later = Later.of({ path: "x" });
    const source = new Source("x");
    expect(new Leaves().hold({ later, source }, "args")).toEqual({ later, source });
  });

  it("release what was held, computed", async () => {
    const leaves = new Leaves();
    const held = leaves.hold({ a: pulumi.output(2) }, "args");
    const [later] = latersIn(held);
    if (later === undefined) throw new Error("one is held");
    const released = leaves.release({ twice: later.map((value) => Number(value) * 2), plain: [1] });
    expect(released.plain).toEqual([1]);
    expect(await valueFrom(released.twice)).toBe(4);
  });

  it("keep secrets secret", async () => {
    const leaves = new Leaves();
    const [later] = latersIn(leaves.hold({ a: pulumi.secret("x"), b: "y" }, "args"));
    if (later === undefined) throw new Error("one is held");
    expect(await pulumi.isSecret(leaves.release({ value: later }).value)).toBe(true);
  });

  it("expose what is no secret", async () => {
    const leaves = new Leaves();
    const [later] = latersIn(leaves.hold({ a: pulumi.output("x") }, "args"));
    if (later === undefined) throw new Error("one is held");
    expect(await valueFrom(leaves.expose({ value: later }).value)).toBe("x");
  });

  it("are found by others than who held them, and nothing is made up for one that nobody did", async () => {
    const [later] = latersIn(new Leaves().hold({ a: pulumi.output("x") }, "args"));
    if (later === undefined) throw new Error("one is held");
    expect(await valueFrom(new Leaves().release({ value: later }).value)).toBe("x");
    expect(() => new Leaves().release(Later.of({ path: "y" }))).toThrow("nothing stands behind y");
  });

  it("give values that the plan itself made", async () => {
    const leaves = new Leaves();
    const source = { path: "name of x" };
    leaves.set(source, pulumi.output("x-1"));
    expect(await valueFrom(leaves.release({ name: Later.of(source) }).name)).toBe("x-1");
  });
});

describe("throwInputProblems", () => {
  const problem = (name: string, key?: string): Problem => ({
    severity: "error",
    code: "InvalidValue",
    message: "wrong",
    location: {
      source: new Source(name),
      offset: 0,
      length: 0,
      path: key === undefined ? undefined : { parent: undefined, key },
    },
  });
  const thrownBy = (run: Parameters<typeof throwInputProblems>[0]): unknown => {
    try {
      return throwInputProblems(run);
    } catch (error) {
      return error;
    }
  };

  it("gives what a part gives, when nothing is wrong", () => {
    expect(throwInputProblems(() => 5)).toBe(5);
  });

  it("throws all problems with their properties, as an error without a stack trace", () => {
    const error = thrownBy((problems) => {
      problems.add([problem("images", "a b"), problem("ports", "x"), problem("name")]);
      return 5;
    });
    if (!(error instanceof InputProblemsError)) throw new Error(`${error} is no InputProblemsError`);
    expect(error.errors?.map(({ propertyPath }) => propertyPath)).toEqual(['images["a b"]', "ports.x", "name"]);
    expect(error.errors?.map(({ reason }) => reason)).toEqual(Array(3).fill("wrong (InvalidValue)"));
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toBeInstanceOf(pulumi.InputPropertiesError);
  });

  it("throws the problems of a part that could not go on, after those it had found", () => {
    const error = thrownBy((problems) => {
      problems.add([problem("a")]);
      throw new ProblemsError([problem("b")]);
    });
    expect(error instanceof InputProblemsError && error.errors?.map(({ propertyPath }) => propertyPath)).toEqual([
      "a",
      "b",
    ]);
  });

  it("lets other errors through, and does not take silence for success", () => {
    expect(
      thrownBy(() => {
        throw new RangeError("x");
      }),
    ).toBeInstanceOf(RangeError);
    expect(thrownBy(() => undefined)).toBeInstanceOf(TypeError);
  });
});
