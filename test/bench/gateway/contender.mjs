// A contender that runs with a plan: which sites it answers for, and where their requests go.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { memory, processorTime, start, treeOf } from "./processes.mjs";

/** Whether a host is answered with 200. */
function answers(url, host) {
  return new Promise((resolve) => {
    const asked = get(url, { headers: { host }, agent: false, timeout: 1_000 }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode === 200));
    });
    asked.on("error", () => resolve(false));
    asked.on("timeout", () => asked.destroy());
  });
}

/** The folder in which a contender finds its files. A change puts each in the place of the one before, whole. */
class Folder {
  base = mkdtempSync(join(tmpdir(), "vamp-peers-"));
  path = join(this.base, "config");

  constructor() {
    for (const name of ["config", "run"]) mkdirSync(join(this.base, name));
  }

  write(files) {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(this.base, name), text);
      renameSync(join(this.base, name), join(this.path, name));
    }
  }

  remove() {
    rmSync(this.base, { recursive: true, force: true });
  }
}

/** Starts a contender and waits until its last site answers, as it does the first time; gives also how long that took. */
export async function run(contender, plan, prefix = [], address = "127.0.0.1") {
  const folder = new Folder();
  folder.write(contender.files(plan, folder.path));
  const began = performance.now();
  const command = contender.command(folder.path, plan);
  const child = start(prefix, command, contender.env?.(plan));
  const url = `http://${address}:${plan.port}/`;
  const last = plan.sites.at(-1).host;
  while (!(await answers(url, last))) {
    if (child.ended || performance.now() - began > 90_000) {
      await child.stop();
      folder.remove();
      throw new Error(`${contender.title()} does not answer: ${child.said()}`);
    }
    await sleep(20);
  }
  return {
    url,
    seconds: (performance.now() - began) / 1000,
    memory: () => memory(treeOf(child.pid)),
    processorTime: () => processorTime(treeOf(child.pid)),
    /** Has it read other weights, by its own means. */
    change(next) {
      folder.write(contender.files(next, folder.path));
      contender.change(folder.path, child);
    },
    async stop() {
      await child.stop();
      folder.remove();
    },
  };
}

/** Seconds that a contender takes to check the configuration of a plan; undefined when it has no check. */
export function check(contender, plan) {
  if (contender.check === undefined) return undefined;
  const folder = new Folder();
  try {
    folder.write(contender.files(plan, folder.path));
    const [file, ...args] = contender.check(folder.path);
    const began = performance.now();
    const done = spawnSync(file, args, { encoding: "utf8", timeout: 120_000 });
    const seconds = (performance.now() - began) / 1000;
    if (done.status !== 0) throw new Error(`${contender.title()} refuses its configuration:\n${done.stderr}`);
    return seconds;
  } finally {
    folder.remove();
  }
}
