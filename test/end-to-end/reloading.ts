import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reloadScript } from "../../sdk/haproxy/reload.js";
import { labEnvironment } from "./lab.js";

/** The script with a real HAProxy, and a folder that changes as a Kubernetes volume does. */
export class Script {
  readonly folder = mkdtempSync(join(tmpdir(), "vamp-reload-"));
  private readonly declared = join(this.folder, "declared");
  private version = 0;
  private child: ChildProcess | undefined;
  /** What it and HAProxy said. */
  said = "";

  constructor() {
    for (const folder of [this.declared, join(this.folder, "run")]) mkdirSync(folder);
  }

  /** Makes some files what is declared, all at once: a link to a folder, as kubelet does. */
  declare(files: Readonly<Record<string, string>>): void {
    const content = `..${++this.version}`;
    mkdirSync(join(this.declared, content, "certificates"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.declared, content, name), text);
    symlinkSync(content, join(this.declared, "..next"));
    renameSync(join(this.declared, "..next"), join(this.declared, "..data"));
    const shown = ["certificates", ...Object.keys(files).filter((name) => !name.includes("/"))];
    const before = readdirSync(this.declared).filter((name) => !name.startsWith(".."));
    for (const name of before) if (!shown.includes(name)) rmSync(join(this.declared, name));
    for (const name of shown) if (!before.includes(name)) symlinkSync(`..data/${name}`, join(this.declared, name));
  }

  /** Starts it. It may read again at once, unless told after how many seconds. */
  start(settled = 0): void {
    const args = ["-c", reloadScript, "agent", this.declared, join(this.folder, "run"), String(settled)];
    this.child = spawn("sh", args, { env: labEnvironment(), stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr?.on("data", (data) => {
      this.said += String(data);
    });
  }

  /** Sends a signal to the script alone. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Waits for its end, and gives its exit code. */
  async ended(): Promise<number | null | undefined> {
    if (this.child?.exitCode === null) await new Promise((resolve) => this.child?.once("exit", resolve));
    return this.child?.exitCode;
  }

  /** Removes all its files. */
  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
