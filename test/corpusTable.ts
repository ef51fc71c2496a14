import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the project's own corpus. */
export const ownCorpus = join(__dirname, "corpus");

/** Folder of the corpus that the reader is held against; another one of the same shape can be given as VAMP_CORPUS. */
export const corpus = process.env.VAMP_CORPUS ?? ownCorpus;

/** The rows of a table of vectors below its header. */
export function corpusTable(name: string): readonly (readonly string[])[] {
  return rowsOf(corpus, join("vectors", name));
}

/** A file of the corpus and what Vamp makes of it. */
export interface CorpusFile {
  readonly file: string;
  /** Which of Vamp's readers it is for. */
  readonly kind: string;
  readonly expected: string;
  readonly errorClass: string;
  readonly note: string;
  readonly text: string;
}

/** Every file of a corpus. Default: the project's own. */
export function corpusFiles(folder = ownCorpus): readonly CorpusFile[] {
  return rowsOf(folder, "index.tsv").map(([file = "", kind = "", expected = "", errorClass = "", , , , note = ""]) => ({
    file,
    kind,
    expected,
    errorClass,
    note,
    text: readFileSync(join(folder, "vamp", file), "utf8"),
  }));
}

/** The rows of a table below its header: cells apart by tabs, quoted as in CSV, spaces kept. */
function rowsOf(folder: string, table: string): readonly (readonly string[])[] {
  const text = readFileSync(join(folder, "vamp", table), "utf8");
  const cell = /(?:^|\t)(?:"((?:[^"]|"")*)"|([^\t]*))/gy;
  return text
    .split("\n")
    .filter((line) => line !== "")
    .slice(1)
    .map((line) => [...line.matchAll(cell)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""));
}
