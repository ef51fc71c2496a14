import { describe, expect, it } from "vitest";
import { aclName } from "../../../sdk/conditions/acl.js";
import { compile } from "../../../sdk/conditions/compile.js";
import { readFormula } from "../../../sdk/conditions/formula.js";
import { parseCondition } from "../../../sdk/conditions/parse.js";
import { Scanner } from "../../../sdk/conditions/scanner.js";
import { simplifyFormula } from "../../../sdk/conditions/simplify.js";
import { atom, type Formula } from "../../../sdk/conditions/tree.js";
import { corpusTable } from "../../corpusTable.js";
import { conditionExpression, expressionOf } from "./expression.js";

/** A Boolean formula over one-letter operands and Vamp's constants, as in Vamp's own tests. */
function parseBoolean(text: string): Formula<string> {
  const scanner = new Scanner(text);
  return readFormula(scanner, () => {
    const word = scanner.take(/\w+/y) ?? scanner.fail(scanner.ahead, "no operand");
    if (/^(true|t|1)$/i.test(word)) return { kind: "constant", value: true };
    if (/^(false|f|0)$/i.test(word)) return { kind: "constant", value: false };
    return atom(word);
  });
}

function truthTable(formula: Formula<string>): boolean[] {
  return Array.from({ length: 8 }, (_, bits) =>
    answer(formula, { a: (bits & 1) > 0, b: (bits & 2) > 0, c: (bits & 4) > 0 }),
  );
}

function answer(formula: Formula<string>, facts: Record<string, boolean>): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "atom":
      return facts[formula.atom] ?? false;
    case "not":
      return !answer(formula.operand, facts);
    case "and":
      return formula.operands.every((operand) => answer(operand, facts));
    case "or":
      return formula.operands.some((operand) => answer(operand, facts));
  }
}

describe("Vamp's Boolean grammar", () => {
  it.each(corpusTable("boolean-parse.tsv"))("reads %j as %s", (text, expected) => {
    expect(expressionOf(parseBoolean(text), String)).toBe(expected);
  });
});

describe("Vamp's reductions", () => {
  it.each(corpusTable("boolean-flatten.tsv"))("%j means %s, also simplified", (text, expected) => {
    const wanted = parseBoolean(expected ?? "");
    const simple = simplifyFormula(parseBoolean(text), String);
    expect(truthTable(simple)).toEqual(truthTable(wanted));
    if (wanted.kind === "constant") expect(simple).toEqual({ kind: "constant", value: wanted.value });
  });
});

describe("Vamp's conditions", () => {
  it.each(corpusTable("conditions-parse.tsv"))("reads %j as %s", (text, expected) => {
    const { tree, problems } = parseCondition(text, { allowRawAcl: true });
    expect(problems).toBeUndefined();
    expect(tree && conditionExpression(tree)).toBe(expected);
  });
});

/** Rows of which Vamp's answer is not wanted, and why; all in docs/fidelity.md. */
const deviations: Record<string, string> = {
  "hdr_sub(user-agent) Android": "text that is not a condition is an error, not a raw ACL",
  "host = www.google.com": "hosts are compared without regard to case and port",
};

describe("Vamp's ACLs", () => {
  const rows = corpusTable("conditions-acl.tsv").filter(([text]) => !((text ?? "") in deviations));

  it.each(rows)("compiles %j", (text, acls = "", condition = "") => {
    const { tree } = parseCondition(text, { allowRawAcl: true });
    if (tree === undefined) throw new Error(`${text} does not parse`);
    const compiled = compile(tree);
    const wanted = acls.split(" ;; ").map((acl) => `acl ${acl.replace("=", " ")}`);
    // The order of ACLs and of alternatives means nothing.
    expect([...compiled.statements].sort()).toEqual(wanted.sort());
    expect(compiled.condition.split(" or ").sort()).toEqual(condition.split(" or ").sort());
  });

  it("names them as Vamp does", () => {
    expect(aclName("req.hdr(host) www.google.com")).toBe("e9bd2f046551fbfe");
  });

  it("deviates where that is better", () => {
    expect(parseCondition("hdr_sub(user-agent) Android", { allowRawAcl: true }).problems).toHaveLength(1);
    const { tree } = parseCondition("host = www.google.com");
    expect(tree && compile(tree).statements).toEqual([
      "acl 81b47e3f10f7f09c req.fhdr(host),host_only,lower -m str 'www.google.com'",
    ]);
    expect(Object.keys(deviations)).toHaveLength(2);
  });
});
