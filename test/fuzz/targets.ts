import { compile } from "../../sdk/conditions/compile.js";
import { evaluate } from "../../sdk/conditions/evaluate.js";
import { parseCondition } from "../../sdk/conditions/parse.js";
import type { RequestFacts } from "../../sdk/conditions/request.js";
import { simplify } from "../../sdk/conditions/simplify.js";
import { formatProblems } from "../../sdk/diagnostics/format.js";
import { Problems, reportOf } from "../../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../../sdk/expansion/artifactSet.js";
import { readDocument, readDocuments } from "../../sdk/reading/artifacts.js";
import { toValue } from "../../sdk/reading/node.js";
import { Source } from "../../sdk/reading/source.js";
import { readYamlDocuments } from "../../sdk/reading/yaml.js";
import { parseReferences } from "../../sdk/references/parse.js";
import { resolveVariables } from "../../sdk/references/variables.js";
import { parseSelector } from "../../sdk/selectors/parse.js";
import { formatText } from "../../sdk/writing/artifact.js";
import { corpusFiles, corpusTable } from "../corpusTable.js";
import { manifests } from "./manifests.js";

/** What is fuzzed: a part of the language, texts to begin with, and what has to work for every text. */
export interface Target {
  readonly seeds: readonly string[];
  /** Throws when something is wrong with how a text was read. */
  readonly run: (text: string) => void;
}

/** What a text says, comments and empty lines aside. */
function plain(text: string): string {
  const nodes = readYamlDocuments(new Source("plain.yml", text), new Problems());
  return JSON.stringify(nodes?.map(toValue));
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Documents: read, resolved against themselves, checked, told, and written back. */
const documents: Target = {
  seeds: corpusFiles().map(({ text }) => text),
  run: (text) => {
    const problems = new Problems();
    const read = readDocuments({ name: "fuzz.yml", text }, problems);
    const artifacts = new ArtifactSet(read, problems);
    for (const document of read) readDocument(document, problems, { artifacts, missing: "tell", allowRawAcl: true });
    for (const { line, column, message } of problems.list.map(reportOf)) {
      check(line !== undefined && line >= 1 && column !== undefined && column >= 1, "a problem has no place");
      check(message !== "", "a problem says nothing");
    }
    formatProblems(problems.list.slice(0, 20));
    const formatted = formatText({ name: "fuzz.yml", text }, new Problems());
    if (formatted === undefined) return;
    const again = new Problems();
    const twice = formatText({ name: "again.yml", text: formatted }, again);
    // Long forms are deeper than short ones, and may be too deep to be read.
    if (again.list.some(({ message }) => message.includes("deep"))) return;
    check(
      plain(twice ?? "") === plain(formatted),
      `formatting twice differs: ${formatProblems(again.list)}\n${formatted}\n===\n${twice}`,
    );
  },
};

const request: RequestFacts = {
  method: "GET",
  path: "/a/b",
  query: "a=b",
  headers: [
    ["host", "a.example.com"],
    ["user-agent", "Chrome"],
    ["cookie", "a=b"],
  ],
  sourceAddress: "10.0.0.1",
};

/** How much HAProxy configuration a character of a condition may become: names of ACLs alone are 20 characters. */
const mostGrowth = 300;

/** Conditions: parsed, simplified, evaluated, compiled. */
const conditions: Target = {
  seeds: [
    ...corpusTable("conditions-parse.tsv"),
    ...corpusTable("conditions-acl.tsv"),
    ...corpusTable("boolean-parse.tsv"),
  ].map(([text = ""]) => text),
  run: (text) => {
    const { tree, problems } = parseCondition(text, { allowRawAcl: true });
    for (const { offset, length, message } of problems ?? [])
      check(
        offset >= 0 && length >= 0 && offset + length <= text.length + 1 && message !== "",
        "a problem is at no place of the text",
      );
    if (tree === undefined) return;
    const answer = evaluate(tree, request);
    const simple = evaluate(simplify(tree), request);
    check(answer === undefined || answer === simple, "a condition and its simpler form differ");
    const { statements, condition } = compile(tree);
    check(
      [...statements, condition].join("\n").length <= mostGrowth * (text.length + 10),
      "a condition became too long",
    );
  },
};

/** References: parsed, and resolved as variables that need each other. */
const references: Target = {
  seeds: corpusTable("references.tsv").map(([text = ""]) => text),
  run: (text) => {
    const parsed = parseReferences(text);
    if ("problems" in parsed) {
      for (const { offset, length } of parsed.problems)
        check(offset >= 0 && offset + length <= text.length, "a problem is at no place of the text");
      return;
    }
    const nothing = () => ({ problem: "nothing" });
    const lookup = { local: nothing, host: () => ({ value: "h" }), trait: () => ({ value: "t" }), global: nothing };
    const { values, problems } = resolveVariables(
      new Map([
        ["a", parsed.parts],
        ["b", [{ kind: "text", text: "b" }]],
      ]),
      lookup,
    );
    check(values.has("a") || problems.length > 0, "a reference is neither resolved nor a problem");
  },
};

/** Selectors: parsed. */
const selectors: Target = {
  seeds: corpusTable("selectors-parse.tsv").map(([text = ""]) => text),
  run: (text) => {
    const { tree, problems } = parseSelector(text);
    check((tree === undefined) !== (problems === undefined), "a selector is neither read nor refused");
  },
};

/** All targets. */
export const targets = { documents, conditions, references, selectors, manifests } as const;
