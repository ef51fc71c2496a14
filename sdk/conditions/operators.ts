import type { Scanner } from "./scanner.js";

/** What a test does with its value. */
export type Verb = "equals" | "contains" | "startsWith" | "matches" | "within";

/** How each operator is written, longer signs first. The forms of `equals` and `contains` are Vamp 1.0's. */
const spellings: readonly { readonly verb: Verb; readonly negated: boolean; readonly sign: RegExp }[] = [
  { verb: "matches", negated: true, sign: /!~/y },
  { verb: "matches", negated: false, sign: /~/y },
  { verb: "within", negated: true, sign: /not\s+in(?![\w.-])/iy },
  { verb: "within", negated: false, sign: /in(?![\w.-])/iy },
  { verb: "startsWith", negated: false, sign: /starts\s+with(?![\w.-])/iy },
  { verb: "contains", negated: true, sign: /misses(?![\w.-])/iy },
  { verb: "contains", negated: false, sign: /(?:has|contains)(?![\w.-])/iy },
  { verb: "equals", negated: true, sign: /!=?|not(?![\w.-])/iy },
  { verb: "equals", negated: false, sign: /==?|is(?![\w.-])/iy },
];

const shown: Record<Verb, string> = {
  equals: "`==`, `!=`",
  contains: "`contains`, `misses`",
  startsWith: "`starts with`",
  matches: "`~`, `!~`",
  within: "`in`, `not in`",
};

/**
 * Reads one of the operators that a subject (`host`, `path` …) has, and says which kind of test it makes.
 * @throws SyntaxFailure when there is none, or one that the subject does not have.
 */
export function readOperator<Kind>(
  scanner: Scanner,
  subject: string,
  kinds: Partial<Record<Verb, Kind>>,
): { readonly kind: Kind; readonly negated: boolean } {
  // The subject's own come first: `host not in` is the host `in`, negated, as in Vamp.
  for (const { verb, negated, sign } of spellings) {
    const kind = kinds[verb];
    if (kind !== undefined && scanner.take(sign) !== undefined) return { kind, negated };
  }
  const expected = Object.entries(shown)
    .flatMap(([verb, signs]) => (verb in kinds ? [signs] : []))
    .join(", ");
  if (scanner.done) scanner.fail(scanner.ahead, `the comparison is missing after \`${subject}\``, { expected });
  for (const { sign } of spellings) {
    const found = scanner.peek(sign);
    if (found === undefined) continue;
    const span = { offset: scanner.position, length: found.length };
    scanner.fail(span, `\`${subject}\` cannot be compared with \`${found}\``, { expected });
  }
  return scanner.fail(scanner.ahead, `${scanner.shownAhead} is not a comparison`, { expected });
}
