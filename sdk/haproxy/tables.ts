import type { Known } from "../later.js";
import { stickyValue } from "../routing/sticky.js";
import { noRoute, type RoutingTable, straightTarget, type Target } from "../routing/table.js";
import { formatShare, whole } from "../routing/weights.js";
import { Conditions } from "./condition.js";
import { corsAnswer, corsRequest } from "./cors.js";
import { countedShare, waysOf } from "./decision.js";
import { answerEdits, requestEdits } from "./edits.js";
import { type Choice, setChoice } from "./log.js";
import { at, type Positions } from "./positions.js";
import { cookieName, fetchOf, format } from "./quote.js";
import type { Rules } from "./rules.js";
import type { SharedByMap } from "./sharedByMap.js";

/** What the tables of a frontend have in common. */
export interface TableSettings {
  readonly mode: "http" | "tcp";
  /** True when the log says which route was taken, and why. */
  readonly logged: boolean;
  /** True when clients come by TLS, so that their cookies stay there. */
  readonly secure: boolean;
  /** True when a request may be edited on the way from one table to another. */
  readonly changing: boolean;
}

/**
 * Writes the decisions of tables. A request stands at one {@link Positions | position} at a time, and every rule of a
 * table asks first that it stands there: so the first rule that moves it decides, and a counter counts exactly the
 * requests that reach its decision.
 */
export class TableWriter {
  /** Rules about answers. Those of inner tables come first, as answers pass them first. */
  answers: readonly string[] = [];
  /** Counters that the site with most of them needs. */
  decisions = 0;
  private counted = 0;
  private readonly conditions: Conditions;
  private numbers = 0;

  constructor(
    private readonly rules: Rules,
    private readonly positions: Positions,
    private readonly settings: TableSettings,
    private readonly answerRules: () => Rules,
    private readonly byMap: SharedByMap | undefined,
  ) {
    this.conditions = new Conditions(rules, settings.changing);
  }

  /** Writes a table and those below it, and gives the position where requests enter; counters begin anew. */
  site(table: Known<RoutingTable>): string {
    this.positions.newSite();
    this.counted = 0;
    const shared = this.positions.passes(table) ? undefined : this.byMap?.take(table);
    if (shared !== undefined) {
      this.decisions = Math.max(this.decisions, 1);
      return shared;
    }
    const entry = this.positions.of(table);
    for (const each of this.below(table)) this.table(each);
    this.decisions = Math.max(this.decisions, this.counted);
    return entry;
  }

  /** Tables in an order in which each comes after all that lead to it. */
  private below(top: Known<RoutingTable>): readonly Known<RoutingTable>[] {
    const seen = new Set<Known<RoutingTable>>();
    const ordered: Known<RoutingTable>[] = [];
    const visit = (target: Known<Target>): void => {
      let table: Known<Target> | undefined = target;
      // What is passed over has no rules, but what it leads to may.
      while (table?.kind === "table" && this.positions.passes(table)) table = straightTarget(table);
      if (table?.kind !== "table" || seen.has(table)) return;
      seen.add(table);
      for (const { target } of [...table.conditions, ...table.pool].reverse()) visit(target);
      ordered.unshift(table);
    };
    visit(top);
    return ordered;
  }

  private table(table: Known<RoutingTable>): void {
    const name = this.positions.nameOf(table);
    const here = `at:${name}`;
    const rest = `@${name}/rest`;
    this.rules.space(table.gateway);
    this.rules.acl(here, `var(${at}) -m str @${name}`);
    if (this.settings.mode === "http") this.edits(table, here);
    const kept = this.kept(table, name);
    const cookie = kept === "" ? undefined : this.stickyCookie(table);
    const toKeep = (route: string) =>
      cookie !== undefined && table.pool.some((one) => one.route === route) ? cookie : undefined;
    for (const { route, condition, strength, target } of table.conditions) {
      this.rules.comment(`${formatShare(strength)} of the requests with ${condition}: ${route}`);
      const matches = this.conditions.write(condition);
      const choice = { gateway: table.gateway, route };
      if (strength === whole) {
        this.go(target, { ...choice, reason: "condition" }, undefined, here, matches);
        continue;
      }
      if (strength > 0) {
        const free = kept === "" ? "" : `!${kept}`;
        const counted = this.count(here, matches, free);
        const guard = [here, matches, free, `{ var(${counted}) -m int lt ${strength} }`];
        this.go(target, { ...choice, reason: "strength" }, toKeep(route), ...guard);
      }
      // The first condition that matches decides: what it leaves is for the weights.
      this.rules.rule(`set-var(${at}) str(${rest})`, here, matches);
    }
    const partial = table.conditions.some(({ strength }) => strength !== whole);
    const shared = partial ? `rest:${name}` : here;
    if (partial) this.rules.acl(shared, `var(${at}) -m str @${name} ${rest}`);
    this.pool(table, shared, toKeep);
  }

  private pool(table: Known<RoutingTable>, shared: string, toKeep: (route: string) => string | undefined): void {
    const { gateway, stickyCookie, pool } = table;
    if (stickyCookie !== undefined && this.settings.mode === "http")
      for (const { route, target } of pool) {
        const kept = `{ ${fetchOf("req.cook", stickyCookie)} -m str ${stickyValue(route)} }`;
        this.go(target, { gateway, route, reason: "sticky" }, undefined, shared, kept);
      }
    const ways = waysOf(pool);
    if (ways.length > 0) this.rules.comment(ways.map((way) => `${way.share} ${way.target.route}`).join(", "));
    const counted = ways.length > 1 ? this.count(shared) : "";
    for (const { target: way, below } of ways) {
      const only = pool.length === 1 && table.conditions.length === 0;
      const choice = { gateway, route: way.route, reason: only ? "only" : "weight" } as const;
      const guard = below === whole ? "" : `{ var(${counted}) -m int lt ${below} }`;
      this.go(way.target, choice, toKeep(way.route), shared, guard);
    }
    if (ways.length === 0) this.go(table.otherwise ?? noRoute, { gateway, reason: "otherwise" }, undefined, shared);
  }

  /** Moves requests to a target. */
  private go(target: Known<Target>, choice: Choice, cookie: string | undefined, ...guards: readonly string[]): void {
    if (this.settings.logged) this.rules.rule(setChoice(choice), ...guards);
    if (cookie !== undefined && choice.route !== undefined)
      this.rules.rule(`set-var(${cookie}) str(${stickyValue(choice.route)})`, ...guards);
    this.rules.rule(`set-var(${at}) str(${this.positions.of(target)})`, ...guards);
  }

  private count(...guards: readonly string[]): string {
    this.rules.rule(`set-var(txn.count) ${countedShare(this.counted)}`, ...guards);
    this.counted++;
    return "txn.count";
  }

  /** The ACL of clients that have the cookie of a route; empty where there is none. */
  private kept({ stickyCookie, pool }: Known<RoutingTable>, name: string): string {
    if (stickyCookie === undefined || pool.length === 0 || this.settings.mode === "tcp") return "";
    const acl = `kept:${name}`;
    for (const { route } of pool)
      this.rules.acl(acl, `${fetchOf("req.cook", stickyCookie)} -m str ${stickyValue(route)}`);
    return acl;
  }

  /** The variable with the value of the cookie that a client gets. */
  private stickyCookie({ stickyCookie = "" }: Known<RoutingTable>): string {
    const variable = `txn.sticky${++this.numbers}`;
    const attributes = `; Path=/; HttpOnly; SameSite=Lax${this.settings.secure ? "; Secure" : ""}`;
    cookieName(stickyCookie);
    const value = format(`${stickyCookie}=`, { sample: `var(${variable})` }, attributes);
    // Not `http-after-response`: who was told that nobody answers may come out better the next time.
    this.answers = [`  http-response add-header set-cookie ${value} if { var(${variable}) -m found }`, ...this.answers];
    return variable;
  }

  private edits(table: Known<RoutingTable>, here: string): void {
    const { edits } = table;
    if (edits === undefined) return;
    const number = ++this.numbers;
    const answers = this.answerRules();
    if (edits.cors !== undefined) {
      const preflight = this.settings.logged ? setChoice({ gateway: table.gateway, reason: "preflight" }) : undefined;
      corsRequest(this.rules, edits.cors, String(number), here, preflight);
    }
    requestEdits(this.rules, this.conditions, edits, here);
    if (edits.responseHeaders !== undefined) {
      this.rules.rule(`set-var(txn.edited${number}) bool(true)`, here);
      answerEdits(answers, edits.responseHeaders, `{ var(txn.edited${number}) -m bool }`);
    }
    if (edits.cors !== undefined) corsAnswer(answers, edits.cors, String(number));
    this.answers = [...answers.lines, ...this.answers];
  }
}
