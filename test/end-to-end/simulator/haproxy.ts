import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { renderFiles } from "../../../sdk/haproxy/config.js";
import { pairFile } from "../../../sdk/haproxy/files.js";
import type { Known } from "../../../sdk/later.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import { backendsOf, tablesOf } from "../../../sdk/routing/table.js";
import { settings } from "../../sdk/haproxy/listeners.js";
import { complaintsAt, findHaproxies } from "../agent.js";
import { statistics } from "../runtime.js";

/** A change of the configuration's text, to see whether it is noticed. */
export type Fault = (configuration: string) => string;

/** An agent on this machine whose listeners are sockets in a folder, so that there may be many. */
export class AgentUnderTest {
  private readonly folder = mkdtempSync(join(tmpdir(), "agent-"));
  private process: ChildProcess | undefined;
  private said = "";

  /** @param dns port of the DNS that knows instances */
  constructor(private readonly dns: number) {}

  /** @throws Error when any HAProxy does not take the configuration, or ours does not find the instances. */
  async start(listeners: readonly Known<Listener>[], fault?: Fault): Promise<void> {
    const secure = listeners.filter(({ tls }) => tls !== undefined);
    const files = { ...renderFiles(listeners, settings), ...certificates(this.folder, secure) };
    for (const [name, content] of Object.entries(files)) {
      const isConfiguration = name.endsWith(".cfg");
      mkdirSync(join(this.folder, name, ".."), { recursive: true });
      writeFileSync(join(this.folder, name), isConfiguration ? this.local(fault?.(content) ?? content) : content);
    }
    const said = fault === undefined ? complaintsAt(this.folder) : "";
    if (said !== "") throw new Error(said);
    this.process = spawn(findHaproxies()[0] ?? "", ["-db", "-f", this.folder], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.said = (this.said + text).slice(-4_000);
      });
    const last = listeners.at(-1);
    for (let attempt = 0; last !== undefined && !existsSync(this.socketOf(last)); attempt++) {
      if (this.process.exitCode !== null || attempt > 200) throw new Error(`HAProxy did not start: ${this.said}`);
      await sleep(50);
    }
    const kept = backendsOf(listeners.flatMap(tablesOf)).filter(({ instances }) => instances?.cookie !== undefined);
    for (let attempt = 0; (await this.instanceCookies()).size < kept.length; attempt++) {
      if (attempt > 100) throw new Error(`HAProxy does not find all instances: ${this.said}`);
      await sleep(200);
    }
  }

  /** The values of the cookies that keep clients with instances, by the names of the cookies; of backends with two. */
  async instanceCookies(): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, string[]>();
    for (const value of await statistics(join(this.folder, "admin.sock"))) {
      if (!value("svname").startsWith("instance") || !value("status").startsWith("UP")) continue;
      const cookie = `instance-${value("pxname").replace(/^b/, "")}`;
      found.set(cookie, [...(found.get(cookie) ?? []), value("cookie")]);
    }
    return new Map([...found].filter(([, values]) => values.length === 2));
  }

  socketOf({ port }: Pick<Listener, "port">): string {
    return join(this.folder, `${port}.sock`);
  }

  stop(): void {
    this.process?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The configuration with sockets in the folder for the ports of a pod, and backends that are checked rarely. */
  private local(text: string): string {
    return text
      .replace(/^( {2}bind ):(\d+),\S+ v6only/gm, `$1${this.folder}/$2.sock`)
      .replace("parse-resolv-conf", `nameserver test 127.0.0.1:${this.dns}`)
      .replace(/^ {2}stats socket \S+/m, `  stats socket ${this.folder}/admin.sock`)
      .replace(/ check inter \d+m?s? /g, " check inter 60s ");
  }
}

/** The certificate of some listeners, as their files: one for all. */
function certificates(folder: string, listeners: readonly Known<Listener>[]): Readonly<Record<string, string>> {
  const file = (name: string) => join(folder, name);
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=all"];
  const written = ["-keyout", file("key"), "-out", file("certificate")];
  execFileSync("openssl", ["req", "-x509", ...made, ...written, "-days", "2"], { stdio: "pipe" });
  const text = (name: string) => readFileSync(file(name), "utf8");
  return Object.fromEntries(
    listeners.flatMap((listener) => {
      const pair = `certificates/${pairFile(listener, 0)}`;
      return [
        [pair, text("certificate")],
        [`${pair}.key`, text("key")],
      ];
    }),
  );
}
