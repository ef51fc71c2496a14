import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reached, root, sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

const stack = new Stack("diff");
afterAll(() => stack.dispose());

interface Report {
  readonly gateways: readonly {
    readonly name: string;
    readonly affected: readonly {
      readonly who: readonly string[];
      readonly ends: readonly { readonly end: string; readonly before: number; readonly after: number }[];
    }[];
  }[];
  readonly versions: readonly { readonly version: string; readonly change: string }[];
}

/** What the engine would do, given to `vamp diff`. */
async function diff(...options: readonly string[]) {
  const preview = await stack.succeed("preview", "--json");
  stack.write("preview.json", preview.slice(preview.indexOf("{")));
  const command = [join(root, "dist/sdk/cli/main.js"), "diff", "--preview", stack.path("preview.json"), ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  return { status, out: stdout, said: stderr };
}

describe("vamp diff of a preview", () => {
  beforeAll(() => stack.up(deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 }))));

  it("tells what the requests then do, before and after an up", async () => {
    const count = 1_000;
    const shares = async () => {
      const summary = sendRequests(await stack.serviceUrl("shop-9050"), count);
      expect(summary.failed).toBe(0);
      return ["1.0.0", "1.1.0"].map((version) => reached(summary, version) / count);
    };
    const before = await shares();
    stack.setProgram(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 })));
    const { status, out, said } = await diff("--json");
    expect({ status, said }).toEqual({ status: 0, said: "" });
    const report = JSON.parse(out) as Report;
    expect(report.gateways.map(({ name }) => name).sort()).toEqual(["shop/9050", "shop/shop/web"]);
    expect(report.versions).toEqual([]);
    const [everybody] = report.gateways[0]?.affected ?? [];
    expect(everybody?.who).toEqual(["everybody"]);
    await stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 })));
    const after = await shares();
    for (const [index, version] of ["1.0.0", "1.1.0"].entries()) {
      const told = everybody?.ends.find(({ end }) => end === `shop/shop:${version}/web`);
      // Each agent counts for itself, and is within two requests of exact.
      expect(Math.abs((told?.before ?? 0) - (before[index] ?? 0))).toBeLessThanOrEqual(4 / count);
      expect(Math.abs((told?.after ?? 0) - (after[index] ?? 0))).toBeLessThanOrEqual(4 / count);
    }
  });

  it("refuses what goes too far, and says so of nothing when nothing changes", async () => {
    expect(await diff("--max-step", "25")).toMatchObject({ status: 0, out: "nothing changes\n" });
    stack.setProgram(deploy(shopBlueprint({ "1.0.0": 20, "1.1.0": 80, "1.2.0": 0 })));
    const { status, out } = await diff("--max-step", "25");
    expect(status).toBe(1);
    expect(out).toContain("~ shop:1.1.0  weight 50 % → 80 %");
    expect(out).toContain("+ shop/shop/shop:1.2.0  added, with 2 instances");
    // Lines are broken where a terminal ends.
    expect(out.replace(/\s+/g, " ")).toContain(
      "its weight grows from 50 % to 80 %; at most by 25 points at once (max-step)",
    );
  });
});
