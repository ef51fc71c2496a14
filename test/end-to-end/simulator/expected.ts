import type { RequestFacts } from "../../../sdk/conditions/request.js";
import { editHeaders, type HeaderLine, knownText } from "../../../sdk/routing/headers.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import type { Way } from "../../../sdk/routing/outcome.js";
import type { Answered } from "./client.js";
import { backendOf, ownHeaders, type Seen } from "./echo.js";

/** Header lines without those of the connection, in an order that does not matter. */
function plain(headers: readonly HeaderLine[]): readonly string[] {
  return headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value.trim()}`)
    .filter((line) => !/^(cache-control|connection|content-length|keep-alive): /.test(line))
    .sort();
}

function targetOf({ path, query }: RequestFacts): string {
  return query === undefined ? path : `${path}?${query}`;
}

/** The value of a cookie that names an instance, as these tests write it. */
const anInstance = "(instance)";

/** What a client and a backend see of a way, in words that can be compared. */
export function expected({ end, responseEdits, cookies }: Way, { mode, tls }: Pick<Listener, "mode" | "tls">): string {
  if (mode === "tcp") return passed(end.kind === "backend" ? end.backend.host : "");
  const edited = (headers: readonly HeaderLine[]) => responseEdits.reduce(editHeaders, headers);
  switch (end.kind) {
    case "backend": {
      const secure = tls === undefined ? "" : "; Secure";
      const given = cookies.map(
        ({ name, value }): HeaderLine => [
          "set-cookie",
          value === undefined
            ? `${name}=${anInstance}; path=/; HttpOnly${secure}; SameSite=Lax`
            : `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`,
        ],
      );
      const seen = { host: end.backend.host, method: end.request.method, target: targetOf(end.request) };
      return JSON.stringify([seen, plain(end.request.headers), 200, plain([...edited(ownHeaders), ...given])], null, 1);
    }
    case "answer":
      return JSON.stringify([Number(end.status), plain(edited(end.headers)), knownText(end.body ?? "")], null, 1);
    case "redirect":
      return JSON.stringify([end.status, plain(edited([["location", end.location]])), ""], null, 1);
    case "closed":
      return "closed";
  }
}

/** The same of what came. */
export function observed({ status, headers, body }: Answered): string {
  const isEcho = status === 200 && body.startsWith('{"address":');
  if (!isEcho) return JSON.stringify([status, plain(headers), body], null, 1);
  const { address, method, target, headers: sent } = JSON.parse(body) as Seen;
  const given = headers.map(
    ([name, value]): HeaderLine => [
      name,
      name === "set-cookie" ? value.replace(/^(instance-\d+)=[0-9a-f]{16};/, `$1=${anInstance};`) : value,
    ],
  );
  return JSON.stringify([{ host: backendOf(address), method, target }, plain(sent), status, plain(given)], null, 1);
}

/** What comes of a connection that is passed on to an address, or to none. */
export function passed(address: string): string {
  return address === "" ? "closed" : `passed to ${address}`;
}
