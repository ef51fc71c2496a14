import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { makeSdk, useInstalledPackage } from "./installed.js";
import { labEnvironment, root } from "./lab.js";
import { complaint, pack } from "./policyPack.js";
import { runScript } from "./shell.js";
import { bringsUp, type Commands, isPrinted, type Section, sectionsOf, shortWalk } from "./walkText.js";

/** The examples whose README is a walk: it says how to clean up. */
export const walkedExamples: readonly string[] = readdirSync(join(root, "examples")).filter((name) => {
  const readme = join(root, "examples", name, "README.md");
  return existsSync(readme) && /^## Clean up$/m.test(readFileSync(readme, "utf8"));
});

/** Copies an example into a folder where it finds what it finds in this project, and gives the folder of the copy. */
export function copyOfExample(example: string, top: string): string {
  const folder = join(top, "examples", example);
  const kept = (path: string) => !/\/(node_modules|sdks|venv)$|\/Pulumi\.[^/]+\.yaml$/.test(path);
  cpSync(join(root, "examples", example), folder, { recursive: true, filter: kept });
  for (const shared of ["dist", "docs", "package.json", "policies", "tsconfig.json"])
    symlinkSync(join(root, shared), join(top, shared));
  const modules = join(top, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules")))
    if (!name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(modules, name));
  symlinkSync(root, join(modules, "pulumi-vamp"));
  symlinkSync(join(root, "dist/sdk/cli/main.js"), join(modules, ".bin/vamp"));
  useInstalledPackage(folder);
  return folder;
}

/** A walk through an example: the commands of its README, as written, in a copy of it on a backend of its own. */
export class Walk {
  private readonly top = mkdtempSync(join(tmpdir(), "vamp-walk-"));
  private readonly folder: string;

  /** @param example folder of `examples/` */
  constructor(private readonly example: string) {
    this.folder = copyOfExample(example, this.top);
    mkdirSync(join(this.top, "state"));
  }

  /**
   * Runs the commands: all of them, or those that bring the example up and take it away again. Throws at the first that
   * fails, or that does not print what the README shows, with what it printed; what is there then is taken away. After
   * each section with an update no rule of the policy pack may have anything to say.
   */
  async run(length: "short" | "all"): Promise<void> {
    const all = sectionsOf(readFileSync(join(this.folder, "README.md"), "utf8"));
    const sections = length === "all" ? all : shortWalk(all);
    try {
      for (const section of sections) {
        for (const commands of section.commands) await this.runCommands(section, commands);
        if (bringsUp(section)) await this.askPolicies(section);
      }
    } catch (error) {
      await this.bash("pulumi destroy --yes --skip-preview --non-interactive").catch(() => undefined);
      throw error;
    }
  }

  /** Forgets the copy. */
  dispose(): void {
    rmSync(this.top, { recursive: true, force: true });
  }

  private async runCommands({ title }: Section, { script, printed }: Commands): Promise<void> {
    if (script === "pulumi install\n") return makeSdk(["install"], this.folder, this.environment());
    const output = await this.bash(script);
    if (printed === undefined || isPrinted(printed, output)) return;
    throw new Error(
      `${this.example}, "${title}": the README shows\n${printed}\nafter\n${script}\nbut what was printed is\n${output}`,
    );
  }

  /** Asks the policy pack about what is there, with the configuration that the example has for it. */
  private async askPolicies({ title }: Section): Promise<void> {
    const configured = existsSync(join(this.folder, "policies.json"));
    const options = [...pack, ...(configured ? ["--policy-pack-config", "policies.json"] : [])];
    const said = complaint(await this.bash(`pulumi preview --non-interactive ${options.join(" ")}`));
    if (said !== undefined) throw new Error(`${this.example}, "${title}": ${said}`);
  }

  /** Runs a script, and gives what it prints. */
  private async bash(script: string): Promise<string> {
    const { code, out, all } = await runScript(script, { cwd: this.folder, env: this.environment(), seconds: 250 });
    if (code !== 0) throw new Error(`${this.example}: this ended with ${code}\n${script}\n${all}`);
    return out;
  }

  private environment(): NodeJS.ProcessEnv {
    const lab = labEnvironment();
    return {
      ...lab,
      PATH: [join(this.top, "node_modules/.bin"), lab.PATH].join(delimiter),
      PULUMI_BACKEND_URL: `file://${join(this.top, "state")}`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }
}
