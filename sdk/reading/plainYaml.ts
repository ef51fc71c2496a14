import { type Entry, empty, type ListNode, type MapNode, type Node } from "./node.js";
import { deepest, FlowReader, hash, isBreak, NotPlain, plainStart, space } from "./plainFlow.js";
import type { Location, Path, Source } from "./source.js";

/**
 * Reads YAML of the plain kind that nearly all blueprints are: one document, indented maps and lists, single-line texts,
 * brackets and braces that close on their line. It is several times as fast as the library, and makes the very same nodes
 * without comments.
 *
 * @returns undefined for everything else, every mistake included: the library reads it then, and explains it.
 */
export function readPlainYaml(source: Source): Node | undefined {
  const text = source.text ?? "";
  const marker = "---\n";
  const start = text.startsWith(marker) ? marker.length : 0;
  // Tabs, other line ends, more markers of documents and directives are not plain.
  if (/[\t\r\0\u0085\u2028\u2029\ufeff]|^(?:---|\.\.\.|%)/m.test(text.slice(start))) return undefined;
  try {
    return new PlainReader(source, text).document(start);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class PlainReader {
  /** Where the line begins that is read. */
  private line = 0;
  /** Where its content begins, and where it ends without comment and white space behind. */
  private at = 0;
  private lineEnd = 0;
  private indent = -1;
  private readonly flow: FlowReader;

  constructor(
    private readonly source: Source,
    private readonly text: string,
  ) {
    this.flow = new FlowReader(source, text);
  }

  document(start: number): Node {
    this.nextLine(start);
    if (this.indent < 0) throw new NotPlain();
    const node = this.block(undefined, 0);
    if (this.indent >= 0) throw new NotPlain();
    return node;
  }

  /** Goes to the next line that is neither empty nor a comment. `indent` is -1 behind the last. */
  private nextLine(from: number): void {
    const { text } = this;
    let line = from;
    while (line < text.length) {
      let start = line;
      while (text.charCodeAt(start) === space) start++;
      let end = text.indexOf("\n", start);
      if (end < 0) end = text.length;
      if (start < end && text.charCodeAt(start) !== hash) {
        this.line = line;
        this.at = start;
        this.indent = start - line;
        this.lineEnd = end;
        return;
      }
      line = end + 1;
    }
    this.indent = -1;
    this.at = text.length;
    this.lineEnd = text.length;
  }

  /** Reads the map or list that begins here, and all lines that belong to it. */
  private block(path: Path | undefined, depth: number): Node {
    if (depth > deepest) throw new NotPlain();
    return this.isItem() ? this.list(path, depth) : this.map(path, depth);
  }

  private isItem(): boolean {
    const { text, at } = this;
    return text.charCodeAt(at) === dash && (at + 1 >= this.lineEnd || text.charCodeAt(at + 1) === space);
  }

  private list(path: Path | undefined, depth: number): ListNode {
    const { indent, at: start, lineEnd } = this;
    const items: Node[] = [];
    while (this.indent === indent && this.isItem()) {
      const itemPath = { parent: path, key: items.length };
      const dashEnd = this.at + 1;
      const content = this.skipSpaces(dashEnd);
      let item: Node;
      if (content >= this.lineEnd || this.text.charCodeAt(content) === hash)
        item = this.below(content, indent, itemPath, depth, false);
      else {
        // What stands behind the dash is indented as far as it stands in its line.
        this.at = content;
        this.indent = content - this.line;
        item =
          this.isItem() || this.keyEnd() >= 0
            ? this.block(itemPath, depth + 1)
            : this.value(content, indent, itemPath, depth);
      }
      items.push(item);
    }
    if (this.indent > indent) throw new NotPlain();
    return { kind: "list", location: this.place(start, lineEnd, path), items };
  }

  private map(path: Path | undefined, depth: number): MapNode {
    const { indent, at: start, lineEnd } = this;
    const entries: Entry[] = [];
    const seen = new Set<string>();
    while (this.indent === indent && !this.isItem()) {
      const keyStart = this.at;
      const colon = this.keyEnd();
      if (colon < 0) throw new NotPlain();
      const key = this.key(keyStart, colon);
      if (seen.has(key)) throw new NotPlain();
      seen.add(key);
      const entryPath = { parent: path, key };
      const content = this.skipSpaces(colon + 1);
      const isBare = content >= this.lineEnd || this.text.charCodeAt(content) === hash;
      const value = isBare
        ? this.below(content, indent, entryPath, depth, true)
        : this.value(content, indent, entryPath, depth);
      entries.push({ key, keyLocation: this.place(keyStart, colon, entryPath), value });
    }
    if (this.indent > indent) throw new NotPlain();
    return { kind: "map", location: this.place(start, lineEnd, path), entries };
  }

  /** What stands below a key or a dash: a block that is indented further, or nothing. */
  private below(behind: number, indent: number, path: Path, depth: number, ofMap: boolean): Node {
    this.nextLine(this.lineEnd + 1);
    const isList = ofMap && this.indent === indent && this.isItem();
    if (this.indent > indent || isList) {
      if (!this.isItem() && this.keyEnd() < 0) throw new NotPlain();
      return this.block(path, depth + 1);
    }
    return empty(this.place(behind, behind, path));
  }

  /** A value on the line of its key or dash. */
  private value(start: number, indent: number, path: Path, depth: number): Node {
    const node = this.flow.value(start, this.lineEnd, path, depth + 1);
    const rest = this.skipSpaces(this.flow.at);
    const isComment = rest > this.flow.at && this.text.charCodeAt(rest) === hash;
    if (rest < this.lineEnd && !isComment) throw new NotPlain();
    this.nextLine(this.lineEnd + 1);
    // The text would go on in the next line.
    if (this.indent > indent) throw new NotPlain();
    return node;
  }

  /** Where the colon behind the key of this line is; -1 when there is no key. */
  private keyEnd(): number {
    const { text, at, lineEnd } = this;
    const first = text.charAt(at);
    if (first === '"' || first === "'") {
      const close = text.indexOf(first, at + 1);
      if (close < 0 || close >= lineEnd || text.charAt(close + 1) !== ":" || /[\\\n]/.test(text.slice(at, close)))
        return -1;
      return isBreak(text.charCodeAt(close + 2)) ? close + 1 : -1;
    }
    if (!plainStart.test(first)) return -1;
    for (let index = at; index < lineEnd; index++) {
      const code = text.charCodeAt(index);
      if (code === colonSign && isBreak(text.charCodeAt(index + 1))) return index;
      if (code === hash && text.charCodeAt(index - 1) === space) return -1;
    }
    return -1;
  }

  private key(start: number, end: number): string {
    const first = this.text.charAt(start);
    const key = first === '"' || first === "'" ? this.text.slice(start + 1, end - 1) : this.text.slice(start, end);
    if (key === "<<" || key === "__proto__" || key.length > 1000 || key !== key.trimEnd()) throw new NotPlain();
    return key;
  }

  private skipSpaces(from: number): number {
    let index = from;
    while (this.text.charCodeAt(index) === space) index++;
    return index;
  }

  private place(start: number, end: number, path: Path | undefined): Location {
    return { source: this.source, offset: start, length: end - start, path };
  }
}

const dash = 45;
const colonSign = 58;
