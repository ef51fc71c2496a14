import type { Known } from "../later.js";
import type { Edits, HeaderEdits, RequestRewrite } from "../routing/edits.js";
import type { Conditions } from "./condition.js";
import { format, headerName, isPath, type Piece, pathFormat, quote, UnquotableError } from "./quote.js";
import type { Rules } from "./rules.js";

/** Writes what happens to requests, where the guard holds. */
export function requestEdits(rules: Rules, conditions: Conditions, edits: Known<Edits>, guard = ""): void {
  for (const rewrite of edits.rewrites ?? []) rewriteRules(rules, rewrite, guard, conditions.write(rewrite.condition));
  if (edits.requestHeaders !== undefined) headerRules(edits.requestHeaders, (action) => rules.rule(action, guard));
}

/** Writes what happens to the headers of answers, where the guard holds. */
export function answerEdits(rules: Rules, edits: Known<HeaderEdits>, guard = ""): void {
  headerRules(edits, (action) => rules.answerRule(action, guard));
}

function headerRules({ remove = [], set = {}, add = {} }: Known<HeaderEdits>, rule: (action: string) => void): void {
  for (const name of remove) rule(`del-header ${headerName(name)}`);
  for (const [name, value] of Object.entries(set)) rule(`set-header ${headerName(name)} ${format(value)}`);
  for (const [name, value] of Object.entries(add)) rule(`add-header ${headerName(name)} ${format(value)}`);
}

function rewriteRules(rules: Rules, rewrite: Known<RequestRewrite>, ...guards: readonly string[]): void {
  switch (rewrite.kind) {
    case "path": {
      const pieces = rewrite.path
        .split("%[path]")
        .flatMap((text, index): readonly Piece[] => (index === 0 ? [text] : [{ sample: "path" }, text]));
      rules.rule(`set-path ${pathFormat(...pieces)}`, ...guards);
      return;
    }
    case "prefix":
      prefixRules(rules, rewrite.from, rewrite.to, ...guards);
      return;
    case "host":
      rules.rule(`set-header host ${format(rewrite.host)}`, ...guards);
  }
}

/**
 * Writes a change of the beginning of a path, as far as it is whole segments: `/a` to `/b` makes `/b` of `/a`, and `/b/x`
 * of `/a/x`; `/ab` stays, and so does `*`, which is no path. An empty beginning makes `/` of `/a`.
 * @throws UnquotableError for a beginning that is not `/…`
 */
export function prefixRules(rules: Rules, from: string, to: string, ...guards: readonly string[]): void {
  const [old = "", fresh = ""] = [from, to].map((prefix) => prefix.replace(/\/+$/, ""));
  for (const prefix of [old, fresh])
    if (prefix !== "" && !isPath(prefix)) throw new UnquotableError(prefix, "it is not the beginning of a path");
  if (old === fresh) return;
  const rest = { sample: `path,bytes(${Buffer.byteLength(old)})` };
  if (fresh !== "") {
    const moved = old === "" ? "{ path -m found }" : `{ path,concat(/) -m beg ${quote(`${old}/`)} }`;
    rules.rule(`set-path ${pathFormat(fresh, rest)}`, ...guards, moved);
    return;
  }
  // `/` does not begin with the old prefix, so the second rule leaves what the first one made.
  rules.rule("set-path /", ...guards, `{ path -m str ${quote(old)} }`);
  rules.rule(`set-path ${pathFormat(rest)}`, ...guards, `{ path -m beg ${quote(`${old}/`)} }`);
}
