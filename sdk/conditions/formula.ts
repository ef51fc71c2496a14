import { nearest } from "../diagnostics/nearest.js";
import { type Scanner, SyntaxFailure, type SyntaxProblem } from "./scanner.js";
import { type Formula, not } from "./tree.js";

/** How deep parentheses and negations may lie in each other. Real conditions stay below ten; recursion must end somewhere. */
const deepest = 200;

// A keyword ends where no letter, digit or sign of a name follows; Vamp takes it in any case.
const orSign = /\|\|?|or(?![\w.-])/iy;
const andSign = /&&?|and(?![\w.-])/iy;
const notSign = /!|not(?![\w.-])/iy;

/** A formula's tree, or what is wrong with its text; never both. */
export type ParsedFormula<Atom> =
  | { readonly tree: Formula<Atom>; readonly problems?: undefined }
  | { readonly tree?: undefined; readonly problems: readonly SyntaxProblem[] };

/** Reads the atoms of a formula. */
export interface AtomReader<Atom> {
  readonly scanner: Scanner;
  /** What is wrong with atoms, of which reading can go on. */
  readonly problems: readonly SyntaxProblem[];
  /** @throws SyntaxFailure where it cannot go on. */
  readonly readTest: () => Formula<Atom>;
}

/** Reads a whole formula, and tells all that is wrong with it. */
export function parseFormula<Atom>(reader: AtomReader<Atom>): ParsedFormula<Atom> {
  try {
    const tree = readFormula(reader.scanner, () => reader.readTest());
    return reader.problems.length === 0 ? { tree } : { problems: reader.problems };
  } catch (error) {
    if (error instanceof SyntaxFailure) return { problems: [...reader.problems, error.problem] };
    throw error;
  }
}

/**
 * Reads a Boolean formula over atoms that `readAtom` reads: `or` (`||`, `|`) binds weaker than `and` (`&&`, `&`),
 * and that weaker than `not` (`!`). The grammar is Vamp 1.0's, a little wider: `not` in any case, negations of
 * negations, and no space needed after a sign.
 * @throws SyntaxFailure
 */
export function readFormula<Atom>(scanner: Scanner, readAtom: () => Formula<Atom>): Formula<Atom> {
  let depth = 0;

  const chain = (kind: "and" | "or", sign: RegExp, readOperand: () => Formula<Atom>): Formula<Atom> => {
    const start = scanner.position;
    const first = readOperand();
    if (scanner.peek(sign) === undefined) return first;
    const operands = [first];
    while (scanner.take(sign) !== undefined) operands.push(readOperand());
    return { kind, operands, span: scanner.since(start) };
  };

  const deeper = (read: () => Formula<Atom>): Formula<Atom> => {
    if (depth >= deepest)
      scanner.fail(scanner.ahead, `parentheses and negations lie in each other more than ${deepest} deep`);
    depth += 1;
    const formula = read();
    depth -= 1;
    return formula;
  };

  const failAfterTest = (closing: string): never => {
    const { ahead, shownAhead } = scanner;
    const expected = `\`and\`, \`or\` or ${closing} (a value with spaces or parentheses needs quotes)`;
    return scanner.fail(ahead, `${shownAhead} does not belong here`, {
      expected,
      nearest: nearest(shownAhead.slice(1, -1), ["and", "or"]),
    });
  };

  const readFactor = (): Formula<Atom> => {
    const start = scanner.position;
    if (scanner.take(notSign) !== undefined) {
      const operand = deeper(readFactor);
      return not(operand, scanner.since(start));
    }
    if (scanner.take(/\(/y) === undefined) return readAtom();
    const opening = scanner.since(start);
    const inner = deeper(readOr);
    if (scanner.take(/\)/y) !== undefined) return inner;
    if (scanner.done) scanner.fail(opening, "this parenthesis is never closed", { expected: "`)`" });
    return failAfterTest("`)`");
  };
  const readAnd = () => chain("and", andSign, readFactor);
  const readOr = () => chain("or", orSign, readAnd);

  const formula = readOr();
  if (!scanner.done) failAfterTest("the end");
  return formula;
}
