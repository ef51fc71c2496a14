import type { Condition, RequestTest } from "../../../sdk/conditions/tree.js";

/** Writes a condition as text that parses to the same tree. */
export function writeCondition(condition: Condition): string {
  switch (condition.kind) {
    case "constant":
      throw new RangeError("conditions have no constants");
    case "not":
      return `not ${inParentheses(condition.operand)}`;
    case "and":
    case "or":
      return condition.operands.map(inParentheses).join(` ${condition.kind} `);
    case "atom":
      return writeTest(condition.atom);
  }
}

function inParentheses(condition: Condition): string {
  return condition.kind === "atom" ? writeCondition(condition) : `(${writeCondition(condition)})`;
}

function writeTest(test: RequestTest): string {
  switch (test.kind) {
    case "host":
      return `host == ${quoted(test.value)}`;
    case "userAgent":
      return `user-agent is ${quoted(test.value)}`;
    case "cookie":
    case "header":
      return `has ${test.kind} ${quoted(test.name)}`;
    case "cookieContains":
      return `cookie ${quoted(test.name)} contains ${quoted(test.value)}`;
    case "headerContains":
      return `header ${quoted(test.name)} contains ${quoted(test.value)}`;
    case "cookieEquals":
      return `cookie ${quoted(test.name)} == ${quoted(test.value)}`;
    case "headerEquals":
      return `header ${quoted(test.name)} == ${quoted(test.value)}`;
    case "queryEquals":
      return `query ${quoted(test.name)} == ${quoted(test.value)}`;
    case "pathEquals":
      return `path == ${quoted(test.value)}`;
    case "pathPrefix":
      return `path starts with ${quoted(test.value)}`;
    case "pathMatches":
      return `path ~ ${quoted(test.value)}`;
    case "method":
      return `method == ${quoted(test.value)}`;
    case "source":
      return `source in ${quoted(test.value)}`;
    case "raw":
      return `< ${test.value} >`;
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
