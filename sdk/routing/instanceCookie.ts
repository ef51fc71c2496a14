import { cookieValues, type RequestFacts } from "../conditions/request.js";
import { withoutCookie } from "./headers.js";
import type { SetCookie } from "./outcome.js";
import type { Backend } from "./table.js";

/**
 * What the cookie of an instance does to a request on its way to a backend, and what the client gets: who has one stays with
 * the instance, which does not see it; others get one. It is assumed that an agent gave the value that a client has, and
 * that its instance is there.
 */
export function toInstance(
  { instances }: Backend,
  request: RequestFacts,
  mode: "http" | "tcp",
): { readonly request: RequestFacts; readonly given: readonly SetCookie[] } {
  const name = instances?.cookie;
  if (name === undefined || mode === "tcp") return { request, given: [] };
  if (cookieValues(request, name).length === 0) return { request, given: [{ name }] };
  return { request: { ...request, headers: withoutCookie(request.headers, name) }, given: [] };
}
