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
    ["cost: $ 5", 6, 1, "a lone `$` is not a reference"],
    ["a${b", 1, 2, "this `${` is never closed"],
    ["${a{b}", 0, 2, "this `${` is never closed"],
    ["${ }", 0, 4, "there is no name between the braces"],
    ["x${a b}y", 1, 6, "`${a b}` is not a reference"],
  ])("is not in %s", (text, offset, length, message) => {
    expect(parseReferences(text)).toEqual({ problems: [expect.objectContaining({ offset, length, message })] });
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

describe("a megabyte of text", () => {
  // Were the time not linear, one of these would take hours.
  it.each(["$", "${", "${a", "$a.", "${a b}", "$a://", "${ ", "$a.ports.", "$a.host$"])("of %s is read", (piece) => {
    const parsed = parseReferences(piece.repeat(1_000_000 / piece.length));
    expect("parts" in parsed ? parsed.parts.length : parsed.problems.length).toBeGreaterThan(0);
  });
  it.each([
    ["a name", "${", "a"],
    ["white space", "${a", " "],
    ["a path", "${a://b", ".b"],
    ["a name of a trait", "${a.ports.", "b"],
  ])("in which %s does not end is read", (_, start, piece) => {
    expect(parseReferences(start + piece.repeat(500_000))).toHaveProperty("problems");
  });
});
