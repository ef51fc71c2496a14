import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSelector } from "../../../sdk/selectors/parse.js";
import type { TargetTest } from "../../../sdk/selectors/tree.js";
import { corpusTable } from "../../corpusTable.js";
import { expressionOf } from "../conditions/expression.js";

function written(test: TargetTest): string {
  switch (test.kind) {
    case "label":
      return `(label ${test.name} ${test.pattern})`;
    case "ownNamespace":
      return "(namespace own)";
    case "port":
      return `(port ${test.number})`;
    case "portIndex":
      return `(port-index ${test.number})`;
    default:
      return `(${test.kind} ${test.pattern})`;
  }
}

function read(text: string): string {
  const { tree, problems } = parseSelector(text);
  return tree === undefined ? `ERROR ${problems[0]?.message}` : expressionOf(tree, written);
}

describe("the corpus's table of selectors", () => {
  it.each(corpusTable("selectors-parse.tsv"))("reads %s as %s", (text = "", wanted = "") => {
    if (wanted.startsWith("ERROR")) expect(read(text)).toMatch(/^ERROR/);
    else expect(read(text)).toBe(wanted);
  });
});

describe("a selector", () => {
  it.each([
    ["true", "true"],
    [" F ", "false"],
    ["group(shop) && !host(10.0.0.1)", "(and (namespace shop) (not (ip 10.0.0.1)))"],
    ["namespace($namespace)", "(namespace own)"],
    ["namespace( ${ namespace } )", "(namespace own)"],
    ["label(app)((?:a|b)-(.*))", "(label app (?:a|b)-(.*))"],
    ["name(a\\(b)", "(name a\\(b)"],
    ["type(pod) or index( 1 )", "(or (kind pod) (port-index 1))"],
  ])("%s is %s", (text, wanted) => expect(read(text)).toBe(wanted));

  it.each([
    ["", 0, 0, "the text ends where a test is expected"],
    ["nam(a)", 0, 3, "`nam` is not a test"],
    ["Name(a)", 0, 4, "`Name` is not a test"],
    ["constructor(a)", 0, 11, "`constructor` is not a test"],
    ["name", 4, 0, "`name` needs a value"],
    ["label(a)", 8, 0, "`label(a)` needs a value"],
    ["name(a", 4, 1, "this parenthesis is never closed"],
    ["name(a\\", 4, 1, "this parenthesis is never closed"],
    ["name()", 5, 0, "`` cannot be used as a regular expression: it is empty"],
    ["name(ü)", 5, 1, "`ü` cannot be used as a regular expression: names in Kubernetes are plain ASCII"],
    ["port(65536)", 5, 5, "`65536` is not a number for `port`"],
    ["port(http)", 5, 4, "`http` is not a number for `port`"],
  ])("refuses %j at its place", (text, offset, length, message) => {
    expect(parseSelector(text).problems).toEqual([expect.objectContaining({ offset, length, message })]);
  });

  it.each([
    ["two groups that capture", "name((a)(b))", "captures more than once"],
    ["a pattern of exponential time", "name((?:a*)*)", "exponential time"],
    ["a namespace placed in other text", "namespace($namespace-x{)", "cannot be used"],
  ])("refuses %s", (_, text, message) => expect(read(text)).toContain(message));

  it("tells all wrong patterns at once", () => {
    expect(parseSelector("name([) or port(x) and label(*)(+)").problems).toHaveLength(4);
  });

  it("suggests the test that was probably meant", () => {
    expect(parseSelector("lable(a)(b)").problems).toEqual([expect.objectContaining({ nearest: "label" })]);
  });

  it("is refused when nobody could read it", () => {
    expect(read(`name(${"a".repeat(20_000)})`)).toMatch(/longer than 16384/);
    expect(read("(".repeat(5000))).toMatch(/deep/);
  });
});

describe("reading", () => {
  const pieces = fc.constantFrom(
    ..."name( label( port( ) ( and or not ! & | true 0 a .* [ \\ $namespace __proto__ 7".split(" "),
    " ",
    "\n",
  );
  it("answers any text, with problems inside it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join("")),
        ),
        (text) => {
          for (const { offset, length } of parseSelector(text).problems ?? []) {
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(offset + length).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});
