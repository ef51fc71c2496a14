import { evaluate, type RawAcls } from "../conditions/evaluate.js";
import { subjectOf } from "../conditions/implied.js";
import { checkedCondition } from "../conditions/parse.js";
import type { RequestFacts } from "../conditions/request.js";
import { formulaKey, type PlainTest, simplify } from "../conditions/simplify.js";
import type { Condition, Formula } from "../conditions/tree.js";
import { type Reception, received } from "./client.js";
import type { Edits } from "./edits.js";
import { editHeaders } from "./headers.js";
import { rewritten } from "./rewrites.js";

/** Something that a gateway asks about requests, on which it depends where they go. */
export interface Question {
  /** Equal for questions that every request answers alike, as far as it is seen at once. */
  readonly key: string;
  /** For people: a condition, or what stands for one. */
  readonly text: string;
  /** Whether it is one of a sticky cookie, or anything else. */
  readonly about: "condition" | "cookie";
  /** What it asks of the request as it was sent; undefined where edits stand between. */
  readonly formula: Formula<PlainTest> | undefined;
  /** What it asks about; empty where {@link formula} is undefined. */
  readonly subjects: ReadonlySet<string>;
  /** The answer for a request as it was sent; undefined where a raw ACL decides about which nothing is known. */
  readonly ask: (request: RequestFacts, rawAcls?: RawAcls) => boolean | undefined;
}

/** What happened to a request before something is asked about it. */
export class EditedRequest {
  /** A request as it was sent. */
  static readonly untouched = new EditedRequest({ mode: "http" }, []);

  private constructor(
    private readonly reception: Reception,
    private readonly edits: readonly Edits[],
  ) {}

  /** A request as the tables of a listener see it. */
  static receivedAt({ mode, trustedProxies, tls }: Reception): EditedRequest {
    // Of TLS it matters only that there is some.
    return new EditedRequest({ mode, trustedProxies, ...(tls && { tls: { certificates: [] } }) }, []);
  }

  /** The request after more edits. */
  after(edits: Edits | undefined): EditedRequest {
    const { rewrites = [], requestHeaders } = edits ?? {};
    return rewrites.length === 0 && requestHeaders === undefined
      ? this
      : new EditedRequest(this.reception, [...this.edits, { rewrites, ...(requestHeaders && { requestHeaders }) }]);
  }

  /** The request that comes of one. */
  of(request: RequestFacts, rawAcls?: RawAcls): RequestFacts {
    return this.edits.reduce(
      (before, { rewrites = [], requestHeaders }) => {
        const moved = rewrites.reduce(
          (one, rewrite) =>
            rewrite.condition === undefined || evaluate(checkedCondition(rewrite.condition), one, rawAcls) === true
              ? rewritten(rewrite, one)
              : one,
          before,
        );
        return { ...moved, headers: editHeaders(moved.headers, requestHeaders) };
      },
      received(request, this.reception),
    );
  }

  /** True when something that a question is about may have been changed. */
  touches(subjects: ReadonlySet<string>): boolean {
    if (subjects.has("source") && (this.reception.trustedProxies ?? []).length > 0) return true;
    for (const subject of subjects)
      if (subject.startsWith("header x-vamp-") || subject.startsWith("header x-forwarded-")) return true;
    return this.edits.some(({ rewrites = [], requestHeaders = {} }) => {
      const { remove = [], set = {}, add = {} } = requestHeaders;
      const names = [...remove, ...Object.keys(set), ...Object.keys(add)].map((name) => name.toLowerCase());
      if (rewrites.some(({ kind }) => kind === "host")) names.push("host");
      const changed = new Set(names.map((name) => `header ${name}`));
      if (names.includes("host")) changed.add("host");
      if (rewrites.some(({ kind }) => kind !== "host")) changed.add("path");
      const cookies = names.includes("cookie");
      return [...subjects].some((subject) => changed.has(subject) || (cookies && subject.startsWith("cookie ")));
    });
  }

  /** Equal for the same edits. */
  get key(): string {
    return JSON.stringify([this.reception, this.edits]);
  }
}

/** Makes questions, each once. */
export class Questions {
  private readonly made = new Map<string, Question>();
  private readonly read = new Map<string, Read>();

  /** A condition of a route. */
  condition(text: string, edited = EditedRequest.untouched): Question {
    let read = this.read.get(text);
    if (read === undefined) {
      read = readingOf(checkedCondition(text));
      this.read.set(text, read);
    }
    return this.question(text, read, edited);
  }

  /** Any other test of a request, with words for people. */
  test(text: string, tree: Condition, edited: EditedRequest, about: Question["about"] = "condition"): Question {
    return this.question(text, readingOf(tree), edited, about);
  }

  private question(
    text: string,
    { tree, formula, meaning }: Read,
    edited: EditedRequest,
    about: Question["about"] = "condition",
  ): Question {
    const key = `${about} ${meaning}`;
    const subjects = new Set(testsOf(formula).map(subjectOf));
    const touched = edited.touches(subjects);
    const whole = touched ? `${key} after ${edited.key}` : key;
    const before = this.made.get(whole);
    if (before !== undefined) return before;
    const question: Question = touched
      ? {
          key: whole,
          text: `${text} (after edits)`,
          about,
          formula: undefined,
          subjects: new Set(),
          ask: (request, rawAcls) => evaluate(tree, edited.of(request, rawAcls), rawAcls),
        }
      : { key: whole, text, about, formula, subjects, ask: (request, rawAcls) => evaluate(tree, request, rawAcls) };
    this.made.set(whole, question);
    return question;
  }
}

/** A condition, simplified as well. */
interface Read {
  readonly tree: Condition;
  readonly formula: Formula<PlainTest>;
  /** Equal for what means the same, however it is written: that is one question. */
  readonly meaning: string;
}

function readingOf(tree: Condition): Read {
  const formula = simplify(tree);
  return { tree, formula, meaning: formulaKey(formula) };
}

function testsOf(formula: Formula<PlainTest>): readonly PlainTest[] {
  switch (formula.kind) {
    case "constant":
      return [];
    case "atom":
      return [formula.atom];
    case "not":
      return testsOf(formula.operand);
    case "and":
    case "or":
      return formula.operands.flatMap(testsOf);
  }
}
