import { afterAll, describe, it, onTestFinished } from "vitest";
import { disposePackage } from "../end-to-end/installed.js";
import { Walk, walkedExamples } from "../end-to-end/walk.js";

afterAll(disposePackage);

describe("the README of an example", () => {
  it.each(walkedExamples)("examples/%s: every step of it does what it says", async (name) => {
    const walk = new Walk(name);
    onTestFinished(() => walk.dispose());
    await walk.run("all");
  });
});
