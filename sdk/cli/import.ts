import { Problems } from "../diagnostics/problem.js";
import { manifestsToGateways } from "../gatewayApi/gateways.js";
import { isManifest } from "../gatewayApi/manifests.js";
import { documentIn, documentNodes, readDocument } from "../reading/artifacts.js";
import { writeArtifact } from "../writing/artifact.js";
import { type Command, exit } from "./command.js";
import { readTexts } from "./files.js";
import { tellProblems } from "./report.js";

/** `vamp import`: prints what files of others stand for, docker-compose's and those of the Gateway API. */
export const importFiles: Command = {
  usage: "vamp import FILE…",
  summary: "Prints docker-compose files as blueprints, HTTPRoutes as gateways.",
  options: {},
  run: (files, _, world) => {
    const problems = new Problems();
    const nodes = readTexts(files, world).flatMap((text) =>
      documentNodes(text, problems).map((node) => ({ node, file: text.name })),
    );
    // Routes and the Gateways that take them may stand in different files.
    const manifests = nodes.flatMap(({ node }) => (isManifest(node) ? [node] : []));
    const others = nodes.filter(({ node }) => !isManifest(node));
    const documents = [
      ...others.flatMap(({ node, file }) => documentIn(node, file, problems) ?? []),
      ...manifestsToGateways(manifests, problems),
    ];
    const artifacts = documents.map((document) => ({
      kind: document.kind,
      artifact: readDocument(document, problems, { missing: "keep" }),
    }));
    tellProblems(problems.list, world);
    if (problems.hasErrors) return exit.problems;
    world.out(
      artifacts
        .map(({ kind, artifact }) => (artifact === undefined ? "" : writeArtifact(kind, artifact)))
        .join("---\n"),
    );
    return exit.clean;
  },
};
