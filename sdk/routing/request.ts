import { parseNetwork } from "../conditions/network.js";
import type { RequestFacts } from "../conditions/request.js";
import type { HeaderLine } from "./headers.js";

/** A request as a test or a command line says it. */
export interface RequestArgs {
  /** Host it asks for, with a port or without; for TCP the server name of its TLS handshake. Default: none. */
  readonly host?: string | undefined;
  /** Server name of the TLS handshake, for a connection that was made for another host. Default: the host. */
  readonly serverName?: string | undefined;
  /** Default: `GET`. */
  readonly method?: string | undefined;
  /** Path, with `?` and a query or without, as it is sent: `/shop?beta=1`. Default: `/`. */
  readonly path?: string | undefined;
  /** Headers; a list stands for several lines of one name, and undefined for none. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  readonly cookies?: Readonly<Record<string, string | undefined>> | undefined;
  /** Address of the client, as the gateway sees it. Default: one that is in no network. */
  readonly source?: string | undefined;
}

/**
 * The request as a client sends it.
 * @throws TypeError for what no client can send, such as a path without a `/`.
 */
export function requestOf(args: RequestArgs): RequestFacts {
  const { host, serverName, method = "GET", path = "/", headers = {}, cookies = {}, source } = args;
  const [, plain = "", query] = /^([^?]*)(?:\?(.*))?$/s.exec(path) ?? [];
  refuse(!/^[!#$%&'*+.^_`|~\w-]+$/.test(method), "method", method, "a word such as `GET`");
  refuse(
    !/^\/[\x21-\x7e]*$/.test(path) && path !== "*",
    "path",
    path,
    "`/`, then visible ASCII, other characters as `%XX`",
  );
  refuse(host !== undefined && !/^[\x21-\x7e]+$/.test(host), "host", host ?? "", "a name such as `shop.example.com`");
  refuse(
    serverName !== undefined && !/^[\w.-]+$/.test(serverName),
    "server name",
    serverName ?? "",
    "a name such as `shop.example.com`",
  );
  const network = source === undefined ? undefined : parseNetwork(source);
  refuse(source !== undefined && (network === undefined || source.includes("/")), "source", source ?? "", "an address");
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    (typeof values === "string" ? [values] : (values ?? [])).map((value): HeaderLine => [name, value]),
  );
  for (const [name, value] of lines) {
    refuse(!/^[!#$%&'*+.^_`|~\w-]+$/.test(name), "header name", name, "letters, digits, `-` and `_`");
    refuse(/[\0\r\n]/.test(value), `header ${name}`, value, "one line");
  }
  const pairs = Object.entries(cookies).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return {
    method,
    path: plain,
    query,
    headers: [
      ...(host === undefined ? [] : [["Host", host] as const]),
      ...lines,
      ...(pairs.length === 0 ? [] : [["Cookie", pairs.join("; ")] as const]),
    ],
    sourceAddress: source,
    ...(serverName === undefined ? {} : { serverName }),
  };
}

function refuse(wrong: boolean, what: string, value: string, expected: string): void {
  if (wrong) throw new TypeError(`\`${value}\` cannot be the ${what} of a request: expected ${expected}`);
}
