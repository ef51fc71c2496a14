import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = resolve(__dirname, "../..");
const artifacts = join(root, "test/corpus/vamp/vamp/model/src/test/resources/io/vamp/model/reader/blueprint");

it("docs/migrating.md has commands that take a blueprint of Vamp 1.0, as written", { timeout: 60_000 }, () => {
  const page = readFileSync(join(root, "docs/migrating.md"), "utf8");
  const [, commands = ""] = /^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "vamp-migrating-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(root, "dist/sdk/cli/main.js"), join(folder, "node_modules/.bin/vamp"));
  cpSync(join(artifacts, "blueprint26.yml"), join(folder, "blueprint.yml"));
  const printed = execFileSync("bash", ["-euc", commands], { cwd: folder, encoding: "utf8" });
  expect(printed).toMatch(/^kind: Deployment$/m);
});
