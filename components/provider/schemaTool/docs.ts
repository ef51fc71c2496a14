import { readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import ts from "typescript";

/** Languages as Pulumi's documentation names them, by the ending of a file. */
const languages: Readonly<Record<string, string>> = {
  ".ts": "typescript",
  ".py": "python",
  ".go": "go",
  ".yaml": "yaml",
};

/** What the doc comment of a symbol says, in Markdown: the text, and what it is by default. */
export function descriptionOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = plain(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const byDefault = tagOf(symbol, "default", checker);
  return byDefault === undefined ? text : `${text}${text === "" ? "" : "\n"}Default: ${quoted(byDefault)}.`;
}

/** The text of a tag of a symbol's doc comment; undefined when there is none. */
export function tagOf(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): string | undefined {
  const tag = symbol.getJsDocTags(checker).find((one) => one.name === name);
  return tag && plain(ts.displayPartsToString(tag.text)).trim();
}

/** True for what is not part of the public API. */
export function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === "internal");
}

/**
 * The examples of a doc comment, as Pulumi's documentation has them: each `@example` has a title, and behind it programs,
 * one for each language, as they are or as `{@includeCode path}`.
 */
export function examplesOf(node: ts.Node): string {
  const tags = ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === "example");
  if (tags.length === 0) return "";
  const examples = tags.map((tag) => {
    const [title = "", ...rest] = writtenIn(tag).split("\n");
    const programs = rest
      .join("\n")
      .replace(/\{@includeCode (\S+)\}/g, (_, path: string) =>
        program(resolve(dirname(node.getSourceFile().fileName), path)),
      );
    return `{{% example %}}\n### ${title}\n\n${programs}\n{{% /example %}}\n`;
  });
  return `\n\n{{% examples %}}\n## Example Usage\n${examples.join("")}{{% /examples %}}`;
}

/** What a value of a union means: the doc comment before it; empty when there is none. */
export function meaningOf(value: ts.TypeNode): string {
  if (!ts.isUnionTypeNode(value.parent)) return "";
  const { pos, types } = value.parent;
  const start = types[types.indexOf(value) - 1]?.end ?? pos;
  const [, comment = ""] = /\/\*\*(.*?)\*\//s.exec(value.getSourceFile().text.slice(start, value.getStart())) ?? [];
  return plain(comment.replace(/^ *\* ?/gm, "").trim());
}

/** The text of a tag as its comment has it: the compiler's own has lost the indentation. */
function writtenIn(tag: ts.JSDocTag): string {
  const text = tag.getSourceFile().text.slice(tag.tagName.end, tag.end);
  return text
    .replace(/\*\/$/, "")
    .replace(/\n *\* ?/g, "\n")
    .trim();
}

function program(file: string): string {
  return `\`\`\`${languages[extname(file)] ?? ""}\n${readFileSync(file, "utf8").trimEnd()}\n\`\`\``;
}

/** Links between symbols are names for readers of other languages. */
function plain(text: string): string {
  return text.replace(/\{@link (\w+)\}/g, "`$1`");
}

/** A default as it is written: code where it is a value or a pattern, words as they are. */
function quoted(text: string): string {
  return /^("[^"]*"|-?[\d.]+|true|false)$/.test(text)
    ? `\`${text.replaceAll('"', "")}\``
    : text.replace(/"([^"]*)"/g, "`$1`");
}
