import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root, run } from "./lab.js";
import { runScript } from "./shell.js";

let installed: string | undefined;

/**
 * The package as it is published, in a folder of its own: `pulumi package add` installs in the folder it is given, which
 * must not be the one that other tests run in. What it needs has the versions that the lab has.
 */
export function installedPackage(): string {
  if (installed !== undefined) return installed;
  const folder = mkdtempSync(join(tmpdir(), "vamp-package-"));
  const packed = run("npm", ["pack", "--silent", "--pack-destination", folder, root], 60).trim();
  run("tar", ["-xzf", join(folder, packed), "-C", folder]);
  installed = join(folder, "package");
  const file = join(installed, "package.json");
  const { devDependencies, scripts, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  const { "@pulumi/pulumi": pulumi, "@pulumi/kubernetes": kubernetes } = devDependencies;
  const dependencies = { ...rest.dependencies, "@pulumi/pulumi": pulumi, "@pulumi/kubernetes": kubernetes };
  writeFileSync(file, JSON.stringify({ ...rest, dependencies }));
  run(
    "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--prefix", installed],
    200,
  );
  return installed;
}

/** Has a project that asks for this package get the {@link installedPackage}. */
export function useInstalledPackage(folder: string): void {
  const file = join(folder, "Pulumi.yaml");
  const text = readFileSync(file, "utf8");
  const named = /^ +vamp: (\.\.\/\.\.|\.\/node_modules\/pulumi-vamp)$/m;
  if (named.test(text)) writeFileSync(file, text.replace(named, `  vamp: ${installedPackage()}`));
}

/**
 * Does what `pulumi install` or `pulumi package add` has to do for a project: makes the SDK that the program imports, and
 * in Python a virtual environment that has it.
 *
 * The lab's language hosts are older than its engine: they make the SDK, and cannot enter it in the project, where the
 * projects of the tests have it already. So the command of the engine fails, and what comes after that is done here.
 */
export async function makeSdk(command: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const script = (text: string) => runScript(text, { cwd: folder, env, seconds: 200 });
  const made = await script(`pulumi ${command.join(" ")} --non-interactive`);
  const isMade = existsSync(join(folder, "sdks/vamp")) && made.all.includes("linking package");
  if (made.code !== 0 && !isMade) throw new Error(made.all);
  if (!existsSync(join(folder, "requirements.txt")) || existsSync(join(folder, "venv"))) return;
  const pip = "venv/bin/python -m pip install --quiet --requirement requirements.txt";
  const { code, all } = await script(`python3 -m venv venv && ${pip}`);
  if (code !== 0) throw new Error(all);
}

/** Takes the {@link installedPackage} away. */
export function disposePackage(): void {
  if (installed !== undefined) rmSync(dirname(installed), { recursive: true });
  installed = undefined;
}
