import { afterAll, describe, it } from "vitest";
import { disposePackage } from "./installed.js";
import { Walk, walkedExamples } from "./walk.js";

afterAll(disposePackage);

describe("the README of an example", () => {
  it.concurrent.each(walkedExamples)(
    "examples/%s: brings it up and takes it away, as written, and no policy has anything to say",
    async (name) => {
      const walk = new Walk(name);
      try {
        await walk.run("short");
      } finally {
        walk.dispose();
      }
    },
  );
});
