import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the corpus; another one of the same shape can be given as VAMP_CORPUS. */
export const corpus = process.env.VAMP_CORPUS ?? join(__dirname, "corpus");

/** The rows of a table of vectors below its header. */
export function corpusTable(name: string): readonly (readonly string[])[] {
  return rowsOf(join("vectors", name));
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

/** Every file of the corpus. */
export function corpusFiles(): readonly CorpusFile[] {
  return rowsOf("index.tsv").map(([file = "", kind = "", expected = "", errorClass = "", , , , note = ""]) => ({
    file,
    kind,
    expected,
    errorClass,
    note,
    text: readFileSync(join(corpus, "vamp", file), "utf8"),
  }));
}

/** The rows of a table below its header: cells apart by tabs, quoted as in CSV, spaces kept. */
function rowsOf(table: string): readonly (readonly string[])[] {
  const text = readFileSync(join(corpus, "vamp", table), "utf8");
  const cell = /(?:^|\t)(?:"((?:[^"]|"")*)"|([^\t]*))/gy;
  return text
    .split("\n")
    .filter((line) => line !== "")
    .slice(1)
    .map((line) => [...line.matchAll(cell)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""));
}
