import type { Answered } from "../routing/cell.js";
import type { RequestClass } from "../routing/classes.js";
import { mayBothHold } from "../routing/coincide.js";
import type { Question } from "../routing/question.js";

/** Requests that are not told apart, and what a change does to them. */
export interface Part extends Pick<RequestClass, "answers"> {
  /** Equal for requests to which the same happens; undefined for those that do not count. */
  readonly change: string | undefined;
}

/** Some requests, by what was asked about them until then. */
interface Node {
  /** What tells them apart; undefined where nothing does. */
  question?: Question;
  yes?: Node;
  no?: Node;
  change?: string | undefined;
}

/** How many times it may be looked whether an answer matters; then all do, which is true and longer. */
const mostLooks = 1_000_000;

/** How many conditions are named that requests do not meet; of more, how many there are. */
const mostNamed = 3;

/** Says who requests are: what they meet, and of what they do not meet as much as tells them from others. */
export class Names {
  private root: Node | undefined;
  private looks = 0;

  /** @param parts hold every request once */
  constructor(private readonly parts: readonly Part[]) {}

  /** All parts in order of what is asked; made when it is needed, which for a change of weights alone it is not. */
  private get tree(): Node {
    if (this.root !== undefined) return this.root;
    const root: Node = {};
    for (const { answers, change } of this.parts) {
      let node = root;
      for (const { question, holds } of answers) {
        const next: Node = (holds ? node.yes : node.no) ?? {};
        node.question = question;
        if (holds) node.yes = next;
        else node.no = next;
        node = next;
      }
      node.change = change;
    }
    this.root = root;
    return root;
  }

  /** The requests of a part, for people. */
  of({ answers, change }: Part): string {
    const met = answers.filter(({ holds }) => holds).map(({ question }) => question);
    if (met.length === 0) return withoutAny(answers);
    const missed = this.missedBy(answers, met, change);
    return [...met.map(({ text }) => text), ...negations(missed)].join(", and ");
  }

  /** What else than these requests do not meet, but others that meet the same, to whom something else happens. */
  private missedBy(answers: readonly Answered[], met: readonly Question[], change: string | undefined) {
    const required = new Map(met.map((question) => [question, true]));
    const missed: Question[] = [];
    let node: Node | undefined = this.tree;
    for (const { question, holds } of answers) {
      if (
        !holds &&
        node?.yes !== undefined &&
        mayMeet(question, met) &&
        this.differs(node.yes, required, met, change)
      ) {
        missed.push(question);
        required.set(question, false);
      }
      node = holds ? node?.yes : node?.no;
    }
    return missed;
  }

  /** True where something else happens to some requests behind a node, of those that answer as it is required. */
  private differs(
    node: Node,
    required: ReadonlyMap<Question, boolean>,
    met: readonly Question[],
    change: string | undefined,
  ): boolean {
    this.looks += 1;
    if (this.looks > mostLooks) return true;
    const { question, yes, no } = node;
    if (question === undefined) return node.change !== undefined && node.change !== change;
    const answer = required.get(question);
    const mayHold = yes !== undefined && answer !== false && (answer === true || mayMeet(question, met));
    if (mayHold && this.differs(yes, required, met, change)) return true;
    return no !== undefined && answer !== true && this.differs(no, required, met, change);
  }
}

/** False where it is certain that nobody meets a condition as well as some others. */
function mayMeet({ formula }: Question, others: readonly Question[]): boolean {
  return (
    formula === undefined || others.every((other) => other.formula === undefined || mayBothHold(formula, other.formula))
  );
}

/** What some requests meet, for people; empty where that is nothing. */
export function metBy({ answers }: Pick<RequestClass, "answers">): string {
  return answers
    .filter(({ holds }) => holds)
    .map(({ question }) => question.text)
    .join(", and ");
}

function withoutAny(answers: readonly Answered[]): string {
  if (answers.length === 0) return "everybody";
  const cookies = answers.some(({ question }) => question.about === "cookie");
  const conditions = answers.some(({ question }) => question.about === "condition");
  const missing = [...(conditions ? ["match no condition"] : []), ...(cookies ? ["have no cookie of a route"] : [])];
  return `all that ${missing.join(" and ")}`;
}

function negations(missed: readonly Question[]): readonly string[] {
  const conditions = missed.filter(({ about }) => about === "condition").map(({ text }) => negated(text));
  const named = conditions.length > mostNamed ? [`none of ${conditions.length} other conditions`] : conditions;
  return [...named, ...(missed.length > conditions.length ? ["has no cookie of a route"] : [])];
}

/** The opposite of a condition, as the language of conditions has it. */
function negated(text: string): string {
  return /\s(and|or)\s|[&|]/i.test(text) ? `not (${text})` : `not ${text}`;
}
