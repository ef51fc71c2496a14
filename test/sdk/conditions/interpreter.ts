import { aclOf } from "../../../sdk/conditions/acl.js";
import { type CompiledCondition, mostWords } from "../../../sdk/conditions/compile.js";
import { evaluate } from "../../../sdk/conditions/evaluate.js";
import type { RequestFacts } from "../../../sdk/conditions/request.js";
import { simplify } from "../../../sdk/conditions/simplify.js";
import { atom, type Condition, not } from "../../../sdk/conditions/tree.js";

/**
 * Runs a compiled condition line by line, as HAProxy does. What an ACL's definition means is looked up among the
 * tests of the condition it was compiled from; everything else is read from the lines.
 */
export function run(compiled: CompiledCondition, source: Condition, request: RequestFacts): boolean {
  const meanings = meaningsOf(source);
  const variables = new Set<string>();
  const acls = new Map<string, () => boolean>([
    ["TRUE", () => true],
    ["FALSE", () => false],
  ]);

  const holds = (rule: string): boolean => {
    if (rule.split(" ").length > mostWords) throw new Error(`too many words: ${rule}`);
    return rule.split(" or ").some((terms) =>
      terms.split(" ").every((term) => {
        const ask = acls.get(term.replace(/^!/, ""));
        if (ask === undefined) throw new Error(`${term} is not declared`);
        return ask() !== term.startsWith("!");
      }),
    );
  };

  for (const line of compiled.statements) {
    const [, name = "", definition = ""] = /^acl (\S+) (.+)$/.exec(line) ?? [];
    const [, read = ""] = /^var\((\S+)\) -m bool$/.exec(definition) ?? [];
    const [, set = "", rule = ""] = /^http-request set-var\((\S+)\) bool\(true\) if (.+)$/.exec(line) ?? [];
    const meaning = meanings.get(definition);
    if (read) acls.set(name, () => variables.has(read));
    else if (meaning) acls.set(name, () => evaluate(meaning, request) ?? false);
    else if (!set) throw new Error(`what does this mean? ${line}`);
    else if (holds(rule)) variables.add(set);
  }
  return holds(compiled.condition);
}

function meaningsOf(source: Condition): Map<string, Condition> {
  const meanings = new Map<string, Condition>();
  const visit = (node: ReturnType<typeof simplify>): void => {
    if (node.kind === "not") visit(node.operand);
    if (node.kind === "and" || node.kind === "or") node.operands.forEach(visit);
    if (node.kind !== "atom") return;
    for (const negated of [false, true]) {
      const { definition, inverted } = aclOf(node.atom, negated);
      meanings.set(definition, negated === inverted ? atom(node.atom) : not(atom(node.atom)));
    }
  };
  visit(simplify(source));
  return meanings;
}
