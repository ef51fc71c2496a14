import type { YamlText } from "../reading/artifacts.js";
import { Misuse, type World } from "./command.js";

/** The texts of files, `-` for standard input. */
export function readTexts(files: readonly string[], world: World): readonly YamlText[] {
  if (files.length === 0) throw new Misuse("no file is given; `-` is standard input");
  return files.map((name) => ({ name, text: textOf(name, world) }));
}

/** The texts of files as git has them at a revision, of those that there are then. */
export function readTextsAt(revision: string, files: readonly string[], world: World): readonly YamlText[] {
  if (files.length === 0) throw new Misuse("no file is given");
  return files.flatMap((name) => {
    const bytes = bytesOf(name, () => world.readAt(revision, name));
    return bytes === undefined ? [] : [{ name, text: decoded(name, bytes) }];
  });
}

function textOf(file: string, world: World): string {
  return decoded(
    file,
    bytesOf(file, () => world.read(file)),
  );
}

function bytesOf<Bytes>(file: string, read: () => Bytes): Bytes {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
    throw new Misuse(`${file}: ${reason}`);
  }
}

function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Misuse(`${file}: this is not UTF-8 text`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder; name the files in it",
  EACCES: "this file may not be read",
};
