import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(__dirname, "../..");
const folder = join(root, "examples/vitest-traffic");
const readme = readFileSync(join(folder, "README.md"), "utf8");
const blocks = (language: string) =>
  [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, found, text = ""]) =>
    found === language ? [text] : [],
  );

/** The environment without what tells a program that vitest runs it, and without colours. */
function withoutVitest(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|FORCE_COLOR$)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "true" };
}

describe("examples/vitest-traffic", () => {
  it("shows a part of its test", () => {
    const test = readFileSync(join(folder, "traffic.test.ts"), "utf8");
    for (const block of blocks("ts")) expect(test).toContain(block);
  });

  it("has a test that its command runs, and that passes", { timeout: 60_000 }, () => {
    const [command = ""] = blocks("sh");
    expect(command).toMatch(/^npx vitest run \S+\n$/);
    const printed = execFileSync("bash", ["-c", command], { cwd: folder, encoding: "utf8", env: withoutVitest() });
    expect(printed).toMatch(/Tests\s+4 passed/);
  });

  it("shows what its command prints", { timeout: 60_000 }, () => {
    const [, command = ""] = blocks("sh");
    const [word, name, ...args] = command.trim().split(" ");
    expect([word, name]).toEqual(["npx", "vamp"]);
    const printed = execFileSync(join(root, "dist/sdk/cli/main.js"), args, { cwd: folder, encoding: "utf8" });
    expect(printed).toBe(blocks("text")[0]);
  });
});
