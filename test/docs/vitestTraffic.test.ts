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

describe("examples/vitest-traffic", () => {
  it("shows a part of its test", () => {
    const test = readFileSync(join(folder, "traffic.test.ts"), "utf8");
    for (const block of blocks("ts")) expect(test).toContain(block);
  });

  it("shows what its command prints", { timeout: 60_000 }, () => {
    const [, command = ""] = blocks("sh");
    const [word, name, ...args] = command.trim().split(" ");
    expect([word, name]).toEqual(["npx", "vamp"]);
    const printed = execFileSync(join(root, "dist/sdk/cli/main.js"), args, { cwd: folder, encoding: "utf8" });
    expect(printed).toBe(blocks("text")[0]);
  });
});
