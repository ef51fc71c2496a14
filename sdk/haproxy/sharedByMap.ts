import type { Known } from "../later.js";
import type { RoutingTable } from "../routing/table.js";
import { countedShare, waysOf } from "./decision.js";
import { type MapFiles, mapContents } from "./hosts.js";
import { choiceText, choiceVariable } from "./log.js";
import { at, type Positions } from "./positions.js";
import type { Rules } from "./rules.js";

/** Above so many sites their tables stand in a map where they can: rules are asked one after another, a map is a tree. */
export const mostSitesInRules = 32;

const way = "txn.way";
const bound = "txn.bound";
const site = "txn.site";

/**
 * Tables of sites that do nothing but share: for all of them together there are as many rules as the one with the most
 * ways needs, and what they share by stands in a map, `+shop.web/1 9000|BACKEND`: each way with its upper bound.
 */
export class SharedByMap {
  private readonly entries: (readonly [string, string])[] = [];
  private most = 0;

  constructor(
    private readonly positions: Positions,
    private readonly logged: boolean,
  ) {}

  /** Takes a table, and gives the position where its requests enter; undefined when it has to be written in rules. */
  take(table: Known<RoutingTable>): string | undefined {
    const { edits, conditions, pool, stickyCookie, gateway } = table;
    if (edits !== undefined || stickyCookie !== undefined || conditions.length > 0) return undefined;
    const ways = waysOf(pool).map(({ target, below }) => ({ ...target, below, to: this.positions.of(target.target) }));
    if (ways.length === 0 || ways.some(({ to }) => to.startsWith("@"))) return undefined;
    const position = `+${this.positions.nameOf(table)}`;
    for (const [index, { route, below, to }] of ways.entries()) {
      const choice = choiceText({ gateway, route, reason: pool.length === 1 ? "only" : "weight" });
      this.entries.push([`${position}/${index + 1}`, `${below}|${to}${this.logged ? `|${choice}` : ""}`]);
    }
    this.most = Math.max(this.most, ways.length);
    return position;
  }

  /** True when some table was taken; then each of their sites counts with its first counter. */
  get counts(): boolean {
    return this.most > 0;
  }

  /** Writes the rules, and gives the map files that they need. */
  write(rules: Rules, mapName: string): MapFiles {
    const files = new Map(
      mapContents(this.entries).map((content, index) => [
        `${mapName}-ways${index === 0 ? "" : `-${index + 1}`}.map`,
        content,
      ]),
    );
    if (!this.counts) return files;
    const here = "by-map";
    const taken = `{ var(txn.count),sub(${bound}) lt 0 }`;
    rules.space("Sites that do nothing but share");
    rules.acl(here, `var(${at}) -m beg +`);
    rules.rule(`set-var(${site}) var(${at})`, here);
    rules.rule(`set-var(txn.count) ${countedShare(0)}`, here);
    for (let number = 1; number <= this.most; number++) {
      if (files.size > 1) rules.rule(`unset-var(${way})`, here);
      for (const [index, file] of [...files.keys()].entries()) {
        const open = index === 0 ? "" : `!{ var(${way}) -m found }`;
        rules.rule(`set-var(${way}) var(${site}),concat(/${number}),map_str(${file})`, here, open);
      }
      rules.rule(`set-var(${bound}) var(${way}),field(1,|),add(0)`, here);
      if (this.logged) rules.rule(`set-var(${choiceVariable}) var(${way}),field(3,|,0)`, here, taken);
      rules.rule(`set-var(${at}) var(${way}),field(2,|)`, here, taken);
    }
    return files;
  }
}
