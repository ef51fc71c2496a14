import { describe, expect, it } from "vitest";
import { formatProblem, formatProblems, ProblemsError, problemsMarkdown } from "../../../sdk/diagnostics/format.js";
import { type Problem, Problems, reportOf } from "../../../sdk/diagnostics/problem.js";
import { type Location, Source } from "../../../sdk/reading/source.js";

function problem(location: Partial<Location>, more: Partial<Problem> = {}): Problem {
  const source = new Source("shop.yml", "name: a\n  weigth: 90%\n\ttab: x\n");
  return {
    severity: "error",
    code: "UnexpectedElement",
    message: "this is not known",
    location: { source, offset: 0, length: 1, path: undefined, ...location },
    ...more,
  };
}

describe("formatProblem", () => {
  it("shows the line with a caret under the place", () => {
    const more = { expected: "`weight`, `condition`", nearest: "weight" };
    expect(formatProblem(problem({ offset: 10, length: 6 }, more))).toBe(
      [
        "shop.yml:2:3: error: this is not known (UnexpectedElement)",
        "    2 |   weigth: 90%",
        "      |   ^^^^^^",
        "    expected `weight`, `condition`",
        "    did you mean `weight`?",
      ].join("\n"),
    );
  });

  it.each([
    ["at the end of a line", { offset: 21, length: 9 }, "    2 |   weigth: 90%\n      |              ^"],
    ["over the end of a line", { offset: 16, length: 100 }, "    2 |   weigth: 90%\n      |         ^^^^^"],
    ["without a length", { offset: 0, length: 0 }, "    1 | name: a\n      | ^"],
    ["after a tab", { offset: 23, length: 3 }, "    3 |  tab: x\n      |  ^^^"],
    ["after the end of the text", { offset: 30, length: 1 }, "    4 | \n      | ^"],
  ])("has a caret %s", (_, location, excerpt) => {
    expect(formatProblem(problem(location)).split("\n").slice(1).join("\n")).toBe(excerpt);
  });

  it("cuts a long line round the place", () => {
    const source = new Source("x.yml", `${"a".repeat(300)}HERE${"b".repeat(300)}`);
    const [, shown = "", caret = ""] = formatProblem(problem({ source, offset: 300, length: 4 })).split("\n");
    expect(shown.length).toBeLessThanOrEqual(110);
    expect(caret.indexOf("^")).toBe(shown.indexOf("HERE"));
    expect(caret.trim().endsWith("^^^^")).toBe(true);
  });

  it.each([
    [undefined, "blueprint: error: "],
    [{ parent: undefined, key: "clusters" }, "blueprint.clusters: error: "],
    [{ parent: undefined, key: "a b" }, 'blueprint["a b"]: error: '],
  ])("says where in an object: %j", (path, start) => {
    const source = new Source("blueprint");
    expect(formatProblem(problem({ source, path }))).toBe(`${start}this is not known (UnexpectedElement)`);
  });
});

it("several problems stand apart, and are the message of a ProblemsError", () => {
  const both = [problem({ offset: 0 }), problem({ offset: 10 })];
  const text = formatProblems(both);
  expect(text.split("\n\n")).toEqual(both.map((problem) => formatProblem(problem)));
  const error = new ProblemsError(both);
  expect([error.name, error.message, error.problems]).toEqual(["ProblemsError", text, both]);
});

describe("Problems", () => {
  it("come in the order of the source, warnings among them", () => {
    const problems = new Problems();
    const at = (offset: number) => problem({ offset }).location;
    expect(problems.hasErrors).toBe(false);
    problems.warn("InvalidValue", at(20), "third");
    expect(problems.hasErrors).toBe(false);
    problems.error("InvalidValue", at(10), "second", { nearest: "x" });
    problems.add([problem({ offset: 0 }, { message: "first" })]);
    expect(problems.hasErrors).toBe(true);
    expect(problems.list.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      "error first",
      "error second",
      "warning third",
    ]);
  });

  it("have a plain form", () => {
    expect(reportOf(problem({ offset: 10, length: 6, path: { parent: undefined, key: "weigth" } }))).toEqual({
      file: "shop.yml",
      line: 2,
      column: 3,
      length: 6,
      path: "weigth",
      severity: "error",
      code: "UnexpectedElement",
      message: "this is not known",
      expected: undefined,
      nearest: undefined,
    });
    expect(reportOf(problem({ source: new Source("blueprint") }))).toMatchObject({
      line: undefined,
      column: undefined,
    });
  });
});

describe("problemsMarkdown", () => {
  it("fences problems with more backticks than stand in them", () => {
    expect(problemsMarkdown([])).toBe("");
    expect(problemsMarkdown([problem({})])).toMatch(/^```text\nshop\.yml:1:1: error: .*\n(.*\n)*```\n$/);
    expect(problemsMarkdown([problem({}, { message: "not ````" })])).toMatch(/^`{5}text\n(.*\n)*`{5}\n$/);
  });
});
