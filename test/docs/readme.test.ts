import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { formatProblems } from "../../sdk/diagnostics/format.js";
import { Problems } from "../../sdk/diagnostics/problem.js";
import { readDocument, readDocuments } from "../../sdk/reading/artifacts.js";

const root = resolve(__dirname, "../..");
const pages = ["README.md", "docs/architecture.md", "docs/fidelity.md", "test/lab/README.md", "CHANGELOG.md"];

/** The code blocks of a page in a language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? "");
}

function problemsOf(text: string): string {
  const problems = new Problems();
  for (const document of readDocuments({ name: "shop.yml", text }, problems)) readDocument(document, problems);
  return formatProblems(problems.list);
}

/** What the compiler says about a program as a user of the package would write it. */
function typeErrors(program: string): string[] {
  const { config } = ts.readConfigFile(join(root, "test/tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, "test"));
  const file = join(root, "examples/readme.ts");
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? program : readFile(name));
  host.getSourceFile = (name, version, ...more) =>
    name === file ? ts.createSourceFile(name, program, version) : getSourceFile(name, version, ...more);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([file], { ...options, noEmit: true }, host));
  return diagnostics.map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
}

describe("the README", () => {
  it("has programs that compile", { timeout: 60_000 }, () => {
    const programs = blocks("README.md", "ts");
    expect(programs).toHaveLength(2);
    for (const program of programs) expect(typeErrors(program)).toEqual([]);
  });

  it("has artifacts without a mistake", () => {
    const artifacts = blocks("README.md", "yaml");
    expect(artifacts).toHaveLength(2);
    for (const artifact of artifacts) expect(problemsOf(artifact)).toBe("");
  });

  it("shows a mistake as it is told", () => {
    const [blueprint = ""] = blocks("README.md", "yaml");
    const [told = ""] = blocks("README.md", "text");
    expect(problemsOf(blueprint.replace("weight: 10%", "weight: 20%"))).toBe(told.trimEnd());
  });

  it("names commands that there are", () => {
    const makefile = readFileSync(join(root, "Makefile"), "utf8");
    for (const [, target] of blocks("README.md", "sh")
      .join("\n")
      .matchAll(/^make (\w+)$/gm))
      expect(makefile).toMatch(new RegExp(`^${target}:`, "m"));
  });
});

describe.each(pages)("%s", (page) => {
  it("links to files that there are", () => {
    const text = readFileSync(join(root, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? "");
    for (const link of links) expect(existsSync(join(root, dirname(page), link)), link).toBe(true);
  });
});
