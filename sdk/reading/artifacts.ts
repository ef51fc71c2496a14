import { type CheckOptions, checkArtifact } from "../checks/artifact.js";
import { composeToBlueprint, isCompose } from "../compose/blueprint.js";
import type { Problems } from "../diagnostics/problem.js";
import { quoted } from "../diagnostics/words.js";
import { type ArtifactSet, type Document, documentOf } from "../expansion/artifactSet.js";
import { withoutImports } from "../expansion/imports.js";
import { expandReferences } from "../expansion/references.js";
import { type ArtifactOf, type Kind, kindNamed, kinds, nearestKind, schemas } from "./kinds.js";
import { type Entry, has, type MapNode, type Node, textOf } from "./node.js";
import { readObject } from "./object.js";
import { readPlainYaml } from "./plainYaml.js";
import { readShape } from "./shape.js";
import { Source } from "./source.js";
import { readYaml, readYamlDocuments } from "./yaml.js";

/** YAML text with the name to call it by in messages: a file's, or a property's. */
export interface YamlText {
  readonly name: string;
  readonly text: string;
}

/** What an artifact is read with. */
export interface ReadOptions extends CheckOptions {
  /** What it may name and import. Default: nothing, and names stay names. */
  readonly artifacts?: ArtifactSet | undefined;
  /**
   * What to do with names and imports that nothing given has. `tell` makes them problems; `keep` leaves names as they are,
   * and warns of an import. Default: `tell` for imports, and for names too when `artifacts` are given.
   */
  readonly missing?: "tell" | "keep";
}

/** Finds the artifacts of a text, of one YAML document or many. What each is, it says or its keys tell. */
export function readDocuments(text: YamlText, problems: Problems): readonly Document[] {
  return documentNodes(text, problems).flatMap((node) => documentIn(node, text.name, problems) ?? []);
}

/** The YAML documents of a text. */
export function documentNodes({ name, text }: YamlText, problems: Problems): readonly Node[] {
  const source = new Source(name, text);
  const plain = readPlainYaml(source);
  return plain === undefined ? (readYamlDocuments(source, problems) ?? []) : [plain];
}

/** The artifact in a document of a file; undefined when it says a kind that there is not, which the problems tell. */
export function documentIn(node: Node, file: string, problems: Problems): Document | undefined {
  return isCompose(node) ? composeDocument(node, file, problems) : documentOf(node, problems);
}

/** The blueprint of a docker-compose document, named by its file where it has no name. */
function composeDocument(node: MapNode, file: string, problems: Problems): Document {
  const name = /([^/\\]+?)(\.ya?ml)?$/.exec(file)?.[1] ?? "compose";
  return { kind: "blueprints", name, node: composeToBlueprint(node, name, problems) };
}

/** The artifacts in an object of a program, by kind and name: `{ scales: { small: { … } } }`. */
export function documentsOfObject(value: unknown, name: string, problems: Problems): readonly Document[] {
  const node = readObject(value, new Source(name), problems);
  const refuse = (part: Node, expected: string) => {
    problems.error("UnexpectedTypeError", part.location, "this cannot stand here", { expected });
    return [];
  };
  if (node.kind !== "map") return refuse(node, "artifacts by kind and name");
  return node.entries.flatMap(({ key, keyLocation, value: named }) => {
    const kind = kindNamed(key);
    if (kind === undefined) {
      const more = { expected: quoted(kinds), nearest: nearestKind(key) };
      problems.error("UnexpectedElement", keyLocation, `there is no kind \`${key}\``, more);
      return [];
    }
    if (named.kind !== "map") return refuse(named, `\`${key}\` by name`);
    return named.entries.map((entry) => ({ kind, name: entry.key, node: withName(entry) }));
  });
}

/** An artifact that is named by its key. */
function withName({ key, keyLocation, value }: Entry): Node {
  if (value.kind !== "map" || has(value, "name")) return value;
  return { ...value, entries: [{ key: "name", keyLocation, value: textOf(keyLocation, key) }, ...value.entries] };
}

/** Reads a document as an artifact of a kind, and checks all that can be said about it. */
export function readArtifactOf<K extends Kind>(
  kind: K,
  { node }: Document,
  problems: Problems,
  options: ReadOptions = {},
): ArtifactOf<K> | undefined {
  return readNode(kind, node, problems, options);
}

/** Reads the artifact in a document and checks all that can be said about it. */
export function readDocument(document: Document, problems: Problems, options: ReadOptions = {}) {
  return readNode(document.kind, document.node, problems, options);
}

/**
 * Reads an artifact of a kind from YAML text and checks all that can be said about it.
 * @returns undefined when too little could be read to go on; the problems say why.
 */
export function readArtifact<K extends Kind>(
  kind: K,
  { name, text }: YamlText,
  problems: Problems,
  options: ReadOptions = {},
): ArtifactOf<K> | undefined {
  const node = readYaml(new Source(name, text), problems);
  return node && readNode(kind, node, problems, options);
}

/** The same from an object of a program. `name` is the property it was given as. */
export function readArtifactObject<K extends Kind>(
  kind: K,
  value: unknown,
  name: string,
  problems: Problems,
  options: ReadOptions = {},
): ArtifactOf<K> | undefined {
  return readNode(kind, readObject(value, new Source(name), problems), problems, options);
}

function readNode<K extends Kind>(
  kind: K,
  node: Node,
  problems: Problems,
  options: ReadOptions,
): ArtifactOf<K> | undefined {
  const artifact = readUnchecked(kind, node, problems, options);
  if (artifact !== undefined) checkArtifact(kind, artifact, problems, options);
  return artifact;
}

/** Reads the artifact in a node, with what it imports and names in their places. Nothing is checked but its shape. */
export function readUnchecked<K extends Kind>(
  kind: K,
  node: Node,
  problems: Problems,
  { artifacts, missing = "tell" }: ReadOptions,
): ArtifactOf<K> | undefined {
  const own = withoutImports(node, artifacts, problems, missing === "tell" ? "tell" : "warn");
  const schema = schemas[kind];
  const read = own && readShape(schema, own, problems);
  if (read === undefined) return undefined;
  return artifacts === undefined ? read : expandReferences(schema, read, artifacts, problems, missing);
}
