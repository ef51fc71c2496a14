import type { Condition, Formula, RequestTest } from "../../../sdk/conditions/tree.js";

/** Writes a formula as an s-expression with `and` and `or` of two operands, as the vectors have it. */
export function expressionOf<Atom>(formula: Formula<Atom>, write: (atom: Atom) => string): string {
  switch (formula.kind) {
    case "constant":
      return String(formula.value);
    case "atom":
      return write(formula.atom);
    case "not":
      return `(not ${expressionOf(formula.operand, write)})`;
    case "and":
    case "or":
      return formula.operands
        .map((operand) => expressionOf(operand, write))
        .reduce((left, right) => `(${formula.kind} ${left} ${right})`);
  }
}

const names: Partial<Record<RequestTest["kind"], string>> = {
  userAgent: "ua",
  cookieContains: "cookie-contains",
  headerContains: "header-contains",
};

/** Writes a condition as the vectors have it. */
export function conditionExpression(condition: Condition): string {
  return expressionOf(condition, (test) => {
    if (test.kind === "raw") return `(raw "${test.value}")`;
    const words = [names[test.kind] ?? test.kind, "name" in test ? test.name : "", "value" in test ? test.value : ""];
    return `(${words.filter((word) => word !== "").join(" ")})`;
  });
}
