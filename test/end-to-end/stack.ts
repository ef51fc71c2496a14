import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VampEnvironmentArgs } from "../../components/index.js";
import { answering, kubectl, labEnvironment, root, run } from "./lab.js";

/** What a command of the engine printed, and how it ended. */
export interface EngineResult {
  readonly ok: boolean;
  readonly output: string;
}

interface KubernetesList {
  readonly items: readonly {
    readonly kind: string;
    readonly metadata: {
      readonly name: string;
      readonly labels?: object;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec?: Readonly<Record<string, unknown>>;
    readonly data?: object;
  }[];
}

/**
 * A stack of a test's own: a project with a program, in a folder of its own, on a file backend of its own. The program
 * imports the compiled package by its name, as a user's does.
 */
export class Stack {
  private readonly folder = mkdtempSync(join(tmpdir(), "vamp-test-"));
  private program = "";
  /** Addresses of Services that have answered: those of which no request may fail any more. */
  private readonly known = new Set<string>();

  /** Name of the project, the stack and the environment: another one each time, for the last may still be going away. */
  readonly name: string;

  /**
   * @param title what the stack is for: lower-case letters
   * @param variables more variables for the engine, such as a PATH with another Node.js
   * @param settings more arguments of the program's environment
   */
  constructor(
    title: string,
    private readonly variables: NodeJS.ProcessEnv = {},
    private readonly settings: Omit<VampEnvironmentArgs, "organisation"> = {},
  ) {
    this.name = `${title}${randomBytes(2).toString("hex")}`;
    const { name } = this;
    const modules = join(this.folder, "node_modules");
    mkdirSync(modules);
    mkdirSync(join(this.folder, "state"));
    symlinkSync(join(root, "node_modules/@pulumi"), join(modules, "@pulumi"));
    symlinkSync(root, join(modules, "pulumi-vamp"));
    this.write(
      "Pulumi.yaml",
      `name: ${name}\nmain: index.js\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
    );
    this.write("package.json", `{ "name": "${name}", "version": "1.0.0", "main": "index.js" }\n`);
    run("pulumi", ["stack", "init", name, "--cwd", this.folder], 60, this.environment());
  }

  /**
   * The backend of its state, for a stack that refers to this one: `PULUMI_BACKEND_URL`. Without the files beside the state
   * in which it keeps attributes: an engine that is killed while it writes one leaves it empty, and no command works then.
   */
  get backend(): string {
    return `file://${join(this.folder, "state")}?metadata=skip`;
  }

  /** Where a file of the project is. */
  path(file: string): string {
    return join(this.folder, file);
  }

  /** Writes a file of the project. */
  write(file: string, text: string): void {
    writeFileSync(this.path(file), text);
  }

  /**
   * Where the host finds a Service of a Namespace, which is the environment's unless it is given: its address, which pods
   * use too. The first time it waits until a just-made address answers.
   */
  async serviceUrl(service: string, namespace = this.namespace): Promise<string> {
    const found = kubectl(
      "-n",
      namespace,
      "get",
      "service",
      service,
      "-o",
      "jsonpath={.spec.clusterIP}:{.spec.ports[0].port}",
    );
    const url = `http://${found}/`;
    if (!this.known.has(url)) this.known.add(await answering(url));
    return url;
  }

  /** All that is there of the stack, without what the cluster adds, and without what has another name each time. */
  made(): readonly object[] {
    const kinds = "deployments,services,configmaps,networkpolicies,poddisruptionbudgets";
    const managed = ["-n", this.namespace, "-l", "app.kubernetes.io/managed-by=pulumi"];
    const text = kubectl("get", kinds, ...managed, "-o", "json").replaceAll(this.name, "(name)");
    const madeUp = (JSON.parse(text) as KubernetesList).items.filter(
      ({ metadata: { annotations } }) => annotations?.["pulumi.com/autonamed"] === "true",
    );
    const { items } = JSON.parse(
      madeUp.reduce((rest, { kind, metadata: { name } }) => rest.replaceAll(name, `(made up, ${kind})`), text),
    ) as KubernetesList;
    const namespace = JSON.parse(
      kubectl("get", "namespace", this.namespace, "-o", "json").replaceAll(this.name, "(name)"),
    ) as KubernetesList["items"][number];
    return [...items, namespace].map(({ kind, metadata: { name, labels }, spec = {}, data }) => {
      const { clusterIP, clusterIPs, finalizers, ...rest } = spec;
      return { kind, name, labels, data, spec: rest };
    });
  }

  /** Everything the engine remembers of the stack, as it stands on the disk. */
  state(): string {
    return readFileSync(join(this.folder, "state/.pulumi/stacks", this.name, `${this.name}.json`), "utf8");
  }

  /**
   * Makes a program of statements; `vamp`, `pulumi` and `environment` are there.
   * @param settings more arguments of the environment, beside the stack's own
   */
  setProgram(statements: string, settings: Omit<VampEnvironmentArgs, "organisation"> = {}): void {
    this.program = statements;
    this.write(
      "index.js",
      `const vamp = require("pulumi-vamp");
const pulumi = require("@pulumi/pulumi");
const environment = new vamp.VampEnvironment("environment", ${JSON.stringify({ environment: this.name, ...this.settings, ...settings, organisation: "test" })});
${statements}
`,
    );
  }

  /** The Namespace of the program's environment. */
  get namespace(): string {
    return `vamp-test-${this.settings.environment ?? this.name}`;
  }

  /** Changes the program, when one is given, and brings the stack up. Fails the test when the engine fails. */
  async up(program = this.program): Promise<string> {
    this.setProgram(program);
    return this.succeed("up", "--yes", "--skip-preview");
  }

  /** Brings the stack up after it asked the cluster what is really there. */
  refreshAndUp(): Promise<string> {
    return this.succeed("up", "--yes", "--skip-preview", "--refresh");
  }

  /** Fails the test unless nothing would change. */
  expectNoChanges(): Promise<string> {
    return this.succeed("preview", "--expect-no-changes", "--diff");
  }

  /** An output of the program. */
  output<T>(name: string): T {
    const text = run(
      "pulumi",
      ["stack", "output", "--json", "--show-secrets", "--cwd", this.folder, "--stack", this.name],
      60,
      this.environment(),
    );
    return (JSON.parse(text) as Record<string, T>)[name] as T;
  }

  /** Runs a command of the engine and fails the test when it fails. */
  async succeed(...args: string[]): Promise<string> {
    const { ok, output } = await this.engine(...args);
    if (!ok) throw new Error(`pulumi ${args.join(" ")} failed:\n${output}`);
    return output;
  }

  /** Takes the lock away that an engine left which was killed. */
  unlock(): void {
    run("pulumi", ["cancel", "--yes", "--cwd", this.folder, "--stack", this.name], 60, this.environment());
  }

  /**
   * Brings the stack up and kills the engine when it has begun a number of steps: a creation, an update or a deletion of
   * a resource. Gives whether it came to that.
   */
  async interruptUp(steps: number): Promise<boolean> {
    const child = this.spawnEngine(["up", "--yes", "--skip-preview"]);
    const begun = new Set<string>();
    let rest = "";
    child.stdout.on("data", (data) => {
      const lines = (rest + String(data)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const step = /^ *\S+ +(\S+ \S+ (creating|updating|deleting)) \(/.exec(line)?.[1];
        if (step !== undefined) begun.add(step);
      }
      if (begun.size >= steps) child.kill("SIGKILL");
    });
    // Not `close`: what the engine had started may hold its output open for a while.
    const signal = await new Promise<string | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (_, by) => resolve(by));
    });
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
    return signal === "SIGKILL";
  }

  /** Runs a command of the engine. */
  engine(...args: string[]): Promise<EngineResult> {
    const child = this.spawnEngine(args);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        output += String(data);
      });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ ok: code === 0, output }));
    });
  }

  /** Destroys what the stack made. */
  destroy(): Promise<string> {
    return this.succeed("destroy", "--yes", "--skip-preview");
  }

  /** Lets go of everything without waiting for it: the cluster takes the Namespace away while other tests go on. */
  dispose(): void {
    kubectl("delete", "namespace", this.namespace, "--ignore-not-found", "--wait=false");
    rmSync(this.folder, { recursive: true });
  }

  private spawnEngine(args: readonly string[]) {
    return spawn("pulumi", [...args, "--stack", this.name, "--cwd", this.folder, "--non-interactive"], {
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 150_000,
    });
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...labEnvironment(), PULUMI_BACKEND_URL: this.backend, ...this.variables };
  }
}
