// How long a blueprint takes to be read and checked, and how much memory, against the YAML library alone on the same
// text. Every figure is the first reading in a process of its own, the median of several.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { largeBlueprint } from "./blueprint.mjs";

const require = createRequire(import.meta.url);
const sizes = [10, 100, 1_000, 10_000];
const runs = 5;

/** Measures one reading in this process: milliseconds, and megabytes at the most. */
function measure(what, services) {
  const text = largeBlueprint(services);
  const parse = require("yaml").parseAllDocuments;
  const { readArtifact } = require("../../dist/sdk/reading/artifacts.js");
  const { Problems } = require("../../dist/sdk/diagnostics/problem.js");
  const problems = new Problems();
  const began = performance.now();
  if (what === "yaml") parse(text, { version: "1.1", prettyErrors: false });
  else readArtifact("blueprints", { name: "large.yml", text }, problems);
  const milliseconds = performance.now() - began;
  const wrong = problems.list.find(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new Error(wrong.message);
  return { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024, lines: text.split("\n").length - 1 };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function series(what, services) {
  const results = Array.from({ length: runs }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [import.meta.filename, what, String(services)], {
      encoding: "utf8",
      timeout: 120_000,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });
  return {
    lines: results[0].lines,
    milliseconds: median(results.map((result) => result.milliseconds)),
    megabytes: Math.max(...results.map((result) => result.megabytes)),
  };
}

function table(rows) {
  console.log("| services | lines | read and checked | memory of the process | YAML library alone | ratio |");
  console.log("|---|---|---|---|---|---|");
  for (const { services, own, yaml } of rows)
    console.log(
      `| ${services.toLocaleString("en")} | ${own.lines.toLocaleString("en")} | ${own.milliseconds.toFixed(0)} ms | ${own.megabytes.toFixed(0)} MB | ${yaml.milliseconds.toFixed(0)} ms | ${(own.milliseconds / yaml.milliseconds).toFixed(1)} |`,
    );
}

const [what, services] = process.argv.slice(2);
if (services !== undefined) console.log(JSON.stringify(measure(what, Number(services))));
else {
  const rows = sizes.map((size) => {
    process.stderr.write(`reading ${size} services, ${runs} times\n`);
    return { services: size, own: series("vamp", size), yaml: series("yaml", size) };
  });
  if (what === "--json") console.log(JSON.stringify(rows, null, 2));
  else table(rows);
}
