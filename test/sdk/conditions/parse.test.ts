import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCondition } from "../../../sdk/conditions/parse.js";
import type { Condition } from "../../../sdk/conditions/tree.js";
import { conditions } from "./arbitraries.js";
import { conditionExpression } from "./expression.js";
import { writeCondition } from "./write.js";

function read(text: string): string {
  const { tree, problems } = parseCondition(text);
  return tree ? conditionExpression(tree) : JSON.stringify(problems);
}

describe("the forms of tests", () => {
  it.each([
    ["path == /x", "(pathEquals /x)"],
    ["path = /x", "(pathEquals /x)"],
    ["path is /x", "(pathEquals /x)"],
    ["path != /x", "(not (pathEquals /x))"],
    ["path not /x", "(not (pathEquals /x))"],
    ["path starts with /x", "(pathPrefix /x)"],
    ["path STARTS  With /x", "(pathPrefix /x)"],
    ["not path starts with /x", "(not (pathPrefix /x))"],
    ["path ~ ^/x$", "(pathMatches ^/x$)"],
    ["path !~ '^/(x|y)$'", "(not (pathMatches ^/(x|y)$))"],
    ["method == GET", "(method GET)"],
    ["method != get", "(not (method GET))"],
    ["query page == 2", "(queryEquals page 2)"],
    ["query f[x]!=2", "(not (queryEquals f[x] 2))"],
    ["header X-Group == beta", "(headerEquals X-Group beta)"],
    ["header X-Group != beta", "(not (headerEquals X-Group beta))"],
    ["cookie group == beta", "(cookieEquals group beta)"],
    ["cookie group is beta", "(cookieEquals group beta)"],
    ["cookie group==beta", "(cookieEquals group beta)"],
    ["cookie group has be", "(cookie-contains group be)"],
    ["source in 10.0.0.0/8", "(source 10.0.0.0/8)"],
    ["source not in 2001:db8::/32", "(not (source 2001:db8::/32))"],
    ["source == 10.1.2.3", "(source 10.1.2.3)"],
    ["host == *.example.com", "(host *.example.com)"],
    ["host == [2001:db8::1]", "(host [2001:db8::1])"],
    ["useragent is IE", "(ua IE)"],
    ["USER-AGENT MISSES x", "(not (ua x))"],
    ["Has Cookie a", "(cookie a)"],
    ["contains header 'X-A'", "(header X-A)"],
    // A value may be any word, also one of the language.
    ["host not in", "(not (host in))"],
    ["header a contains and and header b contains or", "(and (header-contains a and) (header-contains b or))"],
    ["header a contains it's", "(header-contains a it's)"],
    ["header a contains 'it''s'", "(header-contains a it's)"],
    ['header a contains "say ""hi"" (now)"', '(header-contains a say "hi" (now))'],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe("what holds tests together", () => {
  it.each([
    ["has cookie a\n  and has cookie b\n", "(and (cookie a) (cookie b))"],
    ["(has cookie a)and(has cookie b)", "(and (cookie a) (cookie b))"],
    ["has cookie a &&has cookie b", "(and (cookie a) (cookie b))"],
    ["not not has cookie a", "(not (not (cookie a)))"],
    ["!! has cookie a", "(not (not (cookie a)))"],
    ["NOT has cookie a", "(not (cookie a))"],
    ["not (has cookie a or has cookie b)", "(not (or (cookie a) (cookie b)))"],
    ["not misses cookie a", "(not (not (cookie a)))"],
    ["((has cookie a))", "(cookie a)"],
    ["not < path_beg /x >", '(not (raw "path_beg /x"))'],
  ])("%j", (text, expected) => {
    const { tree } = parseCondition(text, { allowRawAcl: true });
    expect(tree && conditionExpression(tree)).toBe(expected);
  });

  it("knows where each part stands", () => {
    const text = "  host == a.com and ( not  has cookie b )";
    const shown: string[] = [];
    const visit = (node: Condition): void => {
      if (node.span) shown.push(text.slice(node.span.offset, node.span.offset + node.span.length));
      if (node.kind === "not") visit(node.operand);
      if (node.kind === "and" || node.kind === "or") node.operands.forEach(visit);
    };
    const { tree } = parseCondition(text);
    if (tree) visit(tree);
    expect(shown).toEqual([text.slice(2), "host == a.com", "not  has cookie b", "has cookie b"]);
  });
});

describe("problems", () => {
  it.each([
    ["", 0, 0, "the condition is empty"],
    ["hots == a.com", 0, 4, "`hots` is nothing that a condition can test"],
    ["constructor == 1", 0, 11, "`constructor` is nothing that a condition can test"],
    ["path_beg /api", 0, 8, "HAProxy's own words go between `<` and `>`"],
    ["hdr_sub(user-agent) Android", 0, 7, "HAProxy's own words go between `<` and `>`"],
    ["< path_beg /api >", 0, 17, "raw HAProxy ACLs are not allowed here"],
    ["< path_beg", 0, 1, "this raw ACL is never closed"],
    ["host", 4, 0, "the comparison is missing after `host`"],
    ["host ==", 7, 0, "the value is missing"],
    ["host ist a", 5, 3, "`ist` is not a comparison"],
    ["method contains GET", 7, 8, "`method` cannot be compared with `contains`"],
    ["host == a b", 10, 1, "`b` does not belong here"],
    ["(host == a", 0, 1, "this parenthesis is never closed"],
    ["host == a)", 9, 1, "`)` does not belong here"],
    ["host == a and", 13, 0, "the text ends where a test is expected"],
    ["host == 'a", 8, 1, "this quote is never closed"],
    ["has cokie a", 4, 5, "only a cookie or a header can be there or be missing"],
    ["has cookie", 10, 0, "the name is missing"],
    ["host == a.com:80", 8, 8, "`a.com:80` is not a host"],
    ["host == a..b", 8, 4, "`a..b` is not a host"],
    ["host == a.*.b", 8, 5, "`a.*.b` is not a host"],
    ["host == *", 8, 1, "`*` is not a host"],
    ["header 'a b' == 1", 7, 5, "`a b` cannot be the name of a header"],
    ["has cookie 'a,b'", 11, 5, "`a,b` cannot be the name of a cookie"],
    ["has header a[b]", 11, 4, "`a[b]` cannot be the name of a header"],
    ["cookie a == ''", 12, 2, "the value is empty"],
    ["header a == ' b'", 12, 4, "HTTP strips the spaces round a value"],
    ["header a contains 'b\nc'", 18, 5, "the value holds a control character or a line end"],
    ["host == a\u001b", 9, 1, "there is a control character in the condition"],
    ["header a contains \ud800", 18, 1, "there is a control character in the condition"],
    ["path == x", 8, 1, "`x` is not a path"],
    ["path == /x?y", 8, 4, "`/x?y` is not a path"],
    ["path ~ '('", 7, 3, "`(` cannot be used as a regular expression"],
    ["method == 'G T'", 10, 5, "`G T` is not a method"],
    ["query a == 'b c'", 11, 5, "`b c` cannot be the value of a query parameter"],
    ["source in 10.0.0.0/33", 10, 11, "`10.0.0.0/33` is not an address or a network"],
    ["source in fe80::1%eth0", 10, 12, "is not an address or a network"],
  ])("%j", (text, offset, length, message) => {
    const { tree, problems = [] } = parseCondition(text);
    expect(tree).toBeUndefined();
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]).toMatchObject({ offset, length });
  });

  it("come all at once, where the syntax allows", () => {
    const { problems } = parseCondition("host == a:1 or path == b or source in c");
    expect(problems?.map(({ offset }) => offset)).toEqual([8, 23, 38]);
  });

  it.each([
    ["hots == a.com", "host"],
    ["has cokie a", "cookie"],
    ["host == a adn host == b", "and"],
  ])("name the nearest word: %s", (text, nearest) => {
    expect(parseCondition(text).problems?.[0]?.nearest).toBe(nearest);
  });

  it("do not repeat long values", () => {
    const { problems } = parseCondition(`host == ${"a".repeat(5000)}`);
    expect(problems?.[0]?.message.length).toBeLessThan(100);
  });
});

describe("bounds", () => {
  it("takes 200 levels and no more", () => {
    expect(parseCondition(`${"(".repeat(200)}has cookie a${")".repeat(200)}`).tree).toBeDefined();
    for (const open of ["(", "!", "not "])
      expect(parseCondition(`${open.repeat(3000)}has cookie a`).problems?.[0]?.message).toContain("more than 200 deep");
  });

  it("takes long chains, but no text over 16 kB", () => {
    const chain = Array(1000).fill("has cookie a").join(" or ");
    expect(parseCondition(chain).tree).toMatchObject({ kind: "or", operands: { length: 1000 } });
    expect(parseCondition(`${chain} or ${chain}`).problems?.[0]?.message).toContain("longer than");
  });
});

describe("properties", () => {
  it("reads back what was written", () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        const text = writeCondition(condition);
        const { tree, problems } = parseCondition(text);
        expect(problems).toBeUndefined();
        expect(tree && writeCondition(tree)).toBe(text);
      }),
    );
  });

  it("always answers: a tree, or problems inside the text", () => {
    const words = [
      "host",
      "user-agent",
      "has",
      "misses",
      "cookie",
      "header",
      "path",
      "~",
      "==",
      "!",
      "not",
      "and",
      "or",
      "(",
      ")",
      "<",
      ">",
    ];
    const word = fc.oneof(
      fc.constantFrom(...words, "'", '"', " ", "''", "/x", "1", "in", "starts with", "a.b"),
      fc.string(),
    );
    const texts = fc.oneof(
      fc.array(word).map((all) => all.join(" ")),
      fc.array(word).map((all) => all.join("")),
      fc.tuple(conditions, fc.nat(), fc.nat({ max: 3 }), word).map(([condition, at, length, word]) => {
        const text = writeCondition(condition);
        const offset = at % (text.length + 1);
        return text.slice(0, offset) + word + text.slice(offset + length);
      }),
    );
    fc.assert(
      fc.property(texts, fc.boolean(), (text, allowRawAcl) => {
        const { tree, problems } = parseCondition(text, { allowRawAcl });
        expect((tree === undefined) !== (problems === undefined)).toBe(true);
        for (const { offset, length, message } of problems ?? []) {
          expect(message).not.toBe("");
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
