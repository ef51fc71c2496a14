import type { Case } from "./cases.js";
import type { Answered, Headers } from "./exchange.js";

/** What of an answer is not as a case expects it; nothing when all is. */
export function differences({ request, expect, to: [to] }: Case, answered: Answered): readonly string[] {
  const { status, headers } = answered;
  if (!expect.status.includes(status)) return [`status ${status} instead of ${expect.status.join(" or ")}`];
  return [
    ...(expect.redirect === undefined ? [] : redirectDifferences(request, expect.redirect, to?.scheme ?? "", headers)),
    ...(isFromBackend(expect, status) ? backendDifferences({ request, expect }, answered) : []),
    ...headerDifferences(expect, headers),
  ];
}

type Expected = Case["expect"];

function isFromBackend(expect: Expected, status: number): boolean {
  return (status === 200 || status === 204) && expect.answered_by_gateway !== true;
}

function backendDifferences({ request, expect }: Pick<Case, "request" | "expect">, { arrived }: Answered) {
  if (arrived === undefined) return ["no backend answered"];
  const [namespace = "", name] = arrived.backend.split("/");
  const unchanged = {
    method: request.method,
    path: request.path,
    ...(request.host !== "" && { host: request.host }),
    headers: request.headers ?? {},
  };
  const {
    method,
    path,
    host,
    headers = {},
    absent_headers = [],
  } = { ...(expect.backend_request ?? unchanged) } as NonNullable<Expected["backend_request"]>;
  const seen = new Map(arrived.headers);
  return [
    ...differs("backend", name, expect.backend),
    ...differs("namespace of the backend", namespace, expect.backend_namespace),
    ...differs("method at the backend", arrived.method, method),
    ...differs("path at the backend", arrived.path, path),
    ...differs("host at the backend", seen.get("host"), host),
    ...Object.entries(headers).flatMap(([key, value]) =>
      differs(`header ${key} at the backend`, seen.get(key.toLowerCase()), value),
    ),
    ...absent(absent_headers, seen, "at the backend"),
  ];
}

function headerDifferences(expect: Expected, headers: Headers): readonly string[] {
  const plain = (text: string | undefined) =>
    expect.ignore_whitespace_in_headers === true ? text?.replaceAll(" ", "") : text;
  const oneOf = {
    ...Object.fromEntries(Object.entries(expect.response_headers ?? {}).map(([name, value]) => [name, [value]])),
    ...expect.response_headers_one_of,
  };
  return [
    ...Object.entries(oneOf).flatMap(([name, values]) => {
      const found = headers.get(name.toLowerCase());
      return values.some((value) => plain(value) === plain(found))
        ? []
        : [`header ${name} of the answer is ${found} instead of ${values.join(" or ")}`];
    }),
    ...absent(expect.response_absent_headers ?? [], headers, "of the answer"),
  ];
}

const ownPorts: Readonly<Record<string, string>> = { http: "80", https: "443" };

function redirectDifferences(
  request: Case["request"],
  expect: NonNullable<Expected["redirect"]>,
  scheme: string,
  headers: Headers,
): readonly string[] {
  const location = headers.get("location") ?? "";
  if (!URL.canParse(location)) return [`the Location is ${location}`];
  const to = new URL(location);
  const expectedScheme = expect.scheme ?? scheme;
  return [
    ...differs("scheme of the Location", to.protocol, `${expectedScheme}:`),
    ...differs("host of the Location", to.hostname, expect.host),
    // URL leaves out a port that is the scheme's own.
    ...differs("port of the Location", to.port || ownPorts[expectedScheme], expect.port ?? ownPorts[expectedScheme]),
    ...differs("path of the Location", to.pathname, expect.path ?? request.path),
  ];
}

function differs(what: string, found: string | undefined, expected: string | undefined): readonly string[] {
  return expected === undefined || found === expected ? [] : [`${what} is ${found} instead of ${expected}`];
}

function absent(names: readonly string[], headers: Headers, where: string): readonly string[] {
  return names.flatMap((name) => {
    const found = headers.get(name.toLowerCase());
    return found === undefined ? [] : [`header ${name} ${where} is ${found} instead of absent`];
  });
}
