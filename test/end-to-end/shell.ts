import { spawn } from "node:child_process";

/** Where and for how long a script runs. */
export interface ShellOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** After so many seconds it is killed. */
  readonly seconds: number;
}

/** A script that ended. */
export interface ShellResult {
  /** Its exit code, or the signal that ended it. */
  readonly code: number | string | null;
  /** What it wrote to its standard output. */
  readonly out: string;
  /** That, and what it wrote to its standard error, as they came. */
  readonly all: string;
}

/** Runs a script in one bash that stops at the first command that fails. */
export function runScript(script: string, { cwd, env, seconds }: ShellOptions): Promise<ShellResult> {
  const shell = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: seconds * 1000,
  });
  const printed = { out: "", all: "" };
  shell.stdout.on("data", (data) => {
    printed.out += String(data);
    printed.all += String(data);
  });
  shell.stderr.on("data", (data) => {
    printed.all += String(data);
  });
  return new Promise((resolve, reject) => {
    shell.once("error", reject);
    shell.once("close", (code, signal) => resolve({ code: code ?? signal, ...printed }));
  });
}
