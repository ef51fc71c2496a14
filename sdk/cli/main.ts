#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exit } from "./command.js";
import { writingFailed } from "./files.js";
import { readAtRevision } from "./git.js";
import { mayEndEarly } from "./pipes.js";
import { vamp } from "./vamp.js";

const standardInput = 0;

/** The version in the package's own description. */
function version(): string {
  const description: unknown = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
  return typeof description === "object" && description !== null && "version" in description
    ? String(description.version)
    : "";
}

mayEndEarly(process.stdout, (error) => {
  process.stderr.write(`${writingFailed("standard output", error).message}\n`);
  process.exitCode = exit.misuse;
});
mayEndEarly(process.stderr, () => {
  process.exitCode = exit.misuse;
});

// The exit code is set instead of leaving at once, so that a pipe gets all of a long result.
process.exitCode = vamp(process.argv.slice(2), version(), {
  read: (file) => readFileSync(file === "-" ? standardInput : file),
  write: (file, text) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  },
  readAt: (revision, file) => readAtRevision(revision, file),
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
});
