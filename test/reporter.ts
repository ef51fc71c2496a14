import type { Reporter, TestModule } from "vitest/node";

/** Prints the one line a machine reads, `N passed, N failed`, after everything else. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const brokenModules = modules.filter((module) => module.errors().length > 0).length;
    const failed = count("failed") + brokenModules + unhandledErrors.length;
    // The default reporter prints its summary in the same turn, so this line waits for the process to end.
    process.once("exit", () => console.log(`${count("passed")} passed, ${failed} failed`));
  }
}
