import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";

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

/** What the traffic client counted. */
export interface LoadSummary {
  readonly requests: number;
  readonly failed: number;
  readonly failures: readonly unknown[];
  readonly versions: Readonly<Record<string, { readonly fresh: number; readonly keepalive: number }>>;
  readonly pods: Readonly<Record<string, number>>;
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

/** Traffic that goes on until it is stopped. */
export interface Traffic {
  /** Ends it, and gives what was counted. */
  stop(): Promise<LoadSummary>;
}

/**
 * Starts fifty clients that send requests until they are stopped, half of them on a new connection each time. They check
 * status, body and version of every answer.
 * @param trace file for one line per request: opened, sent and answered (ms), F(resh) or K(ept alive), version or !error
 */
export function startTraffic(url: string, trace: string, rate = 400): Traffic {
  const args = [
    "--url",
    url,
    "--connections",
    "50",
    "--fresh",
    "0.5",
    "--seconds",
    "200",
    "--rate",
    String(rate),
    "--trace",
    trace,
  ];
  const child = spawn("load", args, { env: labEnvironment(), stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += String(data);
  });
  const ended = new Promise<LoadSummary>((resolveSummary, reject) => {
    child.once("error", reject);
    child.once("close", () => resolveSummary(JSON.parse(printed) as LoadSummary));
  });
  return {
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}
