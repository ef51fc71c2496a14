import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const seconds = 1000;
const onTheLab = { root: ".", testTimeout: 300 * seconds, hookTimeout: 300 * seconds };

/** What imports the packages by their names, as their users do, gets the sources. */
const source = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const alias = {
  "pulumi-vamp/sdk": source("sdk/index.ts"),
  "pulumi-vamp-policies/rules": source("policies/rules/index.ts"),
  "pulumi-vamp-policies/view": source("policies/view/index.ts"),
  "pulumi-vamp-policies/testing": source("policies/testing.ts"),
};

// One group after another: mistakes show early, and nothing disturbs the tests that are alone.
export default defineConfig({
  test: {
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          root: ".",
          include: ["test/{sdk,components,policies,docs}/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          // Far more than any test needs: a machine that is busy is no mistake.
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...onTheLab,
          name: "end-to-end",
          // Each file has Namespaces and stacks of its own; an update mostly waits for pods.
          include: ["test/end-to-end/*.test.ts"],
          maxWorkers: 4,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...onTheLab,
          name: "end-to-end-alone",
          // They change the whole cluster, or fail when others take the time that requests need.
          include: ["test/end-to-end/alone/*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
