import { defineConfig } from "vitest/config";

const seconds = 1000;

export default defineConfig({
  test: {
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          root: ".",
          include: ["test/{sdk,components,policies,docs}/**/*.test.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "end-to-end",
          root: ".",
          include: ["test/end-to-end/**/*.test.ts"],
          testTimeout: 300 * seconds,
          hookTimeout: 300 * seconds,
          fileParallelism: false,
          // After the unit tests, so that traffic is not disturbed.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
