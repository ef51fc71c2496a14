import { isScalar, parseDocument } from "yaml";
import type { Entry, Node, ScalarNode } from "./node.js";
import type { Location, Path, Source } from "./source.js";

/** How deep maps and lists may lie in each other. */
export const deepest = 100;

/** What is said of maps and lists that lie in each other deeper than {@link deepest}. */
export const tooDeep = `maps and lists lie in each other more than ${deepest} deep`;

/** How many different numbers and truth values the library is asked for. */
const mostLookups = 1000;

/** Thrown at the first thing that is not plain. */
export class NotPlain extends Error {}

/** What a text without quotes may begin with. */
export const plainStart = /[A-Za-z0-9_./$~+(<;^\\=]/;

/** The codes of a space and of `#`. */
export const space = 32;
/** See {@link space}. */
export const hash = 35;

/** True for what has to stand behind a colon or a dash: a space, or the end of the line or the text. */
export function isBreak(code: number): boolean {
  return code === space || code === 10 || Number.isNaN(code);
}

/** Reads what stands on a single line: texts, with quotes or without, and what is in brackets or braces. */
export class FlowReader {
  /** Where the value ended that was read last. */
  at = 0;
  private lineEnd = 0;
  private readonly looked = new Map<string, ScalarNode["value"]>();

  constructor(
    private readonly source: Source,
    private readonly text: string,
  ) {}

  /** Reads the value that begins at `start`. */
  value(start: number, lineEnd: number, path: Path | undefined, depth: number): Node {
    this.at = start;
    this.lineEnd = lineEnd;
    return this.read(path, depth, false);
  }

  private read(path: Path | undefined, depth: number, within: boolean): Node {
    if (depth > deepest) throw new NotPlain();
    const sign = this.text.charAt(this.at);
    if (sign === "[") return this.list(path, depth);
    if (sign === "{") return this.map(path, depth);
    if (sign === '"' || sign === "'") return this.quoted(sign, path);
    return this.plain(path, within);
  }

  private list(path: Path | undefined, depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    while (this.next() !== "]") {
      const item = this.read({ parent: path, key: items.length }, depth + 1, true);
      items.push(item);
      this.separator("]");
    }
    this.at++;
    return { kind: "list", location: this.place(start, path), items };
  }

  private map(path: Path | undefined, depth: number): Node {
    const start = this.at++;
    const entries: Entry[] = [];
    const seen = new Set<string>();
    while (this.next() !== "}") {
      const keyStart = this.at;
      const { text: key } = this.scalar();
      const keyEnd = this.at;
      if (seen.has(key) || key === "<<" || key === "__proto__" || key.length > 1000) throw new NotPlain();
      seen.add(key);
      const own = { parent: path, key };
      const keyLocation = { source: this.source, offset: keyStart, length: keyEnd - keyStart, path: own };
      // A key without a value, and a colon that does not follow its key, are not plain.
      if (this.text.charAt(this.at) !== ":" || !isBreak(this.text.charCodeAt(this.at + 1))) throw new NotPlain();
      this.at++;
      const sign = this.next();
      if (sign === "," || sign === "}") throw new NotPlain();
      entries.push({ key, keyLocation, value: this.read(own, depth + 1, true) });
      this.separator("}");
    }
    this.at++;
    return { kind: "map", location: this.place(start, path), entries };
  }

  /** A key: a text with quotes or without. */
  private scalar(): ScalarNode {
    const sign = this.text.charAt(this.at);
    return sign === '"' || sign === "'" ? this.quoted(sign, undefined) : this.plain(undefined, true);
  }

  /** Goes to the next sign on the line. */
  private next(): string {
    while (this.text.charCodeAt(this.at) === space) this.at++;
    if (this.at >= this.lineEnd || this.text.charCodeAt(this.at) === hash) throw new NotPlain();
    return this.text.charAt(this.at);
  }

  /** Goes behind the comma, or to the end of the list or map. */
  private separator(close: string): void {
    const sign = this.next();
    if (sign === ",") this.at++;
    else if (sign !== close) throw new NotPlain();
  }

  private quoted(quote: string, path: Path | undefined): ScalarNode {
    const start = this.at;
    const close = this.text.indexOf(quote, start + 1);
    if (close < 0 || close >= this.lineEnd) throw new NotPlain();
    const value = this.text.slice(start + 1, close);
    // Escapes are not plain.
    if ((quote === '"' && value.includes("\\")) || this.text.charAt(close + 1) === quote) throw new NotPlain();
    this.at = close + 1;
    return { kind: "scalar", location: this.place(start, path), value, text: value };
  }

  private plain(path: Path | undefined, within: boolean): ScalarNode {
    const { text, at: start, lineEnd } = this;
    if (!plainStart.test(text.charAt(start)) && !isSigned(text, start)) throw new NotPlain();
    let index = start;
    let end = start;
    for (; index < lineEnd; index++) {
      const code = text.charCodeAt(index);
      if (code === space) continue;
      if (code === hash && text.charCodeAt(index - 1) === space) break;
      if (within && inFlow.has(code)) break;
      if (
        code === colonSign &&
        (isBreak(text.charCodeAt(index + 1)) || (within && inFlow.has(text.charCodeAt(index + 1))))
      ) {
        if (!within) throw new NotPlain();
        break;
      }
      end = index + 1;
    }
    this.at = end;
    const written = text.slice(start, end);
    const value = this.resolve(written);
    const location = this.place(start, path);
    return { kind: "scalar", location, value, text: typeof value === "string" ? value : written };
  }

  /** What YAML 1.1 takes a text for. */
  private resolve(text: string): ScalarNode["value"] {
    if (!mayMean.test(text)) return text;
    if (/^(~|null|Null|NULL)$/.test(text)) return null;
    if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
    const known = this.looked.get(text);
    if (known !== undefined) return known;
    if (this.looked.size >= mostLookups) throw new NotPlain();
    const { contents } = parseDocument(text, { version: "1.1", prettyErrors: false });
    const value: unknown = isScalar(contents) ? contents.value : undefined;
    // Dates, numbers that are none, and nothing at all are not plain.
    if (typeof value !== "string" && typeof value !== "boolean" && !(typeof value === "number" && !Number.isNaN(value)))
      throw new NotPlain();
    this.looked.set(text, value);
    return value;
  }

  private place(start: number, path: Path | undefined): Location {
    return { source: this.source, offset: start, length: this.at - start, path };
  }
}

const colonSign = 58;

/** Signs that end a text within brackets or braces: `, [ ] { }`. */
const inFlow = new Set([44, 91, 93, 123, 125]);

/** A negative number, or a text that begins with a dash. */
function isSigned(text: string, start: number): boolean {
  return text.charAt(start) === "-" && /[A-Za-z0-9.]/.test(text.charAt(start + 1));
}

/** Texts that YAML 1.1 may take for something else: numbers, dates, truth values and nothing. */
const mayMean = /^(?:[-+.\d].*|~|y|n|yes|no|on|off|true|false|null|=|e\d.*)$/is;
