// How long `vamp diff` takes to find who is affected by a change of a gateway with many routes, each with a condition of
// its own, and in how many classes requests fall. Every figure is the median of several runs in a process of its own.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const sizes = [10, 100, 1_000];
const runs = 5;

/** Conditions of the kinds that gateways have many of. */
const kinds = {
  paths: (index) => `path starts with /team${index}`,
  "hosts and paths": (index) => `host == h${index}.example.com and path starts with /api`,
  cookies: (index) => `cookie user == u${index}`,
};

function entrance(count, condition, share) {
  const target = (name) => ({ kind: "backend", name, title: `shop/${name}/web`, host: "h", port: 1, awaited: true });
  const routes = Array.from({ length: count }, (_, index) => `r${index}`);
  return {
    mode: "http",
    table: {
      kind: "table",
      gateway: "shop",
      conditions: routes.map((route, index) => ({
        route,
        condition: condition(index),
        strength: 10_000,
        target: target(route),
      })),
      pool: [
        { route: "a", weight: 10_000 - share, target: target("a") },
        { route: "b", weight: share, target: target("b") },
      ],
    },
  };
}

/** Measures one comparison in this process: milliseconds, and the number of classes. */
function measure(kind, count) {
  const { effectOf } = require("../../dist/sdk/diff/affected.js");
  const pair = [entrance(count, kinds[kind], 1_000), entrance(count, kinds[kind], 5_000)];
  const began = performance.now();
  const { classes, grouped } = effectOf(...pair);
  if (grouped.length > 0) throw new Error("there are too many classes");
  return { milliseconds: performance.now() - began, classes };
}

const [, , kind, count] = process.argv;
if (kind === undefined) {
  console.log("routes  conditions        classes  compared");
  for (const size of sizes)
    for (const name of Object.keys(kinds)) {
      const results = Array.from({ length: runs }, () => {
        const child = spawnSync(process.execPath, [process.argv[1], name, String(size)], { encoding: "utf8" });
        if (child.status !== 0) throw new Error(child.stderr);
        return JSON.parse(child.stdout);
      }).sort((one, other) => one.milliseconds - other.milliseconds);
      const { milliseconds, classes } = results[Math.floor(runs / 2)];
      console.log(
        `${String(size).padStart(6)}  ${name.padEnd(16)}  ${String(classes).padStart(7)}  ${String(Math.round(milliseconds)).padStart(5)} ms`,
      );
    }
} else console.log(JSON.stringify(measure(kind, Number(count))));
