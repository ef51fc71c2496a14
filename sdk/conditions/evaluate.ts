import { contains, parseNetwork } from "./network.js";
import { cookieValues, headerLines, hosts, queryValues, type RequestFacts, seenPath } from "./request.js";
import type { Condition, RequestTest } from "./tree.js";
import { userAgentTokens } from "./userAgents.js";

/** What a raw ACL is taken to answer; undefined where nothing is known. */
export type RawAcls = (acl: string) => boolean | undefined;

/**
 * Says whether a condition takes a request, as HAProxy does with the compiled condition. Undefined when that depends
 * on a raw ACL, which only HAProxy can run, and about which `rawAcls` knows nothing.
 */
export function evaluate(
  condition: Condition,
  request: RequestFacts,
  rawAcls: RawAcls = () => undefined,
): boolean | undefined {
  switch (condition.kind) {
    case "constant":
      return condition.value;
    case "atom":
      return condition.atom.kind === "raw" ? rawAcls(condition.atom.value) : test(condition.atom, request);
    case "not": {
      const result = evaluate(condition.operand, request, rawAcls);
      return result === undefined ? undefined : !result;
    }
    case "and":
    case "or": {
      const deciding = condition.kind === "or";
      const results = condition.operands.map((operand) => evaluate(operand, request, rawAcls));
      if (results.includes(deciding)) return deciding;
      return results.includes(undefined) ? undefined : !deciding;
    }
  }
}

function test(test: Exclude<RequestTest, { kind: "raw" }>, request: RequestFacts): boolean {
  const { path } = request;
  switch (test.kind) {
    case "host": {
      const wanted = test.value.toLowerCase();
      return hosts(request).some((host) =>
        wanted.startsWith("*.") ? host.endsWith(wanted.slice(1)) : host === wanted,
      );
    }
    case "userAgent":
      return userAgentTokens(test.value).every((token) =>
        headerLines(request, "User-Agent").some((line) => line.includes(token)),
      );
    case "cookie":
      return cookieValues(request, test.name).length > 0;
    case "header":
      return headerLines(request, test.name).length > 0;
    case "cookieContains":
      return cookieValues(request, test.name).some((value) => value.includes(test.value));
    case "headerContains":
      return headerLines(request, test.name).some((line) => line.includes(test.value));
    case "cookieEquals":
      return cookieValues(request, test.name).includes(test.value);
    case "headerEquals":
      return headerLines(request, test.name).includes(test.value);
    case "pathEquals":
      return path === test.value;
    case "pathPrefix":
      return `${path}/`.startsWith(withSlash(test.value));
    case "pathMatches":
      return seenPath(path) !== "" && new RegExp(test.value).test(path);
    case "method":
      return request.method === test.value;
    case "queryEquals":
      return queryValues(request, test.name).includes(test.value);
    case "source": {
      const network = parseNetwork(test.value);
      return network !== undefined && request.sourceAddress !== undefined && contains(network, request.sourceAddress);
    }
  }
}

/** A path prefix as it is compared with the path and a slash: `/x/` is in `/x/`, `/x/y/`, but not in `/xy/`. */
export function withSlash(prefix: string): string {
  return prefix.endsWith("/") ? prefix : `${prefix}/`;
}
