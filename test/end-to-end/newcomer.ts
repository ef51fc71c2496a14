import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { labEnvironment, root, run } from "./lab.js";
import { complaint } from "./policyPack.js";
import { runScript } from "./shell.js";
import { type Commands, filesOf, isPrinted, sectionsOf } from "./walkText.js";

/** The section of README.md that starts a cluster; it takes what follows for granted. */
const start = "Two commands";
/** All tests: this walk is one of them. */
const itself = "make test\n";
/** The stack of the demo, so that a demo that runs stays as it is. */
const demo = "newcomer";

/**
 * Somebody who has README.md, a terminal and nothing else: writes the files that it shows where it says, and runs its
 * commands as written, all in one shell.
 */
export class Newcomer {
  private readonly top = mkdtempSync(join(tmpdir(), "vamp-newcomer-"));
  private readonly folder = join(this.top, "vamp");
  private readonly readme: string;

  /** @param from a fresh clone of what is committed, with nothing installed; or the project as it stands, all set up */
  constructor(private readonly from: "clone" | "project") {
    if (from === "clone") run("git", ["clone", "--quiet", root, this.folder], 60, process.env);
    else {
      mkdirSync(this.folder);
      for (const name of readdirSync(root)) if (name !== ".git") symlinkSync(join(root, name), join(this.folder, name));
    }
    mkdirSync(join(this.top, "state"));
    this.readme = readFileSync(join(this.folder, "README.md"), "utf8");
  }

  /**
   * Follows the README from its start, or from a cluster that runs, to its end. Throws at the first command that fails, or
   * does not print what the README shows. Policies must have nothing to say where they are asked.
   */
  async follow(): Promise<void> {
    for (const { path, text } of filesOf(this.readme)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const sections = sectionsOf(this.readme).filter(({ title }) => this.from === "clone" || title !== start);
    const steps = sections.flatMap(({ commands }) => commands).filter(({ script }) => script !== itself);
    const printed = await this.bash(steps.map(({ script }) => script));
    for (const [index, step] of steps.entries()) check(step, printed[index] ?? "");
  }

  /** Takes away what is left of both stacks, and forgets the folder. */
  dispose(): void {
    const environment = { ...labEnvironment(), ...this.variables() };
    const stacks = [
      ["first", join(this.folder, "first")],
      [demo, this.folder],
    ] as const;
    for (const [stack, folder] of stacks) {
      const listed = run("pulumi", ["stack", "ls", "--json", "--cwd", folder], 60, environment);
      if (listed.includes(`"${stack}"`))
        run("pulumi", ["destroy", "--yes", "--skip-preview", "--stack", stack, "--cwd", folder], 150, environment);
    }
    rmSync(this.top, { recursive: true });
  }

  /** What this shell has beside its user's: stacks of its own. */
  private variables(): NodeJS.ProcessEnv {
    return { PULUMI_BACKEND_URL: `file://${join(this.top, "state")}`, VAMP_DEMO_STACK: demo };
  }

  /** Runs scripts one after another in one shell, and gives what each printed. */
  private async bash(scripts: readonly string[]): Promise<readonly string[]> {
    const mark = "– next –";
    const env = { ...process.env, ...this.variables() };
    const script = scripts.join(`\necho '${mark}'\n`);
    const { code, out, all } = await runScript(script, { cwd: this.folder, env, seconds: 900 });
    const outputs = out.split(`${mark}\n`);
    if (code !== 0) throw new Error(`this ended with ${code}\n${scripts[outputs.length - 1]}\n${all}`);
    return outputs;
  }
}

function check({ script, printed }: Commands, output: string): void {
  if (printed !== undefined && !isPrinted(printed, output))
    throw new Error(`README.md shows\n${printed}\nafter\n${script}\nbut what was printed is\n${output}`);
  const said = script.includes("--policy-pack") ? complaint(output) : undefined;
  if (said !== undefined) throw new Error(`the first blueprint: ${said}`);
}
