import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type ConfigSettings, configFile, renderFiles } from "../../sdk/haproxy/config.js";
import type { Known } from "../../sdk/later.js";
import type { Listener } from "../../sdk/routing/table.js";
import { settings } from "../sdk/haproxy/listeners.js";

/** What a backend of the tests saw of a request. */
export interface Seen {
  readonly server: string;
  readonly method: string;
  readonly url: string;
  /** Values of each header, in lines. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** An answer as a client sees it. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What the backend saw; undefined when the agent answered. */
  readonly seen: Seen | undefined;
}

/** A request of a test. */
export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** The address of this machine to which it goes. Default: `127.0.0.1`. */
  readonly to?: string;
}

/** What an agent of the tests may have unlike others. */
export interface AgentOptions extends Partial<ConfigSettings> {
  /** The HAProxy that runs. Default: the first of {@link findHaproxies}. */
  readonly haproxy?: string | undefined;
  /** Port of this machine on which the name server is that it asks. Default: those of the machine. */
  readonly nameServer?: number;
  /** Environment variables of its container. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Changes its configuration. Default: as it is. */
  readonly rewrite?: (configuration: string) => string;
}

/** Servers and agents of a test file, stopped together. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), "haproxy-"));
  private readonly connections = new Agent({ keepAlive: true, maxSockets: 32 });
  private readonly servers: Server[] = [];
  private readonly processes: ChildProcess[] = [];
  private readonly asked = new Set<string>();
  private agents = 0;

  /**
   * A backend that tells what it saw; `/status/503` answers so, `/slow/300` after so many milliseconds, `/once/x` is 503 when
   * it is asked for the first time, and `/broken/a` is when `a` is asked.
   */
  async echo(server: string, address = "127.0.0.1", port = 0): Promise<number> {
    const listening = createServer((asked, answer) => {
      const url = asked.url ?? "";
      const [, what, value] = /^\/(status|slow|once|broken)\/([\w-]+)/.exec(url) ?? [];
      const again = this.asked.has(`${server}${url}`);
      this.asked.add(`${server}${url}`);
      const headers: Record<string, string[]> = {};
      for (let index = 0; index < asked.rawHeaders.length; index += 2) {
        const name = (asked.rawHeaders[index] ?? "").toLowerCase();
        headers[name] = [...(headers[name] ?? []), asked.rawHeaders[index + 1] ?? ""];
      }
      const body = JSON.stringify({ server, method: asked.method, url: asked.url, headers } satisfies Partial<Seen>);
      const status =
        what === "status"
          ? Number(value)
          : (what === "once" && !again) || (what === "broken" && value === server)
            ? 503
            : 200;
      const say = () => answer.writeHead(status, { "x-echo": server, "content-type": "application/json" }).end(body);
      asked.resume();
      if (what === "slow") setTimeout(say, Number(value));
      else say();
    });
    listening.keepAliveTimeout = 60_000;
    this.servers.push(listening);
    await new Promise<void>((done) => listening.listen(port, address, done));
    return addressOf(listening)?.port ?? 0;
  }

  /** Ends the backend on a port and its connections; {@link echo} on the same port brings it back. */
  async hush(port: number, address = "127.0.0.1"): Promise<void> {
    const ending = this.servers.filter((server) => {
      const listening = addressOf(server);
      return listening?.port === port && listening.address === address;
    });
    for (const server of ending) {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    }
  }

  /** An agent that runs; gives what it writes to its log, and where it says how it is. */
  async agent(
    listeners: readonly Known<Listener>[],
    certificates: Readonly<Record<string, string>> = {},
    { nameServer, environment, haproxy: file, rewrite = (text) => text, ...said }: AgentOptions = {},
  ) {
    const folder = join(this.folder, `agent-${++this.agents}`);
    const healthPort = await freePort();
    const files = renderFiles(listeners, { ...settings, threads: 2, healthPort, ...said });
    const config = files[configFile] ?? "";
    const names = nameServer === undefined ? "parse-resolv-conf" : `nameserver test 127.0.0.1:${nameServer}`;
    write(folder, { ...files, [configFile]: rewrite(config).replace("parse-resolv-conf", names) }, certificates);
    const haproxy = spawn(file ?? findHaproxies()[0] ?? "", ["-db", "-f", folder], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    this.processes.push(haproxy);
    let output = "";
    for (const stream of [haproxy.stdout, haproxy.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    for (const { port } of listeners) await listening(port, () => output);
    return { log: () => output, folder, healthPort };
  }

  /** Sends a request, over connections that stay open unless it is to be a new one. */
  ask(
    port: number,
    { method = "GET", path = "/", headers = {}, body, to = "127.0.0.1" }: Asked = {},
    fresh = false,
  ): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const options = {
        host: to,
        port,
        method,
        path,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
        ),
        // Without an agent of its own a request takes that of the process, which keeps connections too.
        agent: fresh ? false : this.connections,
        timeout: 10_000,
      };
      const sent = request(options, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        answer.on("end", () => {
          const plain = answer.headers["x-echo"] !== undefined && answer.headers["content-encoding"] === undefined;
          const seen = plain && text !== "" ? (JSON.parse(text) as Seen) : undefined;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, seen });
        });
      });
      sent.on("timeout", () => sent.destroy(new Error("no answer within 10 s")));
      sent.on("error", reject);
      sent.end(body);
    });
  }

  stop(): void {
    for (const one of this.processes) one.kill("SIGKILL");
    this.connections.destroy();
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What any HAProxy at hand says against a configuration; nothing when each takes it without a warning. */
export function complaints(
  files: Readonly<Record<string, string>>,
  certificates: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "haproxy-checked-"));
  try {
    write(folder, files, certificates);
    return complaintsAt(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** {@link complaints} of what is in a folder. */
export function complaintsAt(folder: string): string {
  return findHaproxies()
    .map((haproxy) => {
      try {
        execFileSync(haproxy, ["-c", "-dW", "-f", folder], { stdio: "pipe", timeout: 60_000 });
        return "";
      } catch (error) {
        return error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
      }
    })
    .join("");
}

/** Where a server listens. */
function addressOf(server: Server): AddressInfo | undefined {
  const address = server.address();
  return typeof address === "object" ? (address ?? undefined) : undefined;
}

/** Writes what an agent reads as it is in the container, but for the socket. */
function write(
  folder: string,
  files: Readonly<Record<string, string>>,
  certificates: Readonly<Record<string, string>>,
): void {
  for (const [name, text] of Object.entries({ ...files, ...certificates })) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      name === configFile ? text.replace("/var/run/haproxy/admin.sock", join(folder, "s.sock")) : text,
    );
  }
}

const given = new Set<number>();

/** A port on which nothing listens, and that was not given before: two frontends of HAProxy may share a port. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}

async function listening(port: number, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (open) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`nothing listens on port ${port} after 10 s: ${said()}`);
}

/** HAProxy of the lab, then Debian's there, that of the machine and those in `VAMP_HAPROXY`, a list like `PATH`. */
export function findHaproxies(): readonly string[] {
  const cache = process.env.VAMP_LAB_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "vamp-lab");
  const folders = [join(cache, "bin"), ...(process.env.PATH ?? "").split(delimiter)];
  const more = (process.env.VAMP_HAPROXY ?? "").split(delimiter).filter((file) => file !== "");
  const [own = "", ...others] = folders.map((one) => join(one, "haproxy"));
  const found = [own, `${own}-debian`, ...others, ...more].filter((file) => existsSync(file));
  if (found.length === 0) throw new Error(`haproxy is neither in ${cache}/bin (make the lab) nor on PATH`);
  return [...new Set(found)];
}

/** The version of a HAProxy, as `2.6.12`. */
export function versionOf(haproxy: string): string {
  const said = execFileSync(haproxy, ["-v"], { encoding: "utf8" });
  return / version (\d+\.\d+\.\d+)/.exec(said)?.[1] ?? said;
}
