import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedPackage, makeSdk, useInstalledPackage } from "./installed.js";
import { labEnvironment, root, run } from "./lab.js";

/** A language that programs of the tests are written in. */
export type Language = "nodejs" | "python" | "go" | "yaml";

/** A resource as a preview would make it. */
export interface PreviewedResource {
  readonly type: string;
  readonly urn: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly inputs?: object;
  readonly outputs?: object;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly aliases?: readonly string[];
  readonly protect?: boolean;
}

interface Preview {
  readonly steps?: readonly { readonly newState?: PreviewedResource }[];
  readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[];
}

/** The `tsconfig.json` of an example in a folder of its own, as examples/README.md gives it. */
function tsconfigOfItsOwn(): string {
  const readme = readFileSync(join(root, "examples/README.md"), "utf8");
  const [, tsconfig] = /^```json\n(\{\n {2}"compilerOptions".*?)^```$/ms.exec(readme) ?? [];
  if (tsconfig === undefined) throw new Error("examples/README.md gives no tsconfig.json");
  return tsconfig;
}

/** A copy of a project in some language, in a folder of its own and on a backend of its own. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "vamp-project-"));

  private constructor(
    readonly language: Language,
    source: string,
    private stack: string,
  ) {
    cpSync(source, this.folder, { recursive: true, filter: (path) => !/\/(sdks|venv|node_modules)$/.test(path) });
    mkdirSync(join(this.folder, "state"));
    useInstalledPackage(this.folder);
    this.useStack(stack);
    if (language === "nodejs") this.linkPackage();
  }

  /**
   * Copies a project, and makes it ready to run.
   * @param source folder of the project, which finds this package two folders above itself
   */
  static async make(language: Language, source: string, stack: string): Promise<Project> {
    const project = new Project(language, source, stack);
    if (language === "python" || language === "go")
      await makeSdk(["package", "add", installedPackage()], project.folder, project.environment());
    return project;
  }

  /** Makes a stack, and uses that from now on. */
  useStack(stack: string): void {
    run("pulumi", ["stack", "init", stack, "--cwd", this.folder], 60, this.environment());
    this.stack = stack;
  }

  /** Changes a file of the project. */
  edit(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file);
    writeFileSync(path, change(readFileSync(path, "utf8")));
  }

  /** Runs a command of the engine on the stack. Throws with all that it printed when it fails. */
  async pulumi(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.engine(args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed in ${this.language}:\n${output}`);
    return output;
  }

  /** What a command of the engine prints that has to fail. */
  async refused(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.engine(args);
    if (code === 0) throw new Error(`pulumi ${args.join(" ")} did not fail in ${this.language}:\n${output}`);
    return output;
  }

  /**
   * What `up` would make, by name and type: without where it stands in the program, with `(project)` for its project's
   * name, and dependencies in order.
   */
  async preview(...args: readonly string[]): Promise<ReadonlyMap<string, PreviewedResource>> {
    const { diagnostics = [], steps = [] } = await this.previewed(args);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(""));
    const made = steps.flatMap(({ newState }) => newState ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack");
    return new Map(made.map((resource) => [`${resource.urn.split("::").at(-1)} ${resource.type}`, resource]));
  }

  /** The errors that a preview ends with, as one text. */
  async mistakes(...args: readonly string[]): Promise<string> {
    const { diagnostics = [] } = await this.previewed(args);
    return diagnostics.flatMap(({ severity, message }) => (severity === "error" ? [message] : [])).join("\n");
  }

  /** An output of the stack. */
  async output(name: string): Promise<string> {
    return (await this.pulumi("stack", "output", name)).trim();
  }

  /** Forgets the project. What it made has to be gone. */
  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async previewed(args: readonly string[]): Promise<Preview> {
    const { output } = await this.engine(["preview", "--json", ...args]);
    const name = /^name: (.*)$/m.exec(readFileSync(join(this.folder, "Pulumi.yaml"), "utf8"))?.[1] ?? "";
    // What the provider names gets another name in each preview.
    const named = output
      .replaceAll(new RegExp(`\\b${name}\\b`, "g"), "(project)")
      .replace(/(-environment|-agent-config)-[0-9a-f]{8}\b/g, "$1-(made)");
    return JSON.parse(named, (key, value) => {
      if (key === "sourcePosition" || key === "stackTrace") return undefined;
      // Lists of dependencies have no order: those of a resource, and those of each of its properties.
      if (key === "propertyDependencies") for (const urns of Object.values<string[]>(value)) urns.sort();
      return key === "dependencies" && Array.isArray(value) ? value.sort() : value;
    }) as Preview;
  }

  private engine(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn("pulumi", [...args, "--stack", this.stack, "--cwd", this.folder, "--non-interactive"], {
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 200_000,
    });
    let output = "";
    for (const stream of args.includes("--json") ? [child.stdout] : [child.stdout, child.stderr])
      stream.on("data", (data) => {
        output += String(data);
      });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, output }));
    });
  }

  private linkPackage(): void {
    const modules = join(this.folder, "node_modules");
    mkdirSync(modules);
    symlinkSync(join(root, "node_modules/@pulumi"), join(modules, "@pulumi"));
    symlinkSync(root, join(modules, "pulumi-vamp"));
    const tsconfig = join(this.folder, "tsconfig.json");
    if (existsSync(tsconfig)) writeFileSync(tsconfig, tsconfigOfItsOwn());
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...labEnvironment(), PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}` };
  }
}
