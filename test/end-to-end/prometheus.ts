import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { run } from "./lab.js";
import { freePort } from "./sockets.js";

/** A part of what Prometheus answers to a query. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** A Prometheus of a test's own, that asks some addresses for metrics each second. */
export class Prometheus {
  private readonly folder = mkdtempSync(join(tmpdir(), "vamp-prometheus-"));
  private child: ChildProcess | undefined;
  private port = 0;

  /** @param jobs `scrape_configs` of its configuration */
  async start(jobs: readonly object[]): Promise<void> {
    const file = join(this.folder, "prometheus.yml");
    writeFileSync(file, stringify({ global: { scrape_interval: "1s", scrape_timeout: "1s" }, scrape_configs: jobs }));
    this.port = await freePort();
    const args = [`--config.file=${file}`, `--storage.tsdb.path=${join(this.folder, "data")}`];
    this.child = spawn(this.program(), [...args, `--web.listen-address=127.0.0.1:${this.port}`], { stdio: "ignore" });
  }

  /** What a query gives; nothing as long as it does not run. */
  async query(text: string): Promise<readonly Series[]> {
    const url = `http://127.0.0.1:${this.port}/api/v1/query?query=${encodeURIComponent(text)}`;
    const response = await fetch(url).catch(() => undefined);
    if (response === undefined || response.status === 503) return [];
    const answer = (await response.json()) as { error?: string; data?: { result: readonly Series[] } };
    if (answer.data === undefined) throw new Error(`${text}: ${answer.error}`);
    return answer.data.result;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child !== undefined) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true });
  }

  /** The program: the machine's, else Debian's, which is unpacked and not installed. */
  private program(): string {
    const found = spawnSync("which", ["prometheus"], { encoding: "utf8" }).stdout.trim();
    if (found !== "") return found;
    const unpacked = join(this.folder, "package");
    mkdirSync(unpacked);
    const download = () => spawnSync("apt-get", ["download", "prometheus"], { cwd: unpacked, timeout: 120_000 }).status;
    if (download() !== 0) {
      run("apt-get", ["update"], 120);
      download();
    }
    const archive = readdirSync(unpacked).find((file) => file.endsWith(".deb"));
    if (archive === undefined) throw new Error("Debian's package `prometheus` cannot be downloaded");
    run("dpkg-deb", ["-x", join(unpacked, archive), unpacked]);
    const program = join(unpacked, "usr/bin/prometheus");
    if (!existsSync(program)) throw new Error(`there is no ${program}`);
    return program;
  }
}
