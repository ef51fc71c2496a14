import type { CorsRules, Headers } from "../artifacts/edits.js";
import { type Rewrite, vampRewrite } from "../artifacts/rewrite.js";
import type { Route } from "../artifacts/route.js";
import { whenKnown } from "../later.js";
import type { Cors, Edits, HeaderEdits, RequestRewrite } from "../routing/edits.js";

/** Plans what happens to requests and answers on a route; undefined when nothing does. */
export function planEdits({
  rewrites = [],
  headers,
  cors,
}: Pick<Route, "rewrites" | "headers" | "cors">): Edits | undefined {
  const planned = rewrites.flatMap(({ inline }) => (inline === undefined ? [] : (planRewrite(inline) ?? [])));
  const { request, response } = headers ?? {};
  const edits: Edits = {
    ...(planned.length === 0 ? {} : { rewrites: planned }),
    ...(request === undefined ? {} : { requestHeaders: planHeaders(request) }),
    ...(response === undefined ? {} : { responseHeaders: planHeaders(response) }),
    ...(cors === undefined ? {} : { cors: planCors(cors) }),
  };
  return Object.keys(edits).length === 0 ? undefined : edits;
}

function planRewrite({ path, fullPath, prefix, host, condition }: Rewrite): RequestRewrite | undefined {
  if (path !== undefined) {
    const parts = vampRewrite(path);
    return parts && { kind: "path", ...parts };
  }
  if (fullPath !== undefined) return { kind: "path", path: fullPath, condition };
  if (prefix !== undefined) return { kind: "prefix", ...prefix, condition };
  return host === undefined ? undefined : { kind: "host", host, condition };
}

function planHeaders({ remove, set, add }: NonNullable<Headers["request"]>): HeaderEdits {
  return {
    ...(remove === undefined ? {} : { remove }),
    ...(set === undefined ? {} : { set }),
    ...(add === undefined ? {} : { add }),
  };
}

function planCors({ origins, methods, headers, expose, credentials, maxAge }: CorsRules): Cors {
  return {
    origins,
    ...(methods === undefined ? {} : { methods }),
    ...(headers === undefined ? {} : { headers }),
    ...(expose === undefined ? {} : { expose }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(maxAge === undefined ? {} : { maxAge: whenKnown(maxAge, (milliseconds) => Math.round(milliseconds / 1000)) }),
  };
}
