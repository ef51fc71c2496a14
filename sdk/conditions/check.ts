import { isFetchArgument, unprintable } from "../haproxy/quote.js";
import { parseNetwork } from "./network.js";
import { regexProblem } from "./regex.js";
import type { RequestTest } from "./tree.js";

/** Why a test can never be right, and which part of it is to blame. */
export interface TestProblem {
  readonly part: "name" | "value";
  readonly message: string;
  readonly expected?: string | undefined;
}

/** Checks the name and the value of a test, whoever made it; undefined when both are right. */
export function checkTest(test: RequestTest): TestProblem | undefined {
  return ("name" in test ? checkName(test) : undefined) ?? ("value" in test ? checkValue(test) : undefined);
}

function checkName(test: Extract<RequestTest, { name: string }>): TestProblem | undefined {
  const { kind, name } = test;
  const what = kind === "queryEquals" ? "a query parameter" : kind.startsWith("cookie") ? "a cookie" : "a header";
  // Square brackets are common in parameters (`filter[x]`), but are no part of HTTP tokens.
  if (isFetchArgument(name) && (kind === "queryEquals" || !/[[\]]/.test(name))) return undefined;
  return {
    part: "name",
    message: `${shown(name)} cannot be the name of ${what}`,
    expected: "letters, digits, `-`, `_` and `.`",
  };
}

function checkValue(test: Extract<RequestTest, { value: string }>): TestProblem | undefined {
  const { kind, value } = test;
  const demand = (right: boolean, message: string, expected?: string): TestProblem | undefined =>
    right ? undefined : { part: "value", message, expected };

  if (value.trim() === "") return demand(false, "the value is empty", "at least one character that is not a space");
  if (unprintable.test(value)) return demand(false, "the value holds a control character or a line end");
  switch (kind) {
    case "host":
      return demand(isHost(value), `${shown(value)} is not a host`, hostForm(value));
    case "pathEquals":
    case "pathPrefix":
      return demand(isPath(value), `${shown(value)} is not a path`, pathForm);
    case "pathMatches": {
      const why = regexProblem(value);
      const message = `${shown(value)} cannot be used as a regular expression: ${why}`;
      return demand(why === undefined, message, "what PCRE and JavaScript have in common");
    }
    case "method":
      return demand(/^[A-Z][A-Z_-]{0,30}$/.test(value), `${shown(value)} is not a method`, "such as `GET` or `POST`");
    case "queryEquals":
      return demand(isQueryValue(value), `${shown(value)} cannot be the value of a query parameter`, queryForm);
    case "source":
      return demand(parseNetwork(value) !== undefined, `${shown(value)} is not an address or a network`, networkForm);
    case "cookieEquals":
    case "headerEquals": {
      const message = "HTTP strips the spaces round a value, so this never matches";
      return demand(value === value.trim(), message, "the value without them");
    }
    case "cookieContains":
    case "headerContains":
    case "userAgent":
    case "raw":
      return undefined;
  }
}

/** A text as a message shows it. */
function shown(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}

const label = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const dnsName = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`, "i");

function isHost(value: string): boolean {
  if (value.startsWith("[") && value.endsWith("]"))
    return parseNetwork(value.slice(1, -1))?.prefix === 128 && !value.includes("/");
  return value.length <= 253 && dnsName.test(value);
}

function hostForm(value: string): string {
  const port = /:\d+$/.test(value) && !value.includes("::");
  return port
    ? "a host without a port, which is not compared"
    : "a name such as `shop.example.com`, `*.example.com`, or an address";
}

const pathForm = "a path such as `/shop/cart`, without query, other characters as `%XX`";
const queryForm = "the value as it stands in the URL, other characters as `%XX`";
const networkForm = "an address or a network such as `10.0.0.0/8` or `2001:db8::/32`";

/** Visible ASCII without `?` and `#`, which end a path. */
function isPath(value: string): boolean {
  return /^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/.test(value);
}

/** Visible ASCII without `#`, and without `&`, `;` and `?`, which end a parameter in HAProxy. */
function isQueryValue(value: string): boolean {
  return /^[\x21\x22\x24\x25\x27-\x3a\x3c-\x3e\x40-\x7e]+$/.test(value);
}
