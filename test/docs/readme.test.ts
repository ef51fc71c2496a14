import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { headingsOf } from "../../docs/generator/markdown.js";
import { formatProblems } from "../../sdk/diagnostics/format.js";
import { Problems } from "../../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../../sdk/expansion/artifactSet.js";
import { readDocument, readDocuments } from "../../sdk/reading/artifacts.js";
import { runVamp } from "../sdk/cli/world.js";

const root = resolve(__dirname, "../..");
/** The pages about the package: their artifacts and programs are whole. */
const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).flatMap((file) =>
  file.endsWith(".md") ? `docs/${file}` : [],
);
const examples = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" }).flatMap((file) =>
  /(^|\/)README\.md$/.test(file) && !file.includes("node_modules") ? `examples/${file}` : [],
);
const pages = ["README.md", ...docs, "test/lab/README.md", "policies/README.md", "CHANGELOG.md", ...examples];

function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** The code blocks of a page in a language. */
function blocks(page: string, language: string): string[] {
  return codeBlocks(textOf(page), language);
}

function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? "");
}

function problemsOf(text: string): string {
  const problems = new Problems();
  const documents = readDocuments({ name: "shop.yml", text }, problems);
  const artifacts = new ArtifactSet(documents, problems);
  for (const document of documents) readDocument(document, problems, { artifacts, missing: "keep" });
  return formatProblems(problems.list);
}

/** What the compiler says about programs as a user of the package would write them. */
function typeErrors(programs: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(root, "test/tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, "test"));
  const files = new Map(programs.map((program, index) => [join(root, `examples/readme${index}.ts`), program]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...more) => {
    const program = files.get(name);
    return program === undefined ? getSourceFile(name, version, ...more) : ts.createSourceFile(name, program, version);
  };
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
}

/** True for a project of Pulumi's and for an object of Kubernetes, which are no artifacts. */
function isForOthers(yaml: string): boolean {
  return /^(runtime|apiVersion):/m.test(yaml);
}

describe("the README and the documentation", () => {
  it("and the components' comments have programs that compile", () => {
    const { resources } = JSON.parse(readFileSync(join(root, "components/provider/schema.json"), "utf8")) as {
      resources: Record<string, { description: string }>;
    };
    const programs = ["README.md", ...docs].flatMap((page) => blocks(page, "ts"));
    const beside = Object.values(resources).flatMap(({ description }) => codeBlocks(description, "typescript"));
    expect([programs.length, beside.length]).toEqual([6, 3]);
    expect(typeErrors([...programs, ...beside])).toEqual([]);
  });

  it("tell of types that a program can import", () => {
    const headings = textOf("docs/reference/types.md").matchAll(/^### (\w+)$/gm);
    const names = Array.from(headings, ([, name]) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(typeErrors([`export type { ${names.join(", ")} } from "pulumi-vamp";`])).toEqual([]);
  });

  it("have artifacts without a mistake", () => {
    const artifacts = ["README.md", ...docs].flatMap((page) => blocks(page, "yaml")).filter((one) => !isForOthers(one));
    expect(artifacts.length).toBeGreaterThan(12);
    for (const artifact of artifacts) expect(problemsOf(artifact)).toBe("");
  });

  it("show a mistake as it is told", () => {
    const [blueprint = ""] = blocks("README.md", "yaml");
    const told = blocks("README.md", "text").find((text) => text.includes("error:")) ?? "";
    expect(problemsOf(blueprint.replace("weight: 10%", "weight: 20%"))).toBe(told.trimEnd());
  });

  it("name targets of make that there are", () => {
    const makefile = readFileSync(join(root, "Makefile"), "utf8");
    for (const [, target] of textOf("README.md").matchAll(/^(?:.*`)?make (\w+)(?:`.*)?$/gm))
      expect(makefile).toMatch(new RegExp(`^${target}:`, "m"));
  });
});

describe.each(pages)("%s", (page) => {
  const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  const targets = links.map(([, path = "", anchor]) => ({ path: join(dirname(page), path), own: path === "", anchor }));

  it("links to files that there are", () => {
    for (const { path } of targets) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it("links to sections that there are", () => {
    for (const { path, own, anchor } of targets)
      if (anchor !== undefined)
        expect(headingsOf(textOf(own ? page : path)).map((heading) => heading.anchor)).toContain(anchor);
  });

  it("has blocks of languages that are checked", () => {
    const found = [...textOf(page).matchAll(/^ *```(\w*)\n.*?^ *```$/gms)].map(([, language]) => language);
    for (const language of found) expect(["sh", "text", "yaml", "json", "ts", "python", "go"]).toContain(language);
  });

  it("has YAML and JSON that can be read", () => {
    for (const block of blocks(page, "json")) JSON.parse(block);
    for (const block of blocks(page, "yaml"))
      expect(parseAllDocuments(block, { logLevel: "silent" }).flatMap((document) => document.errors)).toEqual([]);
  });

  it("has commands that a shell can read, and those of vamp with options that there are", () => {
    for (const block of blocks(page, "sh")) {
      execFileSync("bash", ["-n"], { input: block });
      for (const [, command = "", rest = ""] of block.matchAll(/\bnpx vamp (\w+)([^|\n]*)/g)) {
        const { code, out } = runVamp({}, `${command} --help`);
        expect([command, code]).toEqual([command, 0]);
        for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(out).toContain(option);
      }
    }
  });
});

it.each(examples)("%s shows parts of its files, as they are", (page) => {
  const folder = dirname(join(root, page));
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== "README.md",
  );
  const texts = files.map(({ name }) => readFileSync(join(folder, name), "utf8"));
  for (const language of ["ts", "python", "go"])
    for (const block of blocks(page, language))
      expect(
        texts.some((text) => text.includes(block)),
        block,
      ).toBe(true);
});
