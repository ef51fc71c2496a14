import { type ParsedFormula, parseFormula } from "../conditions/formula.js";
import { Scanner, type SyntaxProblem } from "../conditions/scanner.js";
import { atom } from "../conditions/tree.js";
import { nearest } from "../diagnostics/nearest.js";
import { patternProblem } from "./pattern.js";
import type { Selector, TargetTest } from "./tree.js";

/** A selector's tree, or what is wrong with its text; never both. */
export type ParsedSelector = ParsedFormula<TargetTest>;

/** How long a selector may be: far longer than anybody could read. */
const longest = 16_384;

/**
 * Reads a selector. Never throws; time is linear in the text. Wrong patterns are all reported, wrong syntax ends the
 * reading. The grammar is Vamp 1.0's, where wrong texts are an `InvalidSelectorError`, with these differences:
 * - Parentheses may lie in each other (`label(app)((?:a|b)(.*))`), and `\(` is one to be matched.
 * - A pattern may capture once. Vamp ignored what was captured when it captured more often.
 * - Patterns that can take exponential time are refused, and what Java and JavaScript read differently.
 * - `true`, `t`, `1`, `false`, `f` and `0` may be in any case; the names of tests may not, as in Vamp.
 */
export function parseSelector(text: string): ParsedSelector {
  const whole = { offset: 0, length: text.length };
  if (text.length > longest)
    return { problems: [{ ...whole, message: `the selector is longer than ${longest} characters` }] };
  return parseFormula(new SelectorReader(new Scanner(text)));
}

/** What the tests are called. */
const kinds = {
  name: "name",
  id: "name",
  kind: "kind",
  type: "kind",
  namespace: "namespace",
  group: "namespace",
  image: "image",
  label: "label",
  ip: "ip",
  host: "ip",
  port: "port",
  port_index: "portIndex",
  index: "portIndex",
} as const;

const testsShown = [...Object.keys(kinds), "true", "false", "not"].map((name) => `\`${name}\``).join(", ");

class SelectorReader {
  /** Wrong patterns and numbers so far; reading can go on after them. */
  readonly problems: SyntaxProblem[] = [];

  constructor(readonly scanner: Scanner) {}

  /** Reads one atom or constant, such as `label(app)(shop)`. */
  readTest(): Selector {
    const { scanner } = this;
    const start = scanner.position;
    const word = scanner.take(/[\w-]+/y);
    const span = scanner.since(start);
    if (word === undefined) {
      const message = scanner.done ? "the text ends where a test is expected" : "there is no test here";
      return scanner.fail(scanner.ahead, message, { expected: testsShown });
    }
    if (/^(?:true|t|1)$/i.test(word)) return { kind: "constant", value: true, span };
    if (/^(?:false|f|0)$/i.test(word)) return { kind: "constant", value: false, span };
    if (!isTest(word)) {
      const near = nearest(word, [...Object.keys(kinds), "true", "false", "not", "and", "or"]);
      const more = { expected: testsShown, ...(near !== undefined && { nearest: near }) };
      return scanner.fail(span, `\`${word}\` is not a test`, more);
    }
    const kind = kinds[word];
    if (kind === "port" || kind === "portIndex") {
      const number = this.readNumber(word);
      return atom({ kind, number }, scanner.since(start));
    }
    if (kind === "label") {
      const name = this.readPattern(word);
      const pattern = this.readPattern(`${word}(${name})`);
      return atom({ kind, name, pattern }, scanner.since(start));
    }
    const own = kind === "namespace" && scanner.take(/\(\s*\$(?:namespace|\{\s*namespace\s*\})\s*\)/y) !== undefined;
    if (own) return atom({ kind: "ownNamespace" }, scanner.since(start));
    const pattern = this.readPattern(word);
    return atom({ kind, pattern }, scanner.since(start));
  }

  private readNumber(test: string): number {
    const { text, offset } = this.readValue(test);
    const number = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : Number.NaN;
    if (!(number <= 65_535))
      this.problems.push({
        offset,
        length: text.length,
        message: `\`${shortened(text)}\` is not a number for \`${test}\``,
        expected: "a whole number from 0 to 65535",
      });
    return number;
  }

  private readPattern(test: string): string {
    const { text, offset } = this.readValue(test);
    const why = patternProblem(text);
    if (why !== undefined)
      this.problems.push({
        offset,
        length: text.length,
        message: `\`${shortened(text)}\` cannot be used as a regular expression: ${why}`,
        expected: "a regular expression for the whole text, such as `shop`, `shop-.*` or `shop-(.*)`",
      });
    return text;
  }

  /** Reads a value in parentheses. Other parentheses in it come in pairs, or have a `\` before them. */
  private readValue(test: string): { readonly text: string; readonly offset: number } {
    const { scanner } = this;
    const start = scanner.position;
    if (scanner.peek(/\(/y) === undefined)
      scanner.fail(scanner.ahead, `\`${shortened(test)}\` needs a value`, { expected: "`(`, a value and `)`" });
    let depth = 0;
    do {
      const token = scanner.take(/[^()\\]+|\\.|[()]/sy);
      if (token === undefined)
        scanner.fail({ offset: start, length: 1 }, "this parenthesis is never closed", { expected: "`)`" });
      if (token === "(") depth += 1;
      if (token === ")") depth -= 1;
    } while (depth > 0);
    return { text: scanner.text.slice(start + 1, scanner.end - 1), offset: start + 1 };
  }
}

function isTest(word: string): word is keyof typeof kinds {
  return Object.hasOwn(kinds, word);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
