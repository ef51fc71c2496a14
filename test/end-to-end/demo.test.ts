import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { kubectl, labEnvironment, root, run } from "./lab.js";
import { echoImage } from "./programs.js";

// A stack of its own, so that a demo that runs stays as it is.
const stack = "demotest";
const state = mkdtempSync(join(tmpdir(), "vamp-demo-"));
const environment = { ...labEnvironment(), PULUMI_BACKEND_URL: `file://${state}`, VAMP_DEMO_STACK: stack };

function demo(more: NodeJS.ProcessEnv = {}) {
  const done = spawnSync("make", ["demo"], {
    cwd: root,
    env: { ...environment, ...more },
    encoding: "utf8",
    timeout: 240_000,
  });
  return { ok: done.status === 0, output: `${done.stdout}${done.stderr}` };
}

/** Rows of the demo's table: what was asked for and what was reached. */
function rows(
  output: string,
): readonly { readonly version: string; readonly asked: number; readonly reached: number }[] {
  return [...output.matchAll(/^shop-agent-\S+ +(\S+) +(\d+) +(\d+)$/gm)].map(([, version = "", asked, reached]) => ({
    version,
    asked: Number(asked),
    reached: Number(reached),
  }));
}

afterAll(() =>
  run("pulumi", ["destroy", "--yes", "--skip-preview", "--stack", stack, "--cwd", root], 150, environment),
);

describe("make demo", () => {
  it("brings the demo up and shows a split of 90/10 within 2 of 1,000 requests per agent", () => {
    const { ok, output } = demo();
    expect(output).toContain("pulumi up of the stack");
    expect(ok).toBe(true);
    expect(rows(output)).toHaveLength(4);
    for (const { asked, reached } of rows(output)) expect(Math.abs(asked - reached)).toBeLessThanOrEqual(2);
    expect(rows(output).reduce((sum, row) => sum + row.reached, 0)).toBe(1000);
    expect(output).toContain(`pulumi config set canary 50 --stack ${stack}`);
  });

  it("changes nothing the second time, with the cluster of KUBECONFIG and the pulumi on PATH, which need an image", () => {
    const own = { VAMP_CLUSTER: "current" };
    expect(demo(own)).toMatchObject({ ok: false, output: expect.stringContaining("VAMP_ECHO_IMAGE is not set") });
    const { ok, output } = demo({ ...own, VAMP_ECHO_IMAGE: echoImage });
    expect(ok).toBe(true);
    expect(output).not.toContain("The lab");
    expect(output).toMatch(/Resources:\s+19 unchanged/);
    expect(rows(output)).toHaveLength(4);
  });

  it("follows a changed weight", () => {
    run("pulumi", ["config", "set", "canary", "50", "--stack", stack, "--cwd", root], 30, environment);
    const { ok, output } = demo();
    expect(ok).toBe(true);
    expect(rows(output).map((row) => row.asked)).toEqual([250, 250, 250, 250]);
    expect(kubectl("get", "namespace", `vamp-acme-${stack}`, "-o", "name")).toBe(`namespace/vamp-acme-${stack}`);
  });
});
