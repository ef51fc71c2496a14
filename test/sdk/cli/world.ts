import { vamp } from "../../../sdk/cli/vamp.js";

/** Runs `vamp` in a world of these files, where writing fails as it is told, and gives all that it said and wrote. */
export function runVamp(files: Readonly<Record<string, string>>, line: string, options?: WorldOptions) {
  return runVampWith(files, line === "" ? [] : line.split(" "), options);
}

interface WorldOptions {
  readonly colour?: boolean;
  readonly failure?: string;
}

/** The same with arguments that may hold anything. */
export function runVampWith(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  { colour = false, failure }: WorldOptions = {},
) {
  const out: string[] = [];
  const said: string[] = [];
  const written: Record<string, string> = {};
  const code = vamp(args, "1.2.3", {
    read: (file) => {
      const text = files[file];
      if (text === undefined) throw Object.assign(new Error("?"), { code: file === "folder" ? "EISDIR" : "ENOENT" });
      return file === "good.yml" ? new TextEncoder().encode(text) : Buffer.from(text);
    },
    readAt: (revision, file) => {
      if (revision === "nope") throw new Error("fatal: Not a valid object name nope");
      const text = files[`${revision}:${file}`];
      return text === undefined ? undefined : Buffer.from(text);
    },
    write: (file, text) => {
      if (failure !== undefined) throw Object.assign(new Error("?"), { code: failure });
      written[file] = text;
    },
    out: (text) => void out.push(text),
    say: (text) => void said.push(text),
    colour,
  });
  return { code, out: out.join(""), said: said.join(""), written };
}
