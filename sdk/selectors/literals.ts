import type { Pattern } from "./tree.js";

/**
 * The texts that a pattern stands for when it is one text or several with `|` between them, also in `^…$` and `(?:…)`:
 * `a|b`, `^(?:a|b)$`. A dot counts as a dot, as in `io.vamp.cluster`. Undefined for every other pattern.
 */
export function literalsOf(pattern: Pattern): readonly string[] | undefined {
  const bare = unwrapped(pattern);
  // With a `|` outside a group, `^` and `$` belong to the first and the last text only; they mean nothing there either.
  if (!/^(?:[\w:/@,%=#&~<>"'`! .|-]|\\[^A-Za-z0-9])*$/.test(bare)) return undefined;
  const texts = [""];
  for (const [sign] of bare.matchAll(/\\.|[^\\]/g))
    if (sign === "|") texts.push("");
    else texts.push(`${texts.pop()}${sign.slice(-1)}`);
  return [...new Set(texts)];
}

/** Without signs for the start and the end, which a pattern has anyway, and without a group round all of it. */
function unwrapped(pattern: Pattern): string {
  const [, inner = pattern] = /^\^?\(\?:([^()]*)\)\$?$/.exec(pattern) ?? [];
  return inner === pattern ? pattern.replace(/^\^/, "").replace(/(?<!\\)\$$/, "") : inner;
}
