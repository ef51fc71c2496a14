// Requests, and what is measured of them: rate and times by wrk, versions and losses by the lab's client.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { program } from "./programs.mjs";

/** Asks for one host after the other. Paced: each connection waits 5 to 15 ms between two requests. */
const script = (hosts, paced) => `
local hosts = {${hosts.map((host) => `"${host}"`).join(", ")}}
local requests, last = {}, 0
function init()
  for i, host in ipairs(hosts) do requests[i] = wrk.format("GET", "/", { Host = host }) end
end
function request()
  last = last % #requests + 1
  return requests[last]
end
${paced ? "function delay() return math.random(5, 15) end" : ""}
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"requests": %d, "seconds": %f, "failed": %d, "p50": %f, "p99": %f}\\n', summary.requests,
    summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
`;

function spawned(command, env) {
  const child = spawn(command[0], command.slice(1), { env, stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });
  let [printed, wrong] = ["", ""];
  child.stdout.on("data", (text) => {
    printed += text;
  });
  child.stderr.on("data", (text) => {
    wrong += text;
  });
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${command.join(" ")} failed\n${printed}${wrong}`)),
    );
  });
  return { child, ended };
}

/**
 * Sends requests over connections that stay open, as fast as they are answered or at about 5,000 a second, and gives how
 * many there were and the median and 99th percentile of their times in milliseconds. Throws when one failed.
 */
export async function measure(url, { hosts, seconds, paced = false, connections = 50, prefix = [] }) {
  const folder = mkdtempSync(join(tmpdir(), "vamp-wrk-"));
  const { file, libraries } = program("wrk");
  try {
    const lua = join(folder, "requests.lua");
    writeFileSync(lua, script(hosts, paced));
    const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", lua, url];
    const env = { ...process.env, LD_LIBRARY_PATH: libraries };
    const printed = await spawned([...prefix, file, ...args], env).ended;
    const result = JSON.parse(printed.trim().split("\n").at(-1));
    if (result.failed > 0 || result.requests === 0) throw new Error(`${result.failed} requests to ${url} failed`);
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sends a number of requests to a host, half of the connections new ones, and gives who answered. */
export async function ask(url, host, requests, prefix = []) {
  const args = ["--url", url, "--host", host, "--requests", String(requests), "--connections", "16", "--fresh", "0.5"];
  return JSON.parse(await spawned([...prefix, program("load"), ...args]).ended);
}

/** Share of the answers that came from a version. */
export function shareOf(summary, version) {
  const { fresh = 0, keepalive = 0 } = summary.versions[version] ?? {};
  return (fresh + keepalive) / summary.requests;
}

/** Sends requests as fast as they are answered while something is done, and gives what became of them. */
export async function during(url, host, work, prefix = []) {
  const args = ["--url", url, "--host", host, "--connections", "50", "--fresh", "0.5", "--seconds", "200"];
  const load = spawned([...prefix, program("load"), ...args]);
  let failure;
  try {
    await sleep(1_000);
    await work();
    await sleep(1_000);
  } catch (error) {
    failure = error;
  }
  load.child.kill("SIGINT");
  const summary = JSON.parse(await load.ended);
  for (const { at, kind, error } of summary.failures) process.stderr.write(`lost at ${at}, ${kind}: ${error}\n`);
  if (failure !== undefined) throw failure;
  return summary;
}
