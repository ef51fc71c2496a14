/**
 * A condition without negations but those in its terms. A term is a word of a HAProxy rule: the name of an ACL,
 * or `!` and the name.
 */
export type TermFormula =
  | { readonly kind: "and" | "or"; readonly operands: readonly TermFormula[] }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "term"; readonly term: string };

/** Terms that must all hold. */
export type Conjunction = ReadonlySet<string>;

/**
 * Writes a formula as alternatives: it holds when all terms of one of them hold. That can take exponentially many,
 * so it gives up, with undefined, as soon as they need more than `mostWords` words in a rule.
 */
export function alternativesOf(formula: TermFormula, mostWords: number): readonly Conjunction[] | undefined {
  switch (formula.kind) {
    case "constant":
      return formula.value ? [new Set()] : [];
    case "term":
      return [new Set([formula.term])];
    case "or": {
      let all: readonly Conjunction[] = [];
      for (const operand of formula.operands) {
        const more = alternativesOf(operand, mostWords);
        if (more === undefined) return undefined;
        all = withoutNeedless([...all, ...more]);
        if (words(all) > mostWords) return undefined;
      }
      return all;
    }
    case "and": {
      let all: readonly Conjunction[] = [new Set()];
      for (const operand of formula.operands) {
        const more = alternativesOf(operand, mostWords);
        if (more === undefined) return undefined;
        const joined = all.flatMap((left) => more.map((right) => new Set([...left, ...right])));
        all = withoutNeedless(joined.filter((conjunction) => !contradicts(conjunction)));
        if (words(all) > mostWords) return undefined;
      }
      return all;
    }
  }
}

/** How many words the alternatives take in a rule, `or` included. */
function words(alternatives: readonly Conjunction[]): number {
  return alternatives.reduce((sum, { size }) => sum + size + 1, 0) - 1;
}

function contradicts(conjunction: Conjunction): boolean {
  for (const term of conjunction) if (conjunction.has(`!${term}`)) return true;
  return false;
}

/** Leaves out alternatives that another one covers: `a` covers `a b`, and of two equal ones the first stays. */
function withoutNeedless(alternatives: readonly Conjunction[]): readonly Conjunction[] {
  return alternatives.filter((one, index) =>
    alternatives.every((other, at) => at === index || !covers(other, one) || (other.size === one.size && index < at)),
  );
}

function covers(wider: Conjunction, narrower: Conjunction): boolean {
  if (wider.size > narrower.size) return false;
  for (const term of wider) if (!narrower.has(term)) return false;
  return true;
}
