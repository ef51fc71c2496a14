// Processes of the benchmark: started on a core, measured with all that they started, and always ended.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const running = new Set();
const endings = [];

/** Has something done when the benchmark ends, however it does; it cannot wait for anything. */
export function atTheEnd(work) {
  endings.push(work);
}

process.on("exit", () => {
  for (const one of running) signalGroup(one.pid, "SIGKILL");
  for (const work of endings) work();
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Starts a program that goes on; `prefix` is what it is started with, such as `taskset`. */
export function start(prefix, command, env = process.env) {
  const [file, ...args] = [...prefix, ...command];
  const child = spawn(file, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said = (said + text).slice(-5_000);
    });
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const one = {
    pid: child.pid,
    said: () => said,
    get ended() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    /** Ends it and all that it started; gives when that is done. */
    async stop() {
      signalGroup(child.pid, "SIGTERM");
      await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
      signalGroup(child.pid, "SIGKILL");
      await ended;
      running.delete(one);
    },
  };
  running.add(one);
  return one;
}

/** A process and all below it, by their numbers. */
export function treeOf(pid) {
  const children = new Map();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const [, parent] = statOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (one) => [one, ...(children.get(one) ?? []).flatMap(below)];
  return below(pid);
}

/** Fields of `/proc/PID/stat` after the name, which may have any text in it: state, parent, and so on. */
function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields.map((field) => (/^\d+$/.test(field) ? Number(field) : field));
  } catch {
    return [];
  }
}

/** Seconds of processor time that some processes have used. */
export function processorTime(pids) {
  const ticks = pids.map((pid) => statOf(pid)).reduce((sum, fields) => sum + (fields[11] ?? 0) + (fields[12] ?? 0), 0);
  return ticks / 100;
}

/** Megabytes that some processes have, what they share counted once (PSS). */
export function memory(pids) {
  const kilobytes = pids.map((pid) => {
    try {
      return Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** A port of this machine on which nothing listens. */
export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
