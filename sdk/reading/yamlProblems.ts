import type { ErrorCode } from "yaml";
import { tooDeep } from "./plainFlow.js";

interface YamlProblem {
  readonly message: string;
  readonly expected?: string;
}

const problems: Readonly<Partial<Record<ErrorCode, YamlProblem>>> = {
  BAD_DQ_ESCAPE: {
    message: "this is no escape that YAML knows",
    expected: "`\\\\` for the sign itself, or single quotes",
  },
  BAD_INDENT: { message: "this line begins at another column than its neighbours", expected: "the same indentation" },
  BAD_SCALAR_START: { message: "a text cannot begin with this sign", expected: "quotes round the text" },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a key stands behind a key",
    expected: "a line for each key, or quotes round a text with `: ` in it",
  },
  BLOCK_IN_FLOW: { message: "indented lines cannot stand within brackets or braces", expected: "`{a: b}` or `[a, b]`" },
  KEY_OVER_1024_CHARS: { message: "this key is longer than 1024 characters" },
  MISSING_CHAR: { message: "a sign is missing here" },
  MULTILINE_IMPLICIT_KEY: {
    message: "this is neither a key nor a value",
    expected: "`key: value`, with a space behind the colon",
  },
  MULTIPLE_ANCHORS: { message: "a value has one anchor at most" },
  MULTIPLE_TAGS: { message: "a value has one tag at most" },
  // The library calls itself for each level, and the stack has an end.
  RESOURCE_EXHAUSTION: { message: tooDeep },
  TAB_AS_INDENT: { message: "a tab cannot indent", expected: "spaces" },
  TAG_RESOLVE_FAILED: { message: "this tag means nothing here", expected: "a value without a tag" },
  UNEXPECTED_TOKEN: { message: "this cannot stand here" },
};

/** Says in plain words what the YAML library says, with its own words where they tell more. */
export function yamlProblem(code: ErrorCode, words: string): YamlProblem {
  if (code === "BAD_INDENT" && words.startsWith("Flow"))
    return { message: "brackets or braces above are still open here", expected: "`]` or `}` before this" };
  const known = problems[code];
  if (known === undefined) return { message: words };
  if (code !== "MISSING_CHAR") return known;
  if (words.includes("closing"))
    return { message: "this quote is never closed", expected: "the same quote at its end" };
  if (words.includes("map values"))
    return { message: "this key has no value", expected: "`key: value`, with a space behind the colon" };
  return { ...known, expected: words };
}
