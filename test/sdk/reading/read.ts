import type { Blueprint } from "../../../sdk/artifacts/blueprint.js";
import { type Problem, Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact, readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { formatPath } from "../../../sdk/reading/source.js";

/** An artifact, and what is wrong with it: code and place. */
export interface Reading {
  readonly blueprint: Blueprint | undefined;
  /** Errors: `code line:column` of a text, `code path` of an object, in their order. */
  readonly problems: readonly string[];
  /** Warnings, the same way. */
  readonly warnings: readonly string[];
  readonly list: readonly Problem[];
}

/** Reads a blueprint of a text. */
export function readText(text: string): Reading {
  return reading((problems) => readArtifact("blueprints", { name: "blueprint.yml", text }, problems));
}

/** Reads a blueprint of an object of a program. */
export function readProgram(value: unknown): Reading {
  return reading((problems) => readArtifactObject("blueprints", value, "blueprint", problems));
}

/** A problem's code and its place: line and column in a text, property path in an object. */
export function placeOf({ code, location }: Problem): string {
  const { source, offset, path } = location;
  if (source.text === undefined) return `${code} ${formatPath(path)}`;
  const { line, column } = source.position(offset);
  return `${code} ${line}:${column}`;
}

function reading(read: (problems: Problems) => Blueprint | undefined): Reading {
  const problems = new Problems();
  const blueprint = read(problems);
  const errors = problems.list.filter(({ severity }) => severity === "error");
  const warnings = problems.list.filter(({ severity }) => severity === "warning");
  return { blueprint, problems: errors.map(placeOf), warnings: warnings.map(placeOf), list: errors };
}

/** Splits a text with `▸` in front of each place where a problem is expected into the text and the places. */
export function marked(text: string): { readonly text: string; readonly places: readonly string[] } {
  const parts = text.split("▸");
  const places = parts.slice(1).map((_, index) => {
    const before = parts
      .slice(0, index + 1)
      .join("")
      .split("\n");
    return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
  });
  return { text: parts.join(""), places };
}

/** The blueprint that must be without a problem. */
export function valid({ blueprint, list }: Reading): Blueprint {
  if (blueprint === undefined || list.length > 0) throw new Error(list.map((problem) => problem.message).join("\n"));
  return blueprint;
}
