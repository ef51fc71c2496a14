import { headerLines, type RequestFacts, seenPath } from "../conditions/request.js";
import { knownText } from "./headers.js";
import { withPrefix } from "./rewrites.js";
import type { Redirect } from "./table.js";

/** The ports that an address of a scheme leaves out. */
export const ownPorts = { http: 80, https: 443 } as const;

/** Where a redirect sends the client of a request: the `Location` of the answer. */
export function redirectLocation(redirect: Redirect, request: RequestFacts, scheme: "http" | "https"): string {
  const [, askedHost = "", askedPort] = /^(.*?)(?::(\d*))?$/.exec(headerLines(request, "host")[0] ?? "") ?? [];
  const newScheme = redirect.scheme ?? scheme;
  const host = redirect.host === undefined ? askedHost : knownText(redirect.host);
  const port =
    redirect.port === undefined ? (redirect.scheme === undefined ? askedPort : "") : knownText(redirect.port);
  const shownPort = port === undefined || port === "" || port === String(ownPorts[newScheme]) ? "" : `:${port}`;
  const query = request.query === undefined ? "" : `?${request.query}`;
  return `${newScheme}://${host}${shownPort}${seenPath(pathOf(redirect, request.path))}${query}`;
}

function pathOf({ path }: Redirect, asked: string): string {
  if (path === undefined) return asked;
  return path.kind === "whole" ? knownText(path.path) : withPrefix(asked, path.from, path.to);
}
