import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { formatProblems } from "../../../sdk/diagnostics/format.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readDocument, readDocuments } from "../../../sdk/reading/artifacts.js";
import { kindNamed, kinds, schemas } from "../../../sdk/reading/kinds.js";
import { readShape } from "../../../sdk/reading/shape.js";
import { Source } from "../../../sdk/reading/source.js";
import { readYaml } from "../../../sdk/reading/yaml.js";
import { formatText } from "../../../sdk/writing/artifact.js";
import { artifactNode } from "../../../sdk/writing/node.js";
import { printYaml } from "../../../sdk/writing/yaml.js";
import { corpusFiles } from "../../corpusTable.js";
import { arbitraryOf } from "../artifacts/arbitraries.js";

function read(schema: z.ZodType, text: string) {
  const problems = new Problems();
  const node = readYaml(new Source("written", text), problems);
  const value = node && readShape(schema, node, problems);
  return { value, problems: formatProblems(problems.list) };
}

describe.each(kinds)("any of %s", (kind) => {
  it("is the same after it was written and read", () => {
    const schema: z.ZodType = schemas[kind];
    fc.assert(
      fc.property(arbitraryOf(schema), (value) => {
        const text = printYaml(artifactNode(schema, value));
        expect({ text, ...read(schema, text) }).toEqual({ text, value, problems: "" });
      }),
      { numRuns: 200 },
    );
  });
});

const readable = corpusFiles()
  .filter(({ kind }) => kindNamed(kind) !== undefined || kind.includes("+"))
  .flatMap(({ file, kind, text }) => {
    const formatted = format(file, text);
    return formatted === undefined ? [] : [{ kind, file, name: file.replace(/^.*\/(.*)\..*$/, "$1"), text, formatted }];
  });

function artifactsOf(name: string, text: string) {
  const problems = new Problems();
  const artifacts = readDocuments({ name, text }, problems).map((document) => {
    const artifact = readDocument(document, problems, { missing: "keep" });
    return { kind: document.kind, artifact };
  });
  return { artifacts, problems };
}

function format(name: string, text: string): string | undefined {
  return formatText({ name, text }, new Problems());
}

function commentsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map(([, comment = ""]) => comment.trim()).sort();
}

describe.each(readable)("formatting $kind $name", ({ file, text, formatted }) => {
  it("keeps what it says", () => {
    expect(artifactsOf("formatted", formatted).artifacts).toEqual(artifactsOf(file, text).artifacts);
  });

  it("once is formatting twice", () => {
    expect(format("formatted", formatted)).toBe(formatted);
  });

  it("keeps every comment", () => {
    expect(commentsIn(formatted)).toEqual(commentsIn(text));
  });

  it("keeps comments wherever they stand", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.split("\n").length - 1 }), { maxLength: 4 }), (lines) => {
        const commented = text
          .split("\n")
          .map((line, index) => (lines.includes(index) && !/[|>]-?$/.test(line) ? `${line} # at ${index}` : line))
          .join("\n");
        const result = format(file, commented);
        if (result !== undefined)
          expect({ result, comments: commentsIn(result) }).toEqual({ result, comments: commentsIn(commented) });
      }),
      { numRuns: 10 },
    );
  });
});
