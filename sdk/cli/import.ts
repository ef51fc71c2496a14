import { formatProblem } from "../diagnostics/format.js";
import { Problems } from "../diagnostics/problem.js";
import { readDocument, readDocuments } from "../reading/artifacts.js";
import { writeArtifact } from "../writing/artifact.js";
import { type Command, exit } from "./command.js";
import { readTexts } from "./files.js";

/** `vamp import`: prints the blueprint of a docker-compose file. */
export const importCompose: Command = {
  usage: "vamp import FILE…",
  summary: "Prints docker-compose files as blueprints.",
  options: {},
  run: (files, _, world) => {
    const problems = new Problems();
    const documents = readTexts(files, world).flatMap((text) => readDocuments(text, problems));
    const blueprints = documents.map((document) => ({
      kind: document.kind,
      artifact: readDocument(document, problems, { missing: "keep" }),
    }));
    for (const problem of problems.list) world.say(`${formatProblem(problem, { colour: world.colour })}\n\n`);
    if (problems.hasErrors) return exit.problems;
    world.out(
      blueprints
        .map(({ kind, artifact }) => (artifact === undefined ? "" : writeArtifact(kind, artifact)))
        .join("---\n"),
    );
    return exit.clean;
  },
};
