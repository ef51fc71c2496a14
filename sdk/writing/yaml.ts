import { Document, isScalar, Pair, parseDocument, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { joinComments } from "../reading/comments.js";
import type { Comments, Entry, Node, ScalarNode } from "../reading/node.js";

/** Writes a node as YAML: two spaces for a level, no line folded, quotes only where they are needed, comments kept. */
export function printYaml(node: Node): string {
  // A schema in which everything is text: what needs quotes is decided here, by how this language reads it.
  const document = new Document<YAMLMap | YAMLSeq | Scalar>(undefined, { schema: "failsafe", compat: null });
  document.contents = printed(node);
  const { before, after } = node.comments ?? {};
  if (before !== undefined) document.commentBefore = before;
  if (after !== undefined) document.comment = after;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function printed(node: Node): YAMLMap | YAMLSeq | Scalar {
  if (node.kind === "scalar") return scalarOf(node);
  if (node.kind === "list") {
    const list = new YAMLSeq();
    list.items = node.items.map((item, index) => commented(printed(item), withoutBlank(item.comments, index)));
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
  const { value } = entry;
  const isShort = value.kind === "scalar" || (value.kind === "map" ? value.entries : value.items).length === 0;
  if (!isShort) return new Pair(commented(key, entry.comments), commented(printed(value), value.comments));
  // What stands above a single value, or behind it in several lines, stands above its key.
  const { before, after } = value.comments ?? {};
  const behind = after?.includes("\n") ? undefined : after;
  const above = [entry.comments ?? {}, { before }, ...(behind === after ? [] : [{ before: after }])];
  return new Pair(commented(key, joinComments(above)), commented(printed(value), { after: behind }));
}

/** An empty line stands between things, not above the first. */
function withoutBlank(comments: Comments | undefined, index: number): Comments | undefined {
  return index === 0 && comments?.blank ? { ...comments, blank: false } : comments;
}

function commented<N extends YAMLMap | YAMLSeq | Scalar>(node: N, comments: Comments | undefined): N {
  if (comments?.before !== undefined) node.commentBefore = comments.before;
  if (comments?.after !== undefined) node.comment = comments.after;
  if (comments?.blank) node.spaceBefore = true;
  return node;
}

function scalarOf({ value, text, bare }: ScalarNode): Scalar {
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
