import fc from "fast-check";
import { regexProblem } from "../../../sdk/conditions/regex.js";
import type { RequestFacts } from "../../../sdk/conditions/request.js";
import { atom, type Condition, type RequestTest } from "../../../sdk/conditions/tree.js";

/*
 * Few names and values, so that generated conditions and requests meet; among them all that could be misread on the
 * way through the parser, HAProxy's configuration, or its matching.
 */
const headerNames = ["X-Test", "x-other", "User-Agent", "X!$%&*+.^_`|~"];
const cookieNames = ["a", "b-1", "a!$%&*+.^_`|~"];
const values = [
  "1",
  "12",
  "a b",
  "A",
  "it's",
  '"q"',
  "\\",
  "a\\'",
  "#1",
  "${HOME}",
  "$HOME",
  "-i",
  "--",
  "-m",
  "%[path]",
  "ü",
  "a,b",
  "x;y",
];
const parts = [...values, " ", "2", "'", '"', ",", "Safari", "Version", "MSIE", "Chrome"];
const paths = ["/", "/x", "/x/", "/xy", "/x/y", "/X", "/a'b", "/a%20b", "/$HOME", "//x", '/"', "/x/$&+,;=:@~"];
const patterns = [
  "^/x",
  "y$",
  "^/(?:x|a)",
  "[0-9]+",
  "^/[^/]+$",
  "'",
  "\\$HOME",
  "x{1,2}",
  "^/(?!x)",
  "\\bx\\b",
  "(x)y?",
  "^\\S+$",
  '"',
  "/x/?$",
];
const patternParts = [
  "/",
  "/",
  "x",
  "x",
  "y",
  "a",
  "1",
  "-",
  ".",
  "\\.",
  "\\/",
  "\\-",
  "[xy]",
  "[^x/]",
  "[a-z]",
  "[a-]",
  "[-\\d]",
  "[\\w/]",
  "[\\]^]",
  "\\d",
  "\\w",
  "\\S",
  "\\W",
  "\\b",
  "\\B",
  "(",
  ")",
  "(?:",
  "(?=",
  "(?!",
  ")",
  "|",
  "*",
  "+",
  "?",
  "*?",
  "{2}",
  "{1,2}",
  "{0,}",
  "^",
  "$",
  "'",
  ",",
  "]",
  "}",
  "{",
  "[",
  "\\1",
  "(?i)",
  "\\Q",
  "[]",
  "[[:alpha:]]",
  "{,2}",
  "++",
];
const queryNames = ["q", "Q", "f[x]", "q-1"];
const queryParts = ["1", "2", "a%20b", "a=b", "'", "=", "$HOME"];
const knownHosts = [
  "example.com",
  "a.example.com",
  "b.a.example.com",
  "localhost",
  "EXAMPLE.com",
  "127.0.0.1",
  "[2001:db8::1]",
];
const networks = [
  "10.0.0.0/8",
  "10.1.2.3/8",
  "10.1.2.3",
  "0.0.0.0/0",
  "::/0",
  "2001:db8::/32",
  "2001:db8::1",
  "::ffff:10.0.0.0/104",
  "10.1.2.3/31",
  "::1",
];
const addresses = [
  "10.1.2.3",
  "10.1.2.2",
  "11.0.0.1",
  "::1",
  "2001:db8::1",
  "2001:db9::1",
  "::ffff:10.1.2.3",
  "::10.1.2.3",
  "2002:a01:203::1",
];
const agents = ["Chrome", "safari", "IE", "Firefox", "Edge", "Mozilla/5.0 (X11)"];

const record = <Kind extends RequestTest["kind"]>(kind: Kind) => fc.constant(kind);
const generatedPatterns = fc
  .array(fc.constantFrom(...patternParts), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""))
  .filter((pattern) => regexProblem(pattern) === undefined);
const from = (texts: readonly string[]) => fc.constantFrom(...texts);

/** Any test but a raw ACL; all pass {@link checkTest}. */
export const requestTests: fc.Arbitrary<RequestTest> = fc.oneof(
  fc.record({ kind: record("host"), value: from([...knownHosts, "*.example.com", "*.com"]) }),
  fc.record({ kind: record("userAgent"), value: from(agents) }),
  fc.record({ kind: record("cookie"), name: from(cookieNames) }),
  fc.record({ kind: record("header"), name: from(headerNames) }),
  fc.record({ kind: record("cookieContains"), name: from(cookieNames), value: from(values) }),
  fc.record({ kind: record("headerContains"), name: from(headerNames), value: from(values) }),
  fc.record({ kind: record("cookieEquals"), name: from(cookieNames), value: from(values) }),
  fc.record({ kind: record("headerEquals"), name: from(headerNames), value: from(values) }),
  fc.record({ kind: record("pathEquals"), value: from(paths) }),
  fc.record({ kind: record("pathPrefix"), value: from(paths) }),
  fc.record({ kind: record("pathMatches"), value: fc.oneof(from(patterns), generatedPatterns) }),
  fc.record({ kind: record("method"), value: fc.constantFrom("GET", "POST", "PURGE") }),
  fc.record({ kind: record("queryEquals"), name: from(queryNames), value: from(queryParts) }),
  fc.record({ kind: record("source"), value: from(networks) }),
);

/** Conditions of several sizes: small ones, and wide and deep ones beyond what a disjunction in one line can say. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, depthSize: "medium", withCrossShrink: true },
    { weight: 3, arbitrary: requestTests.map((test) => atom(test)) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("not" as const), operand: tie("node") }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        operands: fc.array(tie("node"), { minLength: 2, maxLength: 5 }),
      }),
    },
  ),
})).node;

const headerLine = fc.oneof(
  fc.tuple(
    from([...headerNames, "x-test", "X-TEST"]),
    fc.array(from(parts), { maxLength: 3 }).map((all) => all.join("")),
  ),
  fc.tuple(
    from(["Cookie", "cookie"]),
    fc
      .array(
        fc.tuple(
          from([...cookieNames, "A", "$a", "a b", "x"]),
          from(["=", "=", "=", " = ", ""]),
          from([...parts, ""]),
          from([";", "; ", ",", " ; "]),
        ),
        { maxLength: 4 },
      )
      .map((cookies) => cookies.map((cookie) => cookie.join("")).join("")),
  ),
);

/** Requests that HAProxy accepts, with one Host. */
export const requests: fc.Arbitrary<RequestFacts> = fc
  .record({
    method: fc.constantFrom("GET", "POST", "PURGE", "get"),
    path: from([...paths, "/b.a", "/1"]),
    query: fc.option(
      fc
        .array(
          fc.tuple(
            from([...queryNames, "xq", ""]),
            from(["=", "=", ""]),
            from([...queryParts, ""]),
            from(["&", "&", ";", "?"]),
          ),
          { maxLength: 4 },
        )
        .map((parameters) => parameters.map((parameter) => parameter.join("")).join("")),
      { nil: undefined },
    ),
    host: fc
      .tuple(from([...knownHosts, "A.Example.com", ".example.com", "com"]), from(["", ":80", ":"]))
      .map((host) => host.join("")),
    lines: fc.array(headerLine, { maxLength: 5 }),
    sourceAddress: from(addresses),
  })
  .map(({ host, lines, ...request }) => ({ ...request, headers: [["Host", host], ...lines] }));
