import { Document, isScalar, Pair, parseDocument, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { Later } from "../later.js";
import { joinComments } from "../reading/comments.js";
import type { Comments, Entry, Node, ScalarNode } from "../reading/node.js";

/**
 * Writes a node as YAML: two spaces for a level, no line folded, quotes only where they are needed, comments kept.
 * @throws TypeError when a value is known only later, since there is nothing to write yet.
 */
export function printYaml(node: Node): string {
  // A schema in which everything is text: what needs quotes is decided here, by how this language reads it.
  const document = new Document<YAMLMap | YAMLSeq | Scalar>(undefined, { schema: "failsafe", compat: null });
  document.contents = printed(node);
  const { before, after } = node.comments ?? {};
  if (before !== undefined) document.commentBefore = printable(before);
  if (after !== undefined) document.comment = printable(after);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function printed(node: Node): YAMLMap | YAMLSeq | Scalar {
  if (node.kind === "scalar") return scalarOf(node);
  if (node.kind === "list") {
    const list = new YAMLSeq();
    list.items = node.items.map((item, index) => {
      const whole = aboveItem(item);
      return commented(printed(whole), withoutBlank(whole.comments, index));
    });
    if (list.items.length === 0) list.flow = true;
    return list;
  }
  const map = new YAMLMap<Scalar, YAMLMap | YAMLSeq | Scalar>();
  map.items = node.entries.map((entry, index) => pairOf({ ...entry, comments: withoutBlank(entry.comments, index) }));
  if (map.items.length === 0) map.flow = true;
  return map;
}

function pairOf(entry: Entry): Pair<Scalar, YAMLMap | YAMLSeq | Scalar> {
  const key = new Scalar(entry.key);
  // Without quotes it would merge a map into this one.
  if (entry.key === "<<") key.type = Scalar.QUOTE_DOUBLE;
  return new Pair(commented(key, entry.comments), commented(printed(entry.value), entry.value.comments));
}

/** What stands above a single value, or behind it in several lines, stands above its key. */
function aboveKey(entry: Entry): Entry {
  const { value } = entry;
  const isShort = value.kind === "scalar" || (value.kind === "map" ? value.entries : value.items).length === 0;
  const { before, after } = value.comments ?? {};
  const isLong = after?.includes("\n") || (after !== undefined && value.kind === "scalar" && value.text.includes("\n"));
  if (!isShort || (before === undefined && !isLong)) return entry;
  const behind = isLong ? undefined : after;
  const above = [entry.comments ?? {}, { before }, { before: behind === after ? undefined : after }];
  return { ...entry, comments: joinComments(above), value: { ...value, comments: { after: behind } } };
}

/** What stands above the first key of an item stands above the item. */
function aboveItem(item: Node): Node {
  if (item.kind !== "map") return item;
  const [only, ...rest] = item.entries;
  const first = only && aboveKey(only);
  const before = first?.comments?.before;
  if (first === undefined || before === undefined) return item;
  const entries = [{ ...first, comments: { ...first.comments, before: undefined } }, ...rest];
  return { ...item, entries, comments: joinComments([item.comments ?? {}, { before }]) };
}

/** An empty line stands between things, not above the first. */
function withoutBlank(comments: Comments | undefined, index: number): Comments | undefined {
  return index === 0 && comments?.blank ? { ...comments, blank: false } : comments;
}

function commented<N extends YAMLMap | YAMLSeq | Scalar>(node: N, comments: Comments | undefined): N {
  if (comments?.before !== undefined) node.commentBefore = printable(comments.before);
  if (comments?.after !== undefined) node.comment = printable(comments.after);
  if (comments?.blank) node.spaceBefore = true;
  return node;
}

/** A comment without the signs that only some programs take for the end of a line. */
function printable(comment: string): string {
  return comment.replace(/[\r\u0085\u2028\u2029]/g, " ").replace(/\n+$/, "");
}

function scalarOf({ value, text, bare }: ScalarNode): Scalar {
  if (value instanceof Later) throw new TypeError("a value that is known only later cannot be written");
  if (value === null) return new Scalar("~");
  const scalar = new Scalar(text);
  if (bare ? isNull(text) : typeof value === "string" && !readsAsText(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** True for texts that say nothing when they stand without quotes. */
function isNull(text: string): boolean {
  return /^(~|null|Null|NULL)?$/.test(text);
}

/** True for texts that YAML 1.1 reads as text when they stand without quotes. */
function readsAsText(text: string): boolean {
  // Most texts begin like no number, date or truth value.
  if (/^[A-Za-z][\w ./:-]*$/.test(text) && !/^([yYnN]|yes|no|true|false|on|off|null)$/i.test(text)) return true;
  const { contents } = parseDocument(text, { version: "1.1", prettyErrors: false });
  return isScalar(contents) && contents.value === text;
}
