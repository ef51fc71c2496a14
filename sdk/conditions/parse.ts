import { nearest } from "../diagnostics/nearest.js";
import { checkTest } from "./check.js";
import { type ParsedFormula, parseFormula } from "./formula.js";
import { readOperator, type Verb } from "./operators.js";
import { Scanner, type SyntaxProblem } from "./scanner.js";
import { atom, type Condition, not, type RequestTest, type Span } from "./tree.js";

/** What the caller of {@link parseCondition} allows. */
export interface ConditionOptions {
  /** Takes `< raw HAProxy ACL >`, which is written into the gateway's configuration word for word. Default: false. */
  readonly allowRawAcl?: boolean | undefined;
}

/** A condition's tree, or what is wrong with its text; never both. */
export type ParsedCondition = ParsedFormula<RequestTest>;

/** How long a condition may be. HAProxy could take more, but nobody could read it. */
const longest = 16_384;

/**
 * Reads a condition: Vamp 1.0's grammar and the forms added to it (see {@link RequestTest}). Never throws; time is
 * linear in the text. Wrong names and values are all reported, wrong syntax ends the reading.
 */
export function parseCondition(text: string, options: ConditionOptions = {}): ParsedCondition {
  const refused = refusedText(text);
  if (refused) return { problems: [refused] };
  return parseFormula(new ConditionReader(new Scanner(text), options.allowRawAcl ?? false));
}

/**
 * The tree of a condition that was checked where it was read, which is where raw ACLs are taken or refused.
 * @throws TypeError for a text that is none, which is a mistake in a program.
 */
export function checkedCondition(text: string): Condition {
  const { tree, problems } = parseCondition(text, { allowRawAcl: true });
  if (tree === undefined)
    throw new TypeError(`\`${text}\` is not a condition: ${problems.map((problem) => problem.message).join("; ")}`);
  return tree;
}

/** What is wrong with a text that need not be read at all. */
function refusedText(text: string): SyntaxProblem | undefined {
  const whole = { offset: 0, length: text.length };
  if (text.length > longest) return { ...whole, message: `the condition is longer than ${longest} characters` };
  if (text.trim() === "") return { ...whole, message: "the condition is empty", expected: testsShown };
  // Line ends and tabs are white space between tokens; inside a value they are refused with the value.
  const control = /[^\P{Cc}\s]|\p{Cs}/u.exec(text);
  return control === null
    ? undefined
    : { offset: control.index, length: 1, message: "there is a control character in the condition" };
}

const subjects = [
  "host",
  "user-agent",
  "cookie",
  "header",
  "has",
  "contains",
  "misses",
  "path",
  "method",
  "query",
  "source",
];
const testsShown = `${[...subjects, "not"].map((subject) => `\`${subject}\``).join(", ")} or \`(\``;

/** A part of a test as it was written: the text that was meant, and where it stands, quotes included. */
interface Written {
  readonly text: string;
  readonly span: Span;
}

class ConditionReader {
  /** Wrong names and values so far; reading can go on after them. */
  readonly problems: SyntaxProblem[] = [];

  constructor(
    readonly scanner: Scanner,
    private readonly allowRawAcl: boolean,
  ) {}

  /** Reads one atom, such as `host == shop.example.com`. */
  readTest(): Condition {
    const { scanner } = this;
    const start = scanner.position;
    if (scanner.peek(/</y) !== undefined) return this.readRaw();
    const word = scanner.take(/[a-z][\w.-]*/iy);
    const span = scanner.since(start);
    if (word === undefined) {
      const message = scanner.done ? "the text ends where a test is expected" : "there is no test here";
      return scanner.fail(scanner.ahead, message, { expected: testsShown });
    }
    switch (word.toLowerCase()) {
      case "host":
        return this.readValued(start, "host", { equals: "host", contains: "host" });
      case "useragent":
      case "user-agent":
      case "user.agent":
        return this.readValued(start, "user-agent", { equals: "userAgent", contains: "userAgent" });
      case "has":
      case "contains":
        return this.readPresence(start, false);
      case "misses":
        return this.readPresence(start, true);
      case "cookie":
        return this.readNamed(start, "cookie", { equals: "cookieEquals", contains: "cookieContains" });
      case "header":
        return this.readNamed(start, "header", { equals: "headerEquals", contains: "headerContains" });
      case "query":
        return this.readNamed(start, "query", { equals: "queryEquals" });
      case "path":
        return this.readValued(start, "path", {
          equals: "pathEquals",
          startsWith: "pathPrefix",
          matches: "pathMatches",
        });
      case "method":
        return this.readValued(start, "method", { equals: "method" });
      case "source":
        return this.readValued(start, "source", { within: "source", equals: "source" });
    }
    const looksRaw = word.includes("_") || scanner.text.charAt(span.offset + span.length) === "(";
    const hint = looksRaw ? "; HAProxy's own words go between `<` and `>`" : "";
    return scanner.fail(span, `\`${word}\` is nothing that a condition can test${hint}`, {
      expected: testsShown,
      nearest: nearest(word, subjects),
    });
  }

  /** `host == V` and its like. */
  private readValued(start: number, subject: string, kinds: Partial<Record<Verb, ValuedKind>>): Condition {
    const { kind, negated } = readOperator(this.scanner, subject, kinds);
    const value = this.readWritten("value");
    const text = kind === "method" ? value.text.toUpperCase() : value.text;
    return this.finish(start, { kind, value: text }, negated, { value });
  }

  /** `cookie N contains V` and its like. */
  private readNamed(start: number, subject: string, kinds: Partial<Record<Verb, NamedKind>>): Condition {
    const name = this.readWritten("name");
    const { kind, negated } = readOperator(this.scanner, `${subject} ${name.text}`, kinds);
    const value = this.readWritten("value");
    return this.finish(start, { kind, name: name.text, value: value.text }, negated, { name, value });
  }

  /** `has cookie N` and its like, after `has`. */
  private readPresence(start: number, negated: boolean): Condition {
    const kind = this.scanner.take(/(?:cookie|header)(?![\w.-])/iy)?.toLowerCase();
    if (kind !== "cookie" && kind !== "header") {
      const { ahead, shownAhead } = this.scanner;
      return this.scanner.fail(ahead, "only a cookie or a header can be there or be missing", {
        expected: "`cookie` or `header`",
        nearest: nearest(shownAhead.slice(1, -1), ["cookie", "header"]),
      });
    }
    const name = this.readWritten("name");
    return this.finish(start, { kind, name: name.text }, negated, { name });
  }

  private readRaw(): Condition {
    const { scanner } = this;
    const start = scanner.position;
    const found = scanner.take(/<[^<>]*>/y);
    if (found === undefined)
      return scanner.fail({ offset: start, length: 1 }, "this raw ACL is never closed", { expected: "`>`" });
    const span = scanner.since(start);
    if (!this.allowRawAcl)
      this.problems.push({
        ...span,
        message: "raw HAProxy ACLs are not allowed here",
        expected: "a condition without `< >`",
      });
    return this.finish(start, { kind: "raw", value: found.slice(1, -1).trim() }, false, {
      value: { text: found, span },
    });
  }

  private finish(
    start: number,
    test: RequestTest,
    negated: boolean,
    parts: { readonly name?: Written; readonly value?: Written },
  ): Condition {
    const problem = checkTest(test);
    const { offset, length } = (problem && parts[problem.part]?.span) ?? this.scanner.since(start);
    if (problem) this.problems.push({ offset, length, message: problem.message, expected: problem.expected });
    const span = this.scanner.since(start);
    return negated ? not(atom(test, span), span) : atom(test, span);
  }

  /** Reads a name or a value: between quotes, where a doubled quote stands for one, or up to the next space or parenthesis. */
  private readWritten(what: "name" | "value"): Written {
    const { scanner } = this;
    const start = scanner.position;
    const quoted = scanner.take(/'(?:[^']|'')*'|"(?:[^"]|"")*"/y);
    if (quoted !== undefined) {
      const quote = quoted.charAt(0);
      return { text: quoted.slice(1, -1).replaceAll(quote + quote, quote), span: scanner.since(start) };
    }
    if (scanner.peek(/["']/y) !== undefined)
      return scanner.fail({ offset: start, length: 1 }, "this quote is never closed");
    // A name also ends where an operator begins; Vamp read `a==b` as one name, which no name can be.
    const text = scanner.take(what === "name" ? /[^\s()=!]+/y : /[^\s()]+/y);
    if (text !== undefined) return { text, span: scanner.since(start) };
    return scanner.fail(scanner.ahead, `the ${what} is missing`, {
      expected: `a ${what}, in quotes if it has spaces or parentheses`,
    });
  }
}

type ValuedKind = Exclude<Extract<RequestTest, { value: string }>, { name: string }>["kind"];
type NamedKind = Extract<RequestTest, { name: string; value: string }>["kind"];
