import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { integer } from "../../../sdk/artifacts/leaves.js";
import { composePorts } from "../../../sdk/compose/ports.js";
import type { ProblemCode } from "../../../sdk/diagnostics/codes.js";
import { formatProblems } from "../../../sdk/diagnostics/format.js";
import { type Problem, Problems } from "../../../sdk/diagnostics/problem.js";
import { importsOf } from "../../../sdk/expansion/imports.js";
import { readArtifact, readDocument, readDocuments } from "../../../sdk/reading/artifacts.js";
import { kindNamed } from "../../../sdk/reading/kinds.js";
import { get, type MapNode } from "../../../sdk/reading/node.js";
import { readShape } from "../../../sdk/reading/shape.js";
import { Source } from "../../../sdk/reading/source.js";
import { readYamlDocuments } from "../../../sdk/reading/yaml.js";
import { type CorpusFile, corpus, corpusFiles, ownCorpus } from "../../corpusTable.js";

/**
 * Codes of what this project refuses and Vamp took, by design; docs/fidelity.md says why of each. A file that Vamp took
 * may be refused for these, and for nothing else.
 */
const stricter: readonly ProblemCode[] = ["DuplicateKey", "ConditionParseError", "UnsupportedPathRewriteError"];

/** Files that Vamp's own documents show and that Vamp 1.0 would have refused, with what is wrong with them. */
const stale: Readonly<Record<string, readonly ProblemCode[]>> = {
  "breeds#2": ["MissingPathValueError"],
  "breeds#3": ["MissingPathValueError"],
  "breeds#5": ["UnexpectedElement"],
  "deployments#4": ["UnexpectedElement"],
  "deployments#7": ["UnexpectedElement"],
  "environment-variables#5": ["UnresolvedDependencyInTraitValueError"],
  "environment-variables#7": ["MissingPathValueError"],
  "environment-variables#10": ["MissingPathValueError"],
  "environment-variables#11": ["MissingPathValueError"],
  "escalations#6": ["UnresolvedEnvironmentVariableError"],
  "references#3": ["UnexpectedTypeError"],
  "service-discovery#1": ["MissingPathValueError"],
  "virtual-hosts#3": ["NoServiceError"],
  "workflows#2": ["DuplicateKey"],
  "workflows#3": ["MissingPathValueError"],
};

/** Reads a file of the corpus with the reader it is for, and tells the errors. */
function errorsOf({ file, kind, text }: CorpusFile): readonly Problem[] {
  const problems = new Problems();
  const source = { name: file, text };
  const known = kindNamed(kind);
  if (known !== undefined) readArtifact(known, source, problems);
  else if (kind.includes("+") || (kind === "docker-compose" && !isPortList(text)))
    for (const document of readDocuments(source, problems)) readDocument(document, problems, { missing: "keep" });
  else {
    const node = readYamlDocuments(new Source(file, text), problems)?.[0];
    if (node?.kind === "map") readPart(kind, node, problems);
  }
  return problems.list.filter((problem) => problem.severity === "error");
}

/** Reads what is no artifact but a part of one. */
function readPart(kind: string, node: MapNode, problems: Problems): void {
  if (kind === "import/template") importsOf(node, problems);
  // Upstream asks this file for a whole number under `integer`.
  if (kind === "generic-yaml") readShape(z.strictObject({ integer: integer(0, 100) }), node, problems);
  const ports = get(node, "ports");
  if (kind === "docker-compose" && ports?.kind === "list") composePorts(ports.items, [], problems);
}

/** Upstream reads the ports of a docker-compose service alone, too. */
function isPortList(text: string): boolean {
  return text.startsWith("ports:");
}

describe.each(corpusFiles(corpus).map((row) => ({ ...row, name: row.file.replace(/^.*\/(.*)\..*$/, "$1") })))(
  "$kind $name",
  (row) => {
    const errors = errorsOf(row);
    const codes = [...new Set(errors.map((problem) => problem.code))];

    if (row.expected === "error" || row.expected === "doc-example-bad-yaml")
      it(`is refused: ${row.errorClass || "no YAML"}`, () => {
        expect(codes).toContain(row.errorClass || "YamlParsingError");
      });
    // A new class of Vamp 1.0 that only its next version gave up.
    else if (row.note.includes("only at HEAD"))
      it("is what only the version after 1.0 took", () => {
        expect(codes.filter((code) => !stricter.includes(code) && code !== "IllegalStrictName")).toEqual([]);
      });
    else if (row.expected === "doc-example" && (row.name in stale || row.note !== ""))
      it("is an example that 1.0 would have refused", () => {
        expect(codes).toEqual(expect.arrayContaining([...(stale[row.name] ?? [])]));
        expect(codes).not.toEqual([]);
      });
    // Upstream never checked its documents' examples; those of the project's own corpus were looked at one by one.
    else if (row.expected !== "doc-example" || corpus === ownCorpus)
      it("is taken, but for what is refused by design", () => {
        expect(formatProblems(errors.filter(({ code }) => !stricter.includes(code)))).toBe("");
      });

    it("has every problem at a place in its text", () => {
      for (const { location } of errors) {
        expect(location.offset).toBeGreaterThanOrEqual(0);
        expect(location.offset + location.length).toBeLessThanOrEqual(row.text.length + 1);
      }
    });
  },
);

it("everything that is refused by design is explained in docs/fidelity.md", () => {
  const fidelity = readFileSync("docs/fidelity.md", "utf8");
  for (const code of [...stricter, "IllegalStrictName"]) expect(fidelity).toContain(`\`${code}\``);
});
