import { UnquotableError } from "../haproxy/quote.js";
import { aclName, aclOf } from "./acl.js";
import { checkTest } from "./check.js";
import { alternativesOf, type TermFormula } from "./disjunction.js";
import { type PlainTest, simplify } from "./simplify.js";
import type { Condition, Formula } from "./tree.js";

/** A condition in HAProxy's language. Everything it says is named after what it means, so any number can share a frontend. */
export interface CompiledCondition {
  /** Lines of a frontend (`mode http`), before the rules that use the condition. Repeating one does no harm. */
  readonly statements: readonly string[];
  /** What follows `if` in a rule, at most {@link mostWords} words. A constant is HAProxy's own ACL `TRUE` or `FALSE`. */
  readonly condition: string;
}

/** What the caller of {@link compile} does with the condition. */
export interface CompileOptions {
  /**
   * Makes the condition one conjunction (keeping its alternatives in a variable), so that other terms of a rule can
   * stand beside it: in `a b or c` the `a` holds for `b` only. Default: false.
   */
  readonly asConjunction?: boolean | undefined;
}

/** HAProxy takes 64 words a line; the others are for the rule that a condition is part of. */
export const mostWords = 40;

/**
 * Compiles a condition for HAProxy 2.6 or newer.
 *
 * Usually it becomes ACLs and a disjunction of conjunctions of them, as in Vamp (but right). A condition whose
 * disjunction would be too long for a line, or exponential, keeps the result of each of its parts in a variable of
 * the transaction instead, which takes lines in proportion to the condition.
 * @throws UnquotableError when a program made a test that {@link checkTest} refuses; texts that were parsed have none.
 */
export function compile(condition: Condition, options: CompileOptions = {}): CompiledCondition {
  const lines = new Statements();
  const formula = termsOf(simplify(condition), false, (definition) => lines.define(definition));
  const alternatives = alternativesOf(formula, mostWords);
  if (alternatives === undefined) {
    const term = lines.keep(formula);
    return { statements: lines.all, condition: term };
  }
  const [first] = alternatives;
  if (first === undefined) return { statements: [], condition: "FALSE" };
  if (first.size === 0) return { statements: [], condition: "TRUE" };
  const rules = alternatives.map((terms) => lines.rule(" ", [...terms]));
  const rule = rules.join(" or ");
  const result = options.asConjunction && rules.length > 1 ? lines.use(lines.keepRules([rule])) : rule;
  return { statements: lines.all, condition: result };
}

/** Makes each test a term and pushes negations down to them (De Morgan), which keeps the size. */
function termsOf(condition: Formula<PlainTest>, negated: boolean, define: (definition: string) => string): TermFormula {
  switch (condition.kind) {
    case "constant":
      return { kind: "constant", value: condition.value !== negated };
    case "not":
      return termsOf(condition.operand, !negated, define);
    case "and":
    case "or": {
      const kind = (condition.kind === "or") === negated ? "and" : "or";
      return { kind, operands: condition.operands.map((operand) => termsOf(operand, negated, define)) };
    }
    case "atom": {
      const problem = checkTest(condition.atom);
      if (problem) throw new UnquotableError(JSON.stringify(condition.atom), problem.message);
      const { definition, inverted } = aclOf(condition.atom, negated);
      return { kind: "term", term: `${inverted ? "!" : ""}${define(definition)}` };
    }
  }
}

/** The lines a condition needs, each once and after those that it needs itself. */
class Statements {
  private readonly lines = new Set<string>();
  private readonly definitions = new Map<string, string>();

  get all(): readonly string[] {
    return [...this.lines];
  }

  /** Gives an ACL its name; its line is written when a term uses it. */
  define(definition: string): string {
    const name = aclName(definition);
    this.definitions.set(name, definition);
    return name;
  }

  /** Writes the line of a term's ACL. HAProxy's own, `TRUE` and `FALSE`, need none. */
  use(term: string): string {
    const name = term.replace("!", "");
    const definition = this.definitions.get(name);
    if (definition !== undefined) this.lines.add(`acl ${name} ${definition}`);
    return term;
  }

  /** Writes terms as a part of a rule. */
  rule(separator: " " | " or ", terms: readonly string[]): string {
    return terms.map((term) => this.use(term)).join(separator);
  }

  /** Keeps the result of a formula in a variable, those of its parts before it, and gives the term that reads it. */
  keep(formula: TermFormula): string {
    return this.use(this.kept(formula));
  }

  private kept(formula: TermFormula): string {
    switch (formula.kind) {
      case "constant":
        return formula.value ? "TRUE" : "FALSE";
      case "term":
        return formula.term;
      case "and":
      case "or":
        return this.keepTerms(formula.kind, [...new Set(formula.operands.map((operand) => this.kept(operand)))]);
    }
  }

  private keepTerms(kind: "and" | "or", terms: readonly string[]): string {
    // Alternatives may stand in several rules, each with a word `or` beside every term.
    if (kind === "or") return this.keepRules(chunks(terms, mostWords / 2).map((group) => this.rule(" or ", group)));
    const groups = chunks(terms, mostWords);
    if (groups.length === 1) return this.keepRules([this.rule(" ", terms)]);
    // What must hold together has to end in one rule: too many terms are kept in groups first.
    return this.keepTerms(
      kind,
      groups.map((group) => this.keepTerms(kind, group)),
    );
  }

  /** Keeps in a variable whether one of some rules holds, and names the ACL that reads it. */
  keepRules(rules: readonly string[]): string {
    const variable = `txn.condition_${aclName(rules.join(" or "))}`;
    for (const rule of rules) this.lines.add(`http-request set-var(${variable}) bool(true) if ${rule}`);
    // A variable that was never set is as good as false.
    return this.define(`var(${variable}) -m bool`);
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
