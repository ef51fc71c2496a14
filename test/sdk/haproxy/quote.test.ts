import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  balanceWords,
  bodyWord,
  commentLine,
  cookieName,
  duration,
  fetchOf,
  format,
  headerName,
  integer,
  isFetchArgument,
  networkWord,
  pathWord,
  proxyWord,
  quote,
  serverHost,
  siteHost,
  UnquotableError,
} from "../../../sdk/haproxy/quote.js";

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

describe("format", () => {
  it.each([
    ["100%", "'100%%'"],
    ["%[src] %ci", "'%%[src] %%ci'"],
    ["it's", "'it'\\''s'"],
    ["", "'%[var(txn.nothing)]'"],
  ])("writes %j as %s", (text, written) => {
    expect(format(text)).toBe(written);
  });

  it("has the samples of this package in it", () => {
    expect(format("a%", { sample: "path" })).toBe("'a%%%[path]'");
  });
});

describe("bodyWord", () => {
  it("writes line ends outside of the quotes", () => {
    expect(bodyWord("a\n\tb'\r\n")).toBe(String.raw`'a'\n\t'b'\'''\r\n`);
    expect(() => bodyWord("a\0")).toThrow(UnquotableError);
  });

  it("takes what fits into a buffer, counted in bytes", () => {
    expect(bodyWord("ü".repeat(6_000))).toContain("ü");
    expect(() => bodyWord("ü".repeat(6_001))).toThrow("a body of 12002 bytes is too long");
  });
});

const balance = (text: string) => balanceWords(text).join();

describe("what is not even quoted", () => {
  it.each([
    ["header name", headerName, ["X-A", "x_b"], ["", "a b", "a:", "ä", "Content-Length", "transfer-encoding"]],
    ["cookie name", cookieName, ["vamp", "a.b-c"], ["", "a=b", "a;b", "a b", "a[b]"]],
    ["host of a site", siteHost, ["a.b", "[::1]"], ["", "A.b", "a b", "}", "#a", "-a", "a/b"]],
    ["host of a server", serverHost, ["a.b", "10.0.0.1", "::1"], ["", "a b", "a/b", "a'b"]],
    ["name of a section", proxyWord, ["a.b-c:1"], ["", "a b", "@a", "=a", "a/b"]],
    ["path", pathWord, ["/", "/a%20?b"], ["", "a", "/a b", "/ä", "/a\n"]],
    ["network", networkWord, ["10.0.0.0/8", "::1"], ["", "a", "10.0.0.0/33", "-f /etc/passwd"]],
    [
      "algorithm",
      balance,
      ["leastconn", "hdr(x-user)", "url_param(u)", "uri depth 3", "random(1)"],
      ["", "best", "hdr(a) b", "uri\n", "random(0)", "random(00)", "uri len 0", "uri depth 0", "uri depth 1 len 0"],
    ],
  ] as const)("%s", (_, write, good, bad) => {
    for (const text of good) expect(() => write(text)).not.toThrow();
    for (const text of bad) expect(() => write(text), text).toThrow(UnquotableError);
  });
});

describe("numbers", () => {
  it("are whole, and times are neither none nor too long", () => {
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => integer(value)).toThrow(UnquotableError);
    const times = [0, 1, 999, 1_000, 1_500, 60_000, 1e15].map(duration);
    expect(times).toEqual(["1ms", "1ms", "999ms", "1s", "1500ms", "60s", "2147483s"]);
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
