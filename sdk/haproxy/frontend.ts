import { proxyName } from "../kubernetes/names.js";
import type { Known } from "../later.js";
import type { Listener, RoutingTable, Target } from "../routing/table.js";
import { formatShare, whole } from "../routing/weights.js";
import { compileCondition } from "./condition.js";
import { countedShare, waysOf } from "./decision.js";
import { commentLine } from "./quote.js";

/** Name of the table that holds the counters of all decisions of an agent. */
export const decisionsTable = "decisions";

const keepUntilAnswered =
  "  # At a soft stop an idle connection closes after its next answer: a client would see it cut otherwise.";

/** The frontend of a listener: it decides where each request goes, and what happens when none may go anywhere. */
export function frontend(listener: Known<Listener>): { readonly lines: readonly string[]; readonly decisions: number } {
  const writer = new FrontendWriter(listener.mode);
  writer.table(listener.table, "");
  const name = listener.portName;
  const counted = writer.decisions === 0 ? [] : [`  ${writer.verb} track-sc0 str(${name}) table ${decisionsTable}`];
  const lines = [
    commentLine(listener.table.gateway),
    `frontend ${name}`,
    `  mode ${listener.mode}`,
    `  bind :${listener.port}`,
    ...(listener.mode === "tcp" ? ["  option tcplog"] : [keepUntilAnswered, "  option idle-close-on-response"]),
    ...counted,
    ...writer.lines,
    ...writer.choices,
    `  default_backend nowhere_${listener.mode}`,
  ];
  return { lines, decisions: writer.decisions };
}

/**
 * Writes the decisions of a table and of the tables below it.
 *
 * The route that a table chose stands in a variable of the request, and every rule asks first that nothing was chosen:
 * so conditions are asked in order, and a counter counts exactly the requests that reach its decision.
 */
class FrontendWriter {
  readonly lines: string[] = [];
  /** Innermost table first: a table below is only asked when the one above chose it. */
  readonly choices: string[] = [];
  decisions = 0;
  private tables = 0;

  constructor(private readonly mode: "http" | "tcp") {}

  get verb(): string {
    return this.mode === "http" ? "http-request" : "tcp-request content";
  }

  table(table: Known<RoutingTable>, entered: string): void {
    const number = this.tables++ === 0 ? "" : String(this.tables);
    const variable = `txn.route${number}`;
    this.lines.push(`  acl chosen${number} var(${variable}) -m found`);
    const open = join(entered, `!chosen${number}`);
    for (const { route, condition, strength, target } of table.conditions) {
      const compiled = compileCondition(condition);
      this.comment(`${formatShare(strength)} of the requests with ${condition}: ${route}`);
      this.lines.push(...compiled.statements.map((statement) => `  ${statement}`));
      this.choose(variable, target, join(open, compiled.condition), strength);
    }
    const ways = waysOf(table.pool);
    if (ways.length > 0) this.comment(ways.map((way) => `${way.share} ${way.target.route}`).join(", "));
    const [only] = ways;
    if (ways.length === 1 && only) this.choose(variable, only.target.target, open, whole);
    if (ways.length > 1) {
      const count = this.count(open);
      for (const { target, below } of ways) {
        const counted = below === whole ? "" : `{ var(${count}) -m int lt ${below} }`;
        this.set(variable, target.target, join(open, counted));
      }
    }
    const chosen = [...table.conditions, ...table.pool].map((route) => route.target);
    if (chosen.some((target) => target.kind === "backend"))
      this.choices.unshift(`  use_backend %[var(${variable})] if chosen${number}`);
    for (const target of new Set(chosen))
      if (target.kind === "table") this.table(target, `{ var(${variable}) -m str ${nameOf(target)} }`);
  }

  private choose(variable: string, target: Known<Target>, guard: string, strength: number): void {
    if (strength === 0) return;
    const counted = strength === whole ? "" : `{ var(${this.count(guard)}) -m int lt ${strength} }`;
    this.set(variable, target, join(guard, counted));
  }

  private count(guard: string): string {
    const variable = `txn.count${this.decisions}`;
    this.lines.push(`  ${this.verb} set-var(${variable}) ${countedShare(this.decisions)} if ${guard}`);
    this.decisions++;
    return variable;
  }

  private set(variable: string, target: Known<Target>, guard: string): void {
    this.lines.push(`  ${this.verb} set-var(${variable}) str(${nameOf(target)}) if ${guard}`);
  }

  private comment(text: string): void {
    this.lines.push(`  ${commentLine(text)}`);
  }
}

function nameOf(target: Known<Target>): string {
  return target.kind === "backend" ? target.name : proxyName(...target.gateway.split("/"));
}

function join(...guards: readonly string[]): string {
  return guards.filter((guard) => guard !== "").join(" ");
}
