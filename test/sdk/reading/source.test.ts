import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPath, type Path, Source } from "../../../sdk/reading/source.js";

const pathOf = (...keys: (string | number)[]) =>
  keys.reduce<Path | undefined>((parent, key) => ({ parent, key }), undefined);

describe("position", () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [4, 3, 1],
    [7, 3, 4],
    [100, 3, 97],
  ])("of offset %i is %i:%i", (offset, line, column) => {
    expect(new Source("x", "ab\n\ncde").position(offset)).toEqual({ line, column });
  });

  it("and its line lead back to the character", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é"), minLength: 1 }), fc.nat(), (text, at) => {
        const offset = at % text.length;
        const source = new Source("x", text);
        const { line, column } = source.position(offset);
        const character = text[offset];
        if (character !== "\n" && character !== "\r") expect(source.line(line)[column - 1]).toBe(character);
        expect(
          text
            .split("\n")
            .slice(0, line - 1)
            .join("\n").length +
            (line > 1 ? 1 : 0) +
            column -
            1,
        ).toBe(offset);
      }),
    );
  });
});

describe("formatPath", () => {
  it.each([
    [[], ""],
    [["clusters", "sava", "services", 0, "breed"], "clusters.sava.services[0].breed"],
    [["clusters", "sava:1.0"], 'clusters["sava:1.0"]'],
    [[0, 1], "[0][1]"],
    [["8080"], '["8080"]'],
    [['a"b'], '["a\\"b"]'],
  ])("writes %j as %s", (keys, path) => {
    expect(formatPath(pathOf(...keys))).toBe(path);
  });
});
