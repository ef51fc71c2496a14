import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReferences, type ReferencePart } from "../../../sdk/references/parse.js";
import { corpusTable } from "../../corpusTable.js";

function shown(part: ReferencePart): string {
  switch (part.kind) {
    case "text":
      return `str ${part.text}`;
    case "local":
      return `local ${part.name}`;
    case "host":
      return `host ${part.cluster}`;
    case "trait":
      return `trait ${part.cluster}.${part.group}.${part.name}`;
    case "global":
      return `global ${part.scheme}://${part.path}`;
  }
}

describe("the corpus's table of references", () => {
  it.each(corpusTable("references.tsv"))("reads %s as %s", (text = "", nodes = "") => {
    const parsed = parseReferences(text);
    expect("parts" in parsed && parsed.parts.map(shown)).toEqual(nodes.split(" | "));
  });
});

describe("a reference", () => {
  it("knows its place", () => {
    expect(parseReferences("a$b")).toEqual({
      parts: [
        { kind: "text", text: "a" },
        { kind: "local", name: "b", offset: 1, length: 2 },
      ],
    });
  });
  it.each([
    ["a lone sign", "cost: $ 5", 6],
    ["braces that do not close", "a${b", 1],
    ["empty braces", "${}", 0],
  ])("is not %s", (_, text, offset) => {
    expect(parseReferences(text)).toEqual({ problems: [expect.objectContaining({ offset, length: 1 })] });
  });
  it("ends before a dot that no trait follows", () => {
    const parsed = parseReferences("$name.example.com");
    expect("parts" in parsed && parsed.parts.map(shown)).toEqual(["local name", "str .example.com"]);
  });
});

it("keeps every text without a sign as it is, and answers any text", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parsed = parseReferences(text);
      if (!text.includes("$")) expect(parsed).toEqual({ parts: text === "" ? [] : [{ kind: "text", text }] });
    }),
  );
});
