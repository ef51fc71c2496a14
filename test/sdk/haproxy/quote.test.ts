import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentLine, fetchOf, isFetchArgument, quote, UnquotableError } from "../../../sdk/haproxy/quote.js";

describe("quote", () => {
  it.each([
    ["plain", "'plain'"],
    ["a b", "'a b'"],
    ['say "hi"', `'say "hi"'`],
    ["it's", `'it'\\''s'`],
    ["'", `''\\'''`],
    ["a\\", `'a\\'`],
    ["#no comment", "'#no comment'"],
    ["$HOME ${HOME}", "'$HOME ${HOME}'"],
    ["Zürich", "'Zürich'"],
  ])("writes %s as %s", (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it.each(["", "a\nb", "a\rb", "a\0b", "a\tb", "a\u2028b", "\ud800", "\u007f"])("refuses %j", (text) => {
    expect(() => quote(text)).toThrow(UnquotableError);
  });

  it("gives one word that HAProxy reads back as the text", () => {
    const text = fc.string({ unit: fc.constantFrom("'", "\\", '"', "$", "{", "#", " ", "a"), minLength: 1 });
    fc.assert(
      fc.property(text, (text) => {
        expect(readWords(quote(text))).toEqual([text]);
      }),
    );
  });
});

describe("fetchOf", () => {
  it("puts a name between parentheses", () => {
    expect(fetchOf("req.hdr", "X-User_1")).toBe("req.hdr(X-User_1)");
  });

  it.each(["", "a,b", "a)", "(a", "a b", "a'b", 'a"b', "a#b", "a\\b", "a\nb", "ä"])("refuses %j", (name) => {
    expect(isFetchArgument(name)).toBe(false);
    expect(() => fetchOf("req.hdr", name)).toThrow(UnquotableError);
  });
});

describe("commentLine", () => {
  it("cannot leave its line", () => {
    expect(commentLine("a\nacl x always_true\r\u2028b")).toBe("# a acl x always_true  b");
  });
});

/** Words of a configuration line by the rules of the Configuration Manual 2.2, without double quotes, which `quote` never writes. */
function readWords(line: string): string[] {
  const words: string[] = [];
  let word = "";
  let strong = false;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (strong) {
      if (character === "'") strong = false;
      else word += character;
    } else if (character === "'") strong = true;
    else if (character === "\\") {
      index += 1;
      word += line.charAt(index);
    } else if (character === " ") {
      words.push(word);
      word = "";
    } else word += character;
  }
  return [...words, word];
}
