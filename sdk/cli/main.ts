#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { vamp } from "./vamp.js";

const standardInput = 0;

/** The version in the package's own description. */
function version(): string {
  const description: unknown = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
  return typeof description === "object" && description !== null && "version" in description
    ? String(description.version)
    : "";
}

/** What git prints in a folder. */
function git(folder: string, ...args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: folder });
  if (status !== 0) throw new Error(String(stderr ?? "").trim() || "there is no git");
  return stdout;
}

// The exit code is set instead of leaving at once, so that a pipe gets all of a long result.
process.exitCode = vamp(process.argv.slice(2), version(), {
  read: (file) => readFileSync(file === "-" ? standardInput : file),
  write: (file, text) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  },
  readAt: (revision, file) => {
    const path = `./${basename(file)}`;
    const found = git(dirname(file), "ls-tree", revision, "--", path);
    return found.length === 0 ? undefined : git(dirname(file), "show", `${revision}:${path}`);
  },
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
});
