import { readFileSync } from "node:fs";
import { join } from "node:path";

const corpus = process.env.VAMP_CORPUS ?? "test/corpus";

/** The rows of a table of vectors, without its heading. Tab-separated, cells with `"` quoted as in CSV, nothing trimmed. */
export function vectors(name: string): string[][] {
  const text = readFileSync(join(corpus, "vamp/vectors", `${name}.tsv`), "utf8");
  const rows = text.split("\n").filter((line) => line !== "");
  return rows
    .slice(1)
    .map((row) =>
      row.split("\t").map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    );
}
