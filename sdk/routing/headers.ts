import { Later, type Leaf } from "../later.js";
import type { HeaderEdits } from "./edits.js";

/** A header line. */
export type HeaderLine = readonly [name: string, value: string];

/** What stands for a text that is known only later, where a request is told of before that. */
const notKnownYet = "(known only later)";

/** A text as far as it is known; {@link notKnownYet} for one that is not. */
export function knownText(text: Leaf<string | number>): string {
  return text instanceof Later ? notKnownYet : String(text);
}

/** The header lines that come of some: first what is removed goes, then what is set is put in place, then what is added. */
export function editHeaders(lines: readonly HeaderLine[], edits: HeaderEdits = {}): readonly HeaderLine[] {
  const { remove = [], set = {}, add = {} } = edits;
  const gone = new Set([...remove, ...Object.keys(set)].map((name) => name.toLowerCase()));
  const kept = lines.filter(([name]) => !gone.has(name.toLowerCase()));
  const said = [...Object.entries(set), ...Object.entries(add)];
  return [...kept, ...said.map(([name, value]): HeaderLine => [name, knownText(value)])];
}

/** Header lines without a cookie. A line that has no other is gone. */
export function withoutCookie(lines: readonly HeaderLine[], cookie: string): readonly HeaderLine[] {
  return lines.flatMap(([name, value]): readonly HeaderLine[] => {
    if (name.toLowerCase() !== "cookie") return [[name, value]];
    const others = value.split(";").filter((one) => one.split("=", 1)[0]?.trim() !== cookie);
    return others.length === 0 ? [] : [[name, others.join(";").trim()]];
  });
}
