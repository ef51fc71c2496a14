import type { z } from "zod";
import { Problems } from "../diagnostics/problem.js";
import { documentOf } from "../expansion/artifactSet.js";
import type { YamlText } from "../reading/artifacts.js";
import { type ArtifactOf, type Kind, schemas } from "../reading/kinds.js";
import { mapOf, type Node, textOf } from "../reading/node.js";
import { readShape } from "../reading/shape.js";
import { Source } from "../reading/source.js";
import { readYamlDocuments } from "../reading/yaml.js";
import { documentNode } from "./node.js";
import { printYaml } from "./yaml.js";

/**
 * Writes an artifact as canonical YAML. Reading it gives the same artifact.
 * @throws TypeError when a value is known only later.
 */
export function writeArtifact<K extends Kind>(kind: K, artifact: ArtifactOf<K>): string {
  return printYaml(sayingKind(kind, documentNode(schemas[kind], artifact)));
}

/**
 * Writes the artifacts of a text as canonical YAML, with its comments.
 * @returns undefined when the text is not what the language can read; the problems say why.
 */
export function formatText({ name, text }: YamlText, problems: Problems): string | undefined {
  const nodes = readYamlDocuments(new Source(name, text), problems);
  const formatted = nodes?.map((node) => canonical(node, problems));
  if (formatted === undefined || problems.hasErrors) return undefined;
  return formatted.flatMap((node) => (node === undefined ? [] : printYaml(node))).join("---\n");
}

function canonical(node: Node, problems: Problems): Node | undefined {
  // What it imports may say what is missing here, so that only its YAML can be put in order.
  if (node.kind === "map" && node.entries.some(({ key }) => key === "import")) return node;
  const document = documentOf(node, problems);
  if (document === undefined) return undefined;
  const schema: z.ZodType<object> = schemas[document.kind];
  const artifact = readShape(schema, node, problems);
  // What was refused stands in the artifact as a value that never comes.
  if (artifact === undefined || problems.hasErrors) return undefined;
  return sayingKind(document.kind, documentNode(schema, artifact));
}

/** What was written of an artifact, with its kind where its keys do not tell it: one that did may have said nothing else. */
function sayingKind(kind: Kind, written: Node): Node {
  if (written.kind !== "map" || documentOf(written, new Problems())?.kind === kind) return written;
  const said = mapOf(written.location, { kind: textOf(written.location, kind) });
  return { ...written, entries: [...said.entries, ...written.entries] };
}
