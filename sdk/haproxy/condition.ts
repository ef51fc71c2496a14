import { type CompiledCondition, compile } from "../conditions/compile.js";
import { checkedCondition } from "../conditions/parse.js";
import type { Rules } from "./rules.js";

/** A condition of a route as lines of a frontend, and the words that stand beside others behind `if`. */
export function compileCondition(text: string): CompiledCondition {
  return compile(checkedCondition(text), { asConjunction: true });
}

/** Writes the conditions of a section. */
export class Conditions {
  private readonly kept = new Set<string>();

  /**
   * @param changing true where requests are edited in between: then a condition is asked anew wherever it stands, for
   *   what was kept of it (`txn.condition_…`) may not hold any more.
   */
  constructor(
    private readonly rules: Rules,
    private readonly changing: boolean,
  ) {}

  /** Writes what a condition needs, and gives the words that stand behind `if`; none for no condition. */
  write(text: string | undefined): string {
    if (text === undefined) return "";
    const { statements, condition } = compileCondition(text);
    const fresh = new Set<string>();
    for (const statement of statements) {
      const [, acl, definition] = /^acl (\S+) (.*)$/.exec(statement) ?? [];
      const [, variable] = /^http-request set-var\((\S+?)\)/.exec(statement) ?? [];
      if (acl !== undefined && definition !== undefined) this.rules.acl(acl, definition);
      else if (this.changing || !this.kept.has(statement)) {
        if (this.changing && variable !== undefined && !fresh.has(variable)) {
          fresh.add(variable);
          this.rules.line(`http-request unset-var(${variable})`);
        }
        this.rules.line(statement);
        this.kept.add(statement);
      }
    }
    return condition;
  }
}
