import type { Condition, Formula, RequestTest } from "./tree.js";
import { expandUserAgent } from "./userAgents.js";

/** What a simple condition asks about a request: browsers' names are spelled out. */
export type PlainTest = Exclude<RequestTest, { readonly kind: "userAgent" }>;

/**
 * Makes a condition simpler without changing its answers: browsers' names are spelled out, constants, double
 * negations and duplicates go, `a or not a` is true, `a and not a` false, `a or a and b` is a. Time is near linear.
 *
 * Where {@link evaluate} cannot answer because of a raw ACL, the simpler condition sometimes can (`<x> or not <x>`).
 */
export function simplify(condition: Condition): Formula<PlainTest> {
  return simplifyFormula(expandUserAgents(condition), JSON.stringify);
}

/** A text that is equal for equal formulas, wherever they were written. */
export function formulaKey(formula: Formula<PlainTest>): string {
  return JSON.stringify(formula, (key, value: unknown) => (key === "span" ? undefined : value));
}

/**
 * {@link simplify} for formulas over any atoms.
 * @param keyOf gives equal atoms, and only those, the same key.
 */
export function simplifyFormula<Atom>(formula: Formula<Atom>, keyOf: (atom: Atom) => string): Formula<Atom> {
  return new Simplifier(keyOf).simplify(formula).formula;
}

function expandUserAgents(condition: Condition): Formula<PlainTest> {
  switch (condition.kind) {
    case "constant":
      return condition;
    case "not":
      return { ...condition, operand: expandUserAgents(condition.operand) };
    case "and":
    case "or":
      return { ...condition, operands: condition.operands.map(expandUserAgents) };
    case "atom":
      return condition.atom.kind === "userAgent"
        ? expandUserAgent(condition.atom.value)
        : { ...condition, atom: condition.atom };
  }
}

/** A simple formula and its number: equal formulas have equal numbers, and the negation of number n has -n. */
interface Numbered<Atom> {
  readonly formula: Formula<Atom>;
  readonly number: number;
  /** The parts of the formula, simple too. */
  readonly operands: readonly Numbered<Atom>[];
}

/** The number of `false`; `true`, its negation, has -1. */
const falseNumber = 1;

/** Works from the leaves up. Numbers stand for formulas, so that comparing two costs nothing, however large they are. */
class Simplifier<Atom> {
  private readonly numbers = new Map([["false", falseNumber]]);

  constructor(private readonly keyOf: (atom: Atom) => string) {}

  simplify(formula: Formula<Atom>): Numbered<Atom> {
    switch (formula.kind) {
      case "constant":
        return constant(formula.value);
      case "atom":
        return { formula, number: this.numberOf(`atom ${this.keyOf(formula.atom)}`), operands: [] };
      case "not":
        return negation(this.simplify(formula.operand), formula);
      case "and":
      case "or": {
        const operands = formula.operands.map((operand) => this.simplify(operand));
        return this.combination(formula, operands);
      }
    }
  }

  private combination(original: Chain<Atom>, operands: readonly Numbered<Atom>[]): Numbered<Atom> {
    const { kind } = original;
    const deciding = constant<Atom>(kind === "or");
    // `a or (b or c)` is `a or b or c`: the parts of an operand of the same kind take its place.
    const flat = operands.flatMap((operand) => (operand.formula.kind === kind ? operand.operands : [operand]));
    const distinct = new Map<number, Numbered<Atom>>();
    for (const operand of flat) if (!distinct.has(operand.number)) distinct.set(operand.number, operand);
    distinct.delete(-deciding.number);
    for (const number of distinct.keys()) if (number === deciding.number || distinct.has(-number)) return deciding;
    // `a or (a and b)` is `a`: a chain of the other kind that has another operand as a part adds nothing.
    const other = kind === "or" ? "and" : "or";
    const adds = ({ formula, operands }: Numbered<Atom>) =>
      formula.kind !== other || !operands.some((part) => distinct.has(part.number));
    const kept = [...distinct.values()].filter(adds);
    const [first] = kept;
    if (first === undefined) return constant(kind === "and");
    if (kept.length === 1) return first;
    const numbers = kept.map((operand) => operand.number).sort((a, b) => a - b);
    return {
      formula: { ...original, operands: kept.map((operand) => operand.formula) },
      number: this.numberOf(`${kind} ${numbers.join(" ")}`),
      operands: kept,
    };
  }

  private numberOf(key: string): number {
    const number = this.numbers.get(key) ?? this.numbers.size + 1;
    this.numbers.set(key, number);
    return number;
  }
}

type Chain<Atom> = Extract<Formula<Atom>, { readonly kind: "and" | "or" }>;

function constant<Atom>(value: boolean): Numbered<Atom> {
  return { formula: { kind: "constant", value }, number: value ? -falseNumber : falseNumber, operands: [] };
}

function negation<Atom>(operand: Numbered<Atom>, original: Formula<Atom>): Numbered<Atom> {
  if (operand.formula.kind === "constant") return constant(!operand.formula.value);
  const [inner] = operand.operands;
  if (operand.formula.kind === "not" && inner) return inner;
  return {
    formula: { ...original, kind: "not", operand: operand.formula },
    number: -operand.number,
    operands: [operand],
  };
}
