import { defineConfig } from "vitest/config";

const minutes = 60_000;

/** What takes longer than a test should, on the lab, one after another. */
export default defineConfig({
  test: {
    root: ".",
    include: ["test/soak/**/*.soak.ts"],
    testTimeout: 60 * minutes,
    hookTimeout: 5 * minutes,
    fileParallelism: false,
    reporters: ["default", "./test/reporter.ts"],
  },
});
