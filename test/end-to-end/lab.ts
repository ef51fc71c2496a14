import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The folder of the project. */
export const root = resolve(__dirname, "../..");

const tool = resolve(root, "test/lab/lab");

/** Runs a command of the lab and gives what it prints. */
function lab(...args: string[]): string {
  const done = spawnSync(tool, args, { encoding: "utf8", timeout: 300_000 });
  if (done.status !== 0) throw new Error(`lab ${args.join(" ")} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

let known: NodeJS.ProcessEnv | undefined;

/** The environment in which kubectl and pulumi are the lab's. Starts the lab when it is not up. */
export function labEnvironment(): NodeJS.ProcessEnv {
  if (known === undefined) {
    lab("up");
    known = { ...process.env, ...(JSON.parse(lab("env", "--json")) as Record<string, string>) };
  }
  return known;
}

/** Process ids of the lab's daemons, by name: `kubelet2` and so on. */
export function daemons(): Readonly<Record<string, number>> {
  const { processes } = JSON.parse(lab("status", "--json")) as { processes: Record<string, number> };
  return processes;
}

/** Has the lab start what does not run. */
export function repairLab(): void {
  lab("up");
}

/** Gives the cluster's DNS the values of real clusters (answers kept for 30 seconds) or the lab's fast ones. */
export function setDns(mode: "real" | "fast"): void {
  lab("dns", mode);
}

/** Runs a command in the lab's environment and gives what it prints. Throws with all of it when the command fails. */
export function run(command: string, args: readonly string[], seconds = 60, env = labEnvironment()): string {
  const done = spawnSync(command, args, { env, encoding: "utf8", timeout: seconds * 1000, maxBuffer: 16 << 20 });
  if (done.status === 0) return done.stdout;
  const why = done.error ? `: ${done.error.message}` : ` with exit code ${done.status}`;
  throw new Error(`${command} ${args.join(" ")} failed${why}\n${done.stdout}${done.stderr}`);
}

/** Runs kubectl and gives what it prints. */
export function kubectl(...args: string[]): string {
  return run("kubectl", args).trim();
}

/**
 * Waits until a new connection to a URL is accepted, for 15 seconds at most, and gives the URL.
 *
 * For addresses that were just made: a node learns of a Service some hundredths of a second after it is there, and a
 * connection that came earlier stays lost. Nobody waits so for an address that was there before.
 */
export async function answering(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const accepts = () =>
    new Promise<boolean>((answer) => {
      const socket = connect({ host: hostname, port: Number(port || 80), timeout: 500 });
      const end = (accepted: boolean) => {
        socket.destroy();
        answer(accepted);
      };
      socket.once("connect", () => end(true));
      socket.once("timeout", () => end(false));
      socket.once("error", () => end(false));
    });
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(50)) if (await accepts()) return url;
  throw new Error(`${url} accepted no connection for 15 seconds`);
}

/** What the traffic client counted. */
export interface LoadSummary {
  readonly requests: number;
  readonly failed: number;
  readonly failures: readonly unknown[];
  readonly versions: Readonly<Record<string, { readonly fresh: number; readonly keepalive: number }>>;
  readonly pods: Readonly<Record<string, number>>;
  /** Requests by the name in the certificate of their connection. */
  readonly certificates: Readonly<Record<string, number>>;
  /** How often the client sent a request again, for its connection had closed before. */
  readonly retries: number;
  readonly seconds: number;
}

/** Requests to a version, on new connections and on old ones. */
export function reached(summary: LoadSummary, version: string): number {
  const { fresh = 0, keepalive = 0 } = summary.versions[version] ?? {};
  return fresh + keepalive;
}

/** Sends a number of requests and waits for the answers. */
export function sendRequests(url: string, requests: number, ...more: string[]): LoadSummary {
  const args = ["--url", url, "--requests", String(requests), "--connections", "10", "--fresh", "0.5", ...more];
  const done = spawnSync("load", args, { env: labEnvironment(), encoding: "utf8", timeout: 120_000 });
  return JSON.parse(done.stdout) as LoadSummary;
}

/** A request as the traffic client traced it, times in milliseconds; `version` is `!error` for one that failed. */
export interface TracedRequest {
  readonly opened: number;
  readonly sent: number;
  readonly answered: number;
  readonly version: string;
}

/** Reads the trace of traffic that has ended. */
export function readTrace(file: string): readonly TracedRequest[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [opened, sent, answered, , version = ""] = line.split(" ");
      return { opened: Number(opened), sent: Number(sent), answered: Number(answered), version };
    });
}

/** Traffic that goes on until it is stopped, or has sent what it should. */
export interface Traffic {
  /** Ends it, and gives what was counted. */
  stop(): Promise<LoadSummary>;
  /** True when it has ended. */
  ended(): boolean;
}

/**
 * Starts fifty clients that send requests until they are stopped, half of them on a new connection each time. They check
 * status, body and version of every answer.
 * @param trace file for one line per request: opened, sent and answered (ms), F(resh) or K(ept alive), version or !error
 */
export function startTraffic(url: string, trace: string, rate = 400): Traffic {
  return startLoad(undefined, url, "--seconds", "200", "--rate", String(rate), "--trace", trace);
}

/**
 * The same with other arguments of `load`: as fast as requests are answered, where none of them says a rate.
 *
 * @param pid a process whose network the client is in; undefined for the host's
 */
export function startLoad(pid: number | undefined, url: string, ...more: string[]): Traffic {
  const load = ["load", "--url", url, "--connections", "50", "--fresh", "0.5", ...more];
  const [program = "", ...args] = pid === undefined ? load : ["nsenter", "--target", String(pid), "--net", ...load];
  const child = spawn(program, args, { env: labEnvironment(), stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += String(data);
  });
  const summary = new Promise<LoadSummary>((resolveSummary, reject) => {
    child.once("error", reject);
    child.once("close", () => resolveSummary(JSON.parse(printed) as LoadSummary));
  });
  return {
    stop: () => {
      child.kill("SIGINT");
      return summary;
    },
    ended: () => child.exitCode !== null,
  };
}
