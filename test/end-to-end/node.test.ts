import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { labEnvironment, reached, run, sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

describe.each(["20", "22", "24"])("with Node.js %s", (major) => {
  const environment = labEnvironment();
  const folder = join(environment.VAMP_LAB_CACHE ?? "", "node", major, "bin");
  const stack = new Stack(`node${major}`, { PATH: `${folder}:${environment.PATH}` });
  afterAll(() => stack.dispose());

  it("a deployment comes up and routes", async () => {
    expect(existsSync(join(folder, "node"))).toBe(true);
    expect(run(join(folder, "node"), ["--version"])).toMatch(new RegExp(`^v${major}\\.`));
    await stack.up(
      `if (!process.version.startsWith("v${major}.")) throw new Error("not this Node.js");\n${deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 }))}`,
    );
    const summary = sendRequests(await stack.serviceUrl("shop-9050"), 1000);
    expect(summary.failed).toBe(0);
    expect(Math.abs(reached(summary, "1.1.0") - 100)).toBeLessThanOrEqual(4);
  });
});
