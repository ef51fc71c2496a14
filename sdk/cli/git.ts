import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * The bytes of a file as git has them at a revision, as reading the file would give them: links are followed.
 * @returns undefined where there was no such file.
 * @throws Error that says what is wrong with the revision; with the code `EISDIR` for a folder.
 */
export function readAtRevision(revision: string, file: string, links = 0): Uint8Array | undefined {
  const { folder, path } = placeOf(file);
  const listed = git(folder, "ls-tree", "-z", revision, "--", path).toString();
  if (listed === "") return undefined;
  const [mode = "", kind] = listed.split(/[ \t]/);
  if (kind !== "blob") throw Object.assign(new Error("this is a folder"), { code: "EISDIR" });
  const bytes = git(folder, "show", `${revision}:${path}`);
  if (mode !== symbolicLink) return bytes;
  if (links >= mostLinks) throw new Error("symbolic links lead on and on");
  return readAtRevision(revision, join(dirname(file), bytes.toString()), links + 1);
}

/** Git's mode of a symbolic link, whose content is where it leads. */
const symbolicLink = "120000";

const mostLinks = 40;

/** A folder that is there now, and how the file is called from it: its own folder may be there no more. */
function placeOf(file: string): { readonly folder: string; readonly path: string } {
  let folder = dirname(file);
  let path = basename(file);
  while (!existsSync(folder) && dirname(folder) !== folder) {
    path = `${basename(folder)}/${path}`;
    folder = dirname(folder);
  }
  return { folder, path: `./${path}` };
}

/** What git prints in a folder. */
function git(folder: string, ...args: readonly string[]): Buffer {
  const { error, status, stdout, stderr } = spawnSync("git", args, {
    cwd: folder,
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error !== undefined)
    throw new Error("code" in error && error.code === "ENOENT" ? "there is no git" : error.message);
  if (status !== 0) throw new Error(stderr.toString().trim() || `git ended with ${status}`);
  return stdout;
}
