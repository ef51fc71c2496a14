import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCondition } from "../../sdk/conditions/parse.js";
import { formatProblems } from "../../sdk/diagnostics/format.js";
import { Problems } from "../../sdk/diagnostics/problem.js";
import { parseReferences } from "../../sdk/references/parse.js";
import { parseSelector } from "../../sdk/selectors/parse.js";
import { parseDuration } from "../../sdk/units/duration.js";
import { parseMemory } from "../../sdk/units/memory.js";
import { parsePercentage } from "../../sdk/units/percentage.js";
import { parseQuantity } from "../../sdk/units/quantity.js";
import { formatText } from "../../sdk/writing/artifact.js";

const page = readFileSync(join(resolve(__dirname, "../.."), "docs/reference/language.md"), "utf8");

/** Rows of the first table under a heading: the code in each cell. */
function rowsUnder(heading: string): readonly (readonly (readonly string[])[])[] {
  const [, section = ""] = page.split(new RegExp(`^#+ ${heading}$`, "m"));
  const [, table = ""] = /^\|[^\n]*\n\|---[^\n]*\n((?:\|[^\n]*\n)+)/m.exec(section) ?? [];
  const rows = table.trim().split("\n");
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(/ (?<!\\)\| /)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\\|", "|"))),
  );
}

/** The canonical text of an artifact, which has to be without a mistake. */
function canonical(text: string): string {
  const problems = new Problems();
  const formatted = formatText({ name: "language.md", text }, problems);
  expect(formatProblems(problems.list)).toBe("");
  return formatted ?? "";
}

describe("docs/reference/language.md", () => {
  const forms = rowsUnder("Short forms").map(([short = [], long = []]) => [short[0] ?? "", long[0] ?? ""] as const);

  it("has short forms", () => expect(forms.length).toBeGreaterThan(10));

  it.each(forms)("`%s` means `%s`", (short, long) => {
    expect(short).not.toBe(long);
    expect(canonical(short)).toBe(canonical(long));
  });

  it.each(rowsUnder("What a condition can ask").flatMap(([tests = []]) => tests))("%s is a condition", (text) =>
    expect(parseCondition(text).problems).toBeUndefined(),
  );

  const selectors = rowsUnder("Selectors").flatMap(([tests = []]) => tests);
  it.each(selectors.filter((text) => /^(true|false)$|\(/.test(text)))("%s is a selector", (text) =>
    expect(parseSelector(text).problems).toBeUndefined(),
  );

  const references = rowsUnder("References").flatMap(([written = []]) => written);
  it.each(references.map((text) => text.replace("…", "NAME")))("%s is a reference", (text) =>
    expect(parseReferences(text)).toHaveProperty("parts"),
  );

  const units = { percentage: parsePercentage, memory: parseMemory, cores: parseQuantity, time: parseDuration };
  it.each(Object.entries(units))("what it shows of %s is read", (unit, parse) => {
    const [, section = ""] = page.split(/^## Units$/m);
    const [, row = ""] = new RegExp(`^\\| ${unit} \\| (.*) \\|$`, "m").exec(section) ?? [];
    const shown = [...row.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
    expect(shown.length).toBeGreaterThan(1);
    for (const text of shown) expect(parse(text)).toHaveProperty("value");
  });
});
