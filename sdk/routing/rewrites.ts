import { type RequestFacts, seenPath } from "../conditions/request.js";
import type { RequestRewrite } from "./edits.js";
import { editHeaders, knownText } from "./headers.js";

/** The request that comes of one, when its condition holds. The query stays. */
export function rewritten(rewrite: RequestRewrite, request: RequestFacts): RequestFacts {
  switch (rewrite.kind) {
    case "path":
      return { ...request, path: rewrite.path.replaceAll("%[path]", () => seenPath(request.path)) };
    case "prefix":
      return { ...request, path: withPrefix(request.path, rewrite.from, rewrite.to) };
    case "host":
      return { ...request, headers: editHeaders(request.headers, { set: { Host: knownText(rewrite.host) } }) };
  }
}

/**
 * A path with another beginning, as far as `from` is whole segments of it: with `/a` to `/b`, `/a` becomes `/b` and `/a/x`
 * becomes `/b/x`; `/ab` stays, and so does `*`. With nothing (`/`) in its place `/a/x` becomes `/x`.
 */
export function withPrefix(path: string, from: string, to: string): string {
  const [old, fresh] = [from, to].map((prefix) => prefix.replace(/\/+$/, ""));
  if (path !== old && !path.startsWith(`${old}/`)) return path;
  const rest = path.slice(old?.length ?? 0);
  return `${fresh}${rest}` || "/";
}
