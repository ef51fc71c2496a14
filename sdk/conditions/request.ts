/** What a condition can ask about a request, as the gateway received it. */
export interface RequestFacts {
  /** Such as `GET`. Methods are written in capitals. */
  readonly method: string;
  /** The path as it was sent, not decoded, without the query. */
  readonly path: string;
  /** What follows the first `?`, not decoded. Default: no query. */
  readonly query?: string | undefined;
  /** Every header line in its order, among them `Host` (HTTP/2: `:authority`) and `Cookie`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The address of the peer, IPv4 or IPv6. Default: unknown, and in no network. */
  readonly sourceAddress?: string | undefined;
  /** The server name of its connection's TLS handshake (SNI), about which no condition asks. Default: the host asked for. */
  readonly serverName?: string | undefined;
}

/** What HAProxy sees of the path of a request: nothing of `*`, which is none. */
export function seenPath(path: string): string {
  return path.startsWith("/") ? path : "";
}

/** The values of every line of a header, the spaces round them stripped, as HAProxy's `req.fhdr` gives them. */
export function headerLines(request: RequestFacts, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return request.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => trimmed(value));
}

/** The hosts asked for (one, or HTTP is broken), in lower case and without port: HAProxy's `host_only,lower`. */
export function hosts(request: RequestFacts): readonly string[] {
  return headerLines(request, "host").map((host) => host.replace(/:[^\]:]*$/, "").toLowerCase());
}

/** The values of a parameter of the query, not decoded, empty ones left out: HAProxy's `url_param`, for which `;` and `?` separate too. */
export function queryValues(request: RequestFacts, name: string): readonly string[] {
  return (request.query ?? "")
    .split(/[&;?]/)
    .filter((parameter) => parameter.startsWith(`${name}=`))
    .map((parameter) => parameter.slice(name.length + 1))
    .filter((value) => value !== "");
}

/**
 * The values of a cookie, in whatever `Cookie` line: HAProxy's `req.cook`, with its ways. It reads a line as a list
 * with commas, and each item as cookies with semicolons (or commas); neither counts between double quotes, which stay
 * part of the value. It stops in an item where the name, `=` and one more character do not fit, and so does not see
 * a cookie without value there.
 */
export function cookieValues(request: RequestFacts, name: string): readonly string[] {
  return headerLines(request, "cookie")
    .flatMap(listItems)
    .flatMap((item) =>
      [...item.matchAll(cookie)].flatMap(({ index, 1: found, 2: value }) => {
        const seen = found === name && value !== undefined && item.length - index > name.length + 1;
        return seen ? [trimmed(value)] : [];
      }),
    );
}

/** The items of a header's line that is a list, empty ones too: HAProxy's `req.hdr`, for which a comma between quotes ends none. */
export function listItems(line: string): readonly string[] {
  return (line.match(listItem) ?? []).map(trimmed);
}

/** An item of a list with commas; within double quotes `\` goes before a quote that does not end them. */
const listItem = /(?<=^|,)(?:[^",]|"(?:[^"\\]|\\.)*(?:"|\\?$))*(?=,|$)/g;
/** A cookie: what stands before `=`, if there is one, and after it. */
const cookie = /[ \t]*([^=;,]*?)[ \t]*(?:=[ \t]*((?:[^";,]|"(?:[^"\\]|\\.)*(?:"|\\?$))*)|(?=[;,]|$))(?:[;,]|$)/g;

function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}
