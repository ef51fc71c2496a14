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
  const problem = (message: string, expected?: string): TestProblem => ({ part: "value", message, expected });
  if (value.trim() === "") return problem("the value is empty", "at least one character that is not a space");
  if (unprintable.test(value)) return problem("the value holds a control character or a line end");
  switch (kind) {
    case "host":
      return isHost(value) ? undefined : problem(`${shown(value)} is not a host`, hostForm(value));
    case "pathEquals":
    case "pathPrefix":
      return isPath(value)
        ? undefined
        : problem(
            `${shown(value)} is not a path`,
            "a path such as `/shop/cart`, without query, other characters as `%XX`",
          );
    case "pathMatches": {
      const why = regexProblem(value);
      return why === undefined
        ? undefined
        : problem(
            `${shown(value)} cannot be used as a regular expression: ${why}`,
            "what PCRE and JavaScript have in common",
          );
    }
    case "method":
      return /^[A-Z][A-Z_-]{0,30}$/.test(value)
        ? undefined
        : problem(`${shown(value)} is not a method`, "a method such as `GET` or `POST`");
    case "queryEquals":
      if (/^[\x21\x22\x24\x25\x27-\x3a\x3c-\x3e\x40-\x7e]+$/.test(value)) return undefined;
      return problem(
        `${shown(value)} cannot be the value of a query parameter`,
        "the value as it stands in the URL, other characters as `%XX`",
      );
    case "source":
      return parseNetwork(value)
        ? undefined
        : problem(
            `${shown(value)} is not an address or a network`,
            "an address or a network such as `10.0.0.0/8` or `2001:db8::/32`",
          );
    case "cookieEquals":
    case "headerEquals":
      if (value === value.trim()) return undefined;
      return problem("HTTP strips the spaces round a value, so this never matches", "the value without them");
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

function isPath(value: string): boolean {
  return /^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/.test(value);
}
