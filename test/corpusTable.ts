import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the corpus; another one of the same shape can be given as VAMP_CORPUS. */
export const corpus = process.env.VAMP_CORPUS ?? join(__dirname, "corpus");

/** The rows of a table of the corpus below its header: cells apart by tabs, quoted as in CSV, spaces kept. */
export function corpusTable(name: string): readonly (readonly string[])[] {
  const text = readFileSync(join(corpus, "vamp/vectors", name), "utf8");
  const cell = /(?:^|\t)(?:"((?:[^"]|"")*)"|([^\t]*))/gy;
  return text
    .split("\n")
    .filter((line) => line !== "")
    .slice(1)
    .map((line) => [...line.matchAll(cell)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""));
}
