import { problemsMarkdown } from "../diagnostics/format.js";
import { type Problem, Problems, reportOf } from "../diagnostics/problem.js";
import { ArtifactSet } from "../expansion/artifactSet.js";
import { readDocument, readDocuments } from "../reading/artifacts.js";
import type { Kind } from "../reading/kinds.js";
import { type Command, exit, type Given } from "./command.js";
import { readTexts } from "./files.js";
import { kindOf, kindWords } from "./kinds.js";
import { readingOf, readingOptions } from "./options.js";
import { tellProblems } from "./report.js";

/** `vamp check`: reads artifacts and tells all that is wrong with them. */
export const check: Command = {
  usage: "vamp check [OPTION…] FILE…",
  summary: "Tells what is wrong with artifacts.",
  options: {
    json: { type: "boolean", description: "print one array for machines" },
    markdown: { type: "boolean", description: "print Markdown, for a pull request" },
    resolve: { type: "boolean", description: "every name and import has to be among the FILEs" },
    kind: { type: "string", description: `what the artifacts are, where they do not say it: ${kindWords}` },
    ...readingOptions,
  },
  run: (files, options, world) => {
    const texts = readTexts(files, world);
    const problems = new Problems();
    const forced = kindOption(options);
    const documents = texts
      .flatMap((text) => readDocuments(text, problems))
      .map((document) => (forced === undefined ? document : { ...document, kind: forced }));
    const artifacts = new ArtifactSet(documents, problems);
    const missing = options.resolve === true ? "tell" : "keep";
    const { allowRawAcl, external } = readingOf(options);
    const elsewhere = Object.keys(external);
    for (const document of documents) readDocument(document, problems, { artifacts, missing, allowRawAcl, elsewhere });
    if (options.json) world.out(`${JSON.stringify(problems.list.map(reportOf), (_, value) => value ?? null, 2)}\n`);
    else if (options.markdown) world.out(problemsMarkdown(problems.list));
    else {
      tellProblems(problems.list, world, "result");
      world.say(`${summary(files.length, documents.length, problems.list)}\n`);
    }
    return problems.hasErrors ? exit.problems : exit.clean;
  },
};

function kindOption({ kind: word }: Given): Kind | undefined {
  if (typeof word !== "string") return undefined;
  return kindOf(word);
}

function summary(files: number, artifacts: number, problems: readonly Problem[]): string {
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const found = [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean);
  return `${count(artifacts, "artifact")} in ${count(files, "file")}: ${found.join(" and ") || "nothing wrong"}`;
}
