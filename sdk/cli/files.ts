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

/** The texts of those files that there are. */
export function readTextsThere(files: readonly string[], world: World): readonly YamlText[] {
  return files.flatMap((name) => {
    try {
      return readTexts([name], world);
    } catch (error) {
      if (error instanceof NoSuchFile) return [];
      throw error;
    }
  });
}

/** Writes a result to a file. */
export function writeText(file: string, text: string, world: World): void {
  try {
    world.write(file, text);
  } catch (error) {
    throw writingFailed(file, error);
  }
}

/** Says why a result could not be written. */
export function writingFailed(file: string, error: unknown): Misuse {
  return failure(file, error, writing);
}

/** Says that a file is not there. */
class NoSuchFile extends Misuse {}

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
    throw failure(file, error, reading);
  }
}

function failure(file: string, error: unknown, reasons: Readonly<Record<string, string>>): Misuse {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = `${file}: ${reasons[code] ?? (error instanceof Error ? error.message : String(error))}`;
  return code === "ENOENT" || code === "ENOTDIR" ? new NoSuchFile(text) : new Misuse(text);
}

function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Misuse(`${file}: this is not UTF-8 text`);
  }
}

const reading: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "this is a folder; name the files in it",
  EACCES: "this file may not be read",
};

const writing: Readonly<Record<string, string>> = {
  EEXIST: "this cannot be written, for a part of its path is a file",
  ENOTDIR: "this cannot be written, for a part of its path is a file",
  EISDIR: "this is a folder; name a file",
  EACCES: "this may not be written",
  EROFS: "this may not be written",
  ENOSPC: "there is no room left for this",
};
