import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

/** Prints after everything else what failed, a line each, and the one line a machine reads, `N passed, N failed`. */
export default class ClosingLines implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly { readonly message?: unknown }[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const broken = tests
      .filter((test) => test.result().state === "failed")
      .map((test) => failure(test.module, test.fullName, test.result().errors));
    const brokenModules = modules
      .filter((module) => module.errors().length > 0)
      .map((module) => failure(module, "as a whole", module.errors()));
    const unhandled = unhandledErrors.map(({ message }) => `unhandled: ${firstLine(message)}`);
    const failed = [...broken, ...brokenModules, ...unhandled];
    const passed = tests.filter((test) => test.result().state === "passed").length;
    // The default reporter prints its summary in the same turn, so these lines wait for the process to end.
    process.once("exit", () => console.log([...failed, `${passed} passed, ${failed.length} failed`].join("\n")));
  }
}

function failure(module: TestModule, name: string, errors: readonly { readonly message?: unknown }[] = []): string {
  const file = relative(process.cwd(), module.moduleId);
  return `failed: ${file} > ${name}: ${errors.map(({ message }) => firstLine(message)).join("; ")}`;
}

const firstLine = (message: unknown) => String(message).split("\n", 1)[0]?.slice(0, 300);
