import { headerLines, type RequestFacts } from "../conditions/request.js";
import type { Cors, HeaderEdits } from "./edits.js";
import { type HeaderLine, knownText } from "./headers.js";

/** Seconds that a browser remembers a preflight, where nothing else is said (Fetch standard, 3.2.3). */
export const defaultMaxAge = 5;

/** True for a browser's question whether a page of another site may send a request. */
export function isPreflight(request: RequestFacts): boolean {
  const asks = (name: string) => headerLines(request, name).length > 0;
  return request.method === "OPTIONS" && asks("Origin") && asks("Access-Control-Request-Method");
}

/** Headers with which an agent answers a preflight; none for an origin that may not use the answers. */
export function preflightHeaders(cors: Cors, request: RequestFacts): readonly HeaderLine[] {
  if (sharedOrigin(cors, request) === undefined) return [];
  const methods = list(cors.methods, "Access-Control-Request-Method", cors, request);
  const headers = list(cors.headers, "Access-Control-Request-Headers", cors, request);
  return [
    ...(methods === undefined ? [] : [["access-control-allow-methods", methods] as const]),
    ...(headers === undefined ? [] : [["access-control-allow-headers", headers] as const]),
    ["access-control-max-age", knownText(cors.maxAge ?? defaultMaxAge)],
  ];
}

/** What happens to the headers of an answer, so that a page of another site may read it. What the backend says does not count. */
export function corsEdits(cors: Cors, request: RequestFacts): HeaderEdits {
  const origin = sharedOrigin(cors, request);
  const { credentials = false, expose = [] } = cors;
  return {
    remove: ["access-control-allow-origin", "access-control-allow-credentials"],
    set: {
      ...(origin !== undefined && { "access-control-allow-origin": origin }),
      ...(origin !== undefined && credentials && { "access-control-allow-credentials": "true" }),
      ...(origin !== undefined &&
        expose.length > 0 && { "access-control-expose-headers": expose.includes("*") ? "*" : expose.join(", ") }),
    },
    add: { vary: "Origin" },
  };
}

function sharedOrigin({ origins, credentials }: Cors, request: RequestFacts): string | undefined {
  // A client that says several is one of the last.
  const origin = headerLines(request, "Origin").at(-1);
  if (origin === undefined || !origins.some((pattern) => originMatches(pattern, origin))) return undefined;
  return origins.includes("*") && credentials !== true ? "*" : origin;
}

/** True when an origin is one of those that a pattern means: itself, those below `https://*.…`, or all for `*`. */
function originMatches(pattern: string, origin: string): boolean {
  if (pattern === "*" || pattern === origin) return true;
  const [scheme = "", below] = pattern.split("*");
  return (
    below !== undefined && origin.startsWith(scheme) && origin.length > pattern.length - 1 && origin.endsWith(below)
  );
}

/** A list as a header says it. With cookies, `*` means itself and nothing else, so what was asked for is said instead. */
function list(
  names: readonly string[] | undefined,
  asked: string,
  { credentials }: Cors,
  request: RequestFacts,
): string | undefined {
  if (names === undefined || names.length === 0) return undefined;
  if (!names.includes("*")) return names.join(", ");
  return credentials === true ? headerLines(request, asked).at(-1) : "*";
}
