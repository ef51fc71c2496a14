import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigSettings, configFile, renderFiles } from "../../sdk/haproxy/config.js";
import { reloadScript } from "../../sdk/haproxy/reload.js";
import type { Known } from "../../sdk/later.js";
import type { Listener } from "../../sdk/routing/table.js";
import { settings } from "../sdk/haproxy/listeners.js";
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

  /** Makes an agent what is declared, which asks a name server of the tests if there is one. */
  declareAgent(listeners: readonly Known<Listener>[], own: Partial<ConfigSettings>, nameServer?: number): void {
    const files = renderFiles(listeners, { ...settings, reloads: true, ...own });
    const names = nameServer === undefined ? "parse-resolv-conf" : `nameserver test 127.0.0.1:${nameServer}`;
    const text = (files[configFile] ?? "")
      .replace("parse-resolv-conf", names)
      .replace("/var/run/haproxy/admin.sock", `${this.folder}/admin.sock`);
    this.declare({ ...files, [configFile]: text });
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
