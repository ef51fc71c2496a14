import { type Document, isAlias, isMap, isScalar, type Pair, type ParsedNode, parseAllDocuments } from "yaml";
import type { Problems } from "../diagnostics/problem.js";
import { type Comments, type Entry, empty, isEmpty, type MapNode, type Node, nothing } from "./node.js";
import { deepest, tooDeep } from "./plainFlow.js";
import { readPlainYaml } from "./plainYaml.js";
import type { Location, Path, Source } from "./source.js";
import { yamlProblem } from "./yamlProblems.js";

/** How many values aliases may repeat, beside one for each character of the text. */
const mostRepeated = 1000;

/**
 * Reads the only YAML document of a text into positioned nodes.
 *
 * YAML 1.1, as Vamp read it (`yes` and `on` are true), with two differences: a map with the same key twice is refused,
 * and every scalar keeps its text, so that `1.0` stays `1.0` where text is wanted.
 *
 * @returns undefined when the text cannot be read at all; the problems say why.
 */
export function readYaml(source: Source, problems: Problems): Node | undefined {
  const plain = readPlainYaml(source);
  if (plain !== undefined) return plain;
  const documents = readYamlDocuments(source, problems);
  const [first, second] = documents ?? [];
  if (second === undefined) return first;
  problems.error("UnexpectedTypeError", second.location, "there is more than one document, where one is expected");
  return undefined;
}

/**
 * Reads all YAML documents of a text with their comments, as {@link readYaml} reads one. A text without any is an empty
 * document.
 */
export function readYamlDocuments(source: Source, problems: Problems): readonly Node[] | undefined {
  const at = (start: number, end: number): Location => ({
    source,
    offset: start,
    length: Math.max(1, end - start),
    path: undefined,
  });
  const documents = parse(source.text ?? "");
  if (documents === undefined) {
    problems.error("YamlParsingError", at(0, 1), tooDeep);
    return undefined;
  }
  // What follows the first mistake of this kind is mostly its consequence. A tag that means nothing is one, too: Vamp
  // refused them, as they could make objects of any class.
  const [first] = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (first !== undefined) {
    const { message, expected } = yamlProblem(first.code, first.message);
    problems.error("YamlParsingError", at(...first.pos), message, { expected });
    return undefined;
  }
  if (documents.length === 0) return [empty(at(0, 0))];
  const nodes = documents.map((document) => new YamlReader(source, problems).document(document));
  // A marker without anything behind it begins nothing.
  const filled = nodes.filter((node) => !isEmpty(node) || node.comments !== undefined);
  return filled.length === 0 ? nodes.slice(0, 1) : filled;
}

function parse(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, {
      version: "1.1",
      keepSourceTokens: false,
      prettyErrors: false,
      stringKeys: false,
      uniqueKeys: false,
    });
    return "empty" in documents ? [] : documents;
  } catch (error) {
    // The parser calls itself for each level, and the stack has an end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class YamlReader {
  private readonly text: string;
  private repeated = 0;
  private insideAlias = 0;
  private ended = false;
  /** The maps and lists in which we are. */
  private readonly open = new Set<ParsedNode>();
  /** What anchors stand for now: an alias means the last one before it. */
  private readonly anchors = new Map<string, ParsedNode>();

  constructor(
    private readonly source: Source,
    private readonly problems: Problems,
  ) {
    this.text = source.text ?? "";
  }

  /** Reads a document; its comments above and below stand with what it contains. */
  document(document: Document.Parsed): Node {
    const node = this.read(document.contents, undefined, 0);
    const { commentBefore, comment } = document;
    if (!commentBefore && !comment) return node;
    this.source.hasComments = true;
    const { before, after } = node.comments ?? {};
    const lines = (parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join("\n") || undefined;
    return { ...node, comments: { before: lines([commentBefore, before]), after: lines([after, comment]) } };
  }

  private read(node: ParsedNode | null, path: Path | undefined, depth: number): Node {
    const read = this.content(node, path, depth);
    const comments = node === null || isAlias(node) ? undefined : this.comments(node);
    return comments === undefined ? read : { ...read, comments };
  }

  private content(node: ParsedNode | null, path: Path | undefined, depth: number): Node {
    const location = this.location(node, path);
    if (this.ended) return nothing(location);
    if (depth > deepest) return this.end(location, tooDeep);
    if (this.insideAlias > 0 && this.repeated++ >= mostRepeated + this.text.length)
      return this.end(location, "aliases repeat more values than the text has characters");
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) return this.refuse(location, `there is no anchor \`&${node.source}\` before this`);
      if (this.open.has(target)) return this.end(location, `\`*${node.source}\` stands inside what it repeats`);
      this.insideAlias++;
      const resolved = this.read(target, path, depth + 1);
      this.insideAlias--;
      return resolved;
    }
    if (node?.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return this.scalar(node.value, node.source, location);
    if (node === null) return empty(location);
    this.open.add(node);
    const read: Node = isMap(node)
      ? this.map(node.items, location, path, depth)
      : { kind: "list", location, items: this.items(node.items, path, depth) };
    this.open.delete(node);
    return read;
  }

  private items(nodes: readonly ParsedNode[], path: Path | undefined, depth: number): readonly Node[] {
    return nodes.map((item, index) => this.read(item, { parent: path, key: index }, depth + 1));
  }

  private scalar(value: unknown, text: string | undefined, location: Location): Node {
    // The YAML library takes `e0` for a number.
    if (Number.isNaN(value) && text !== undefined && !/^\.nan$/i.test(text))
      return { kind: "scalar", location, value: text, text };
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      return { kind: "scalar", location, value, text: typeof value === "string" ? value : (text ?? "") };
    // Dates, big numbers and binary data: the language has no use for them but as text.
    return { kind: "scalar", location, value: text ?? String(value), text: text ?? String(value) };
  }

  private map(
    items: readonly Pair<ParsedNode, ParsedNode | null>[],
    location: Location,
    path: Path | undefined,
    depth: number,
  ): MapNode {
    const entries: Entry[] = [];
    const merged: Entry[] = [];
    const seen = new Set<string>();
    for (const item of items) {
      const key = this.key(item.key);
      const keyLocation = this.location(item.key, { parent: path, key });
      if (key === "<<" && isScalar(item.key) && item.key.type === "PLAIN") {
        const from = this.read(item.value, path, depth + 1);
        for (const map of from.kind === "list" ? from.items : [from])
          if (map.kind === "map") merged.push(...map.entries);
        continue;
      }
      if (key === "__proto__") this.problems.error("IllegalName", keyLocation, "`__proto__` cannot be a key");
      else if (seen.has(key)) this.problems.error("DuplicateKey", keyLocation, `\`${key}\` is there twice`);
      else {
        const value = this.read(item.value, { parent: path, key }, depth + 1);
        entries.push({ key, keyLocation, value, comments: this.comments(item.key) });
      }
      seen.add(key);
    }
    for (const entry of merged)
      if (!seen.has(entry.key)) {
        seen.add(entry.key);
        entries.push(entry);
      }
    return { kind: "map", location, entries };
  }

  /** A key as text. An unquoted `[external/1/2]:` is a list with one item to YAML, and its own text to Vamp. */
  private key(node: ParsedNode): string {
    if (isScalar(node)) return node.source ?? String(node.value);
    const [start, end] = node.range;
    return (this.source.text ?? "").slice(start, end);
  }

  private comments(node: ParsedNode): Comments | undefined {
    const { spaceBefore } = node;
    const [commentBefore, comment] = [node.commentBefore?.trimEnd(), node.comment?.trimEnd()];
    // What an alias repeats was commented where it stands.
    if ((!commentBefore && !comment && !spaceBefore) || this.insideAlias > 0) return undefined;
    if (commentBefore || comment) this.source.hasComments = true;
    return { before: commentBefore || undefined, after: comment || undefined, blank: spaceBefore };
  }

  private location(node: ParsedNode | null, path: Path | undefined): Location {
    const [start, nodeEnd] = node?.range ?? [0, 0];
    // What goes on over several lines is pointed at where it begins.
    const lineEnd = this.text.indexOf("\n", start);
    const end = lineEnd < 0 ? nodeEnd : Math.min(nodeEnd, Math.max(start, lineEnd));
    return { source: this.source, offset: start, length: end - start, path };
  }

  private refuse(location: Location, message: string): Node {
    this.problems.error("YamlParsingError", location, message);
    return nothing(location);
  }

  /** Refuses what has no end: it is told once, and nothing behind it is read. */
  private end(location: Location, message: string): Node {
    this.ended = true;
    return this.refuse(location, message);
  }
}
