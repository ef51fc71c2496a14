import { defineConfig } from "vitest/config";

const minutes = 60_000;

export default defineConfig({
  test: {
    root: ".",
    include: ["test/fuzz/**/*.fuzz.ts"],
    testTimeout: 60 * minutes,
    disableConsoleIntercept: true,
    pool: "forks",
    // So little memory that a leak ends the run.
    execArgv: ["--expose-gc", "--max-old-space-size=1024"],
    reporters: ["default", "./test/reporter.ts"],
  },
});
