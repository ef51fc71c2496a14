import { proxyName } from "../kubernetes/names.js";
import type { Known } from "../later.js";
import { type Answer, type Redirect, type RoutingTable, straightTarget, type Target } from "../routing/table.js";
import { proxyWord } from "./quote.js";
import { backendName } from "./reach.js";

/** Variable of a request that says how far it got on its way through the tables: one of the {@link Positions}. */
export const at = "txn.at";

/** What the agent says itself, with the position of the requests that get it. */
export interface Saying {
  readonly position: string;
  readonly target: Known<Answer> | Known<Redirect>;
}

/**
 * Names of the places where a request of a frontend can be: `@shop.9050` at a table, `+shop.9050` at one that is in a map,
 * `=404` at an answer, and the name of a backend where it is sent. They never meet, for no backend begins so.
 */
export class Positions {
  private readonly sayings = new Map<string, Saying>();
  private readonly used = new Map<string, number>();
  private tables = new Map<Known<RoutingTable>, string>();

  /** @param straight true when a table that has nothing to decide is passed over: to its only target. */
  constructor(
    private readonly mode: "http" | "tcp",
    private readonly straight: boolean,
  ) {}

  /** Everything that the agent says itself, in the order in which it was asked for. */
  get all(): readonly Saying[] {
    return [...this.sayings.values()];
  }

  /** From now on tables have places of their own again: each site counts for itself. */
  newSite(): void {
    this.tables = new Map();
  }

  /** Where a request has to be to get to a target. */
  of(target: Known<Target>): string {
    switch (target.kind) {
      case "backend":
        return proxyWord(backendName(target, this.mode));
      case "table": {
        const passed = this.straight ? straightTarget(target) : undefined;
        return passed === undefined ? `@${this.nameOf(target)}` : this.of(passed);
      }
      default:
        return this.saying(target);
    }
  }

  /** True for a table that has nothing to do, and so no place. */
  passes(table: Known<RoutingTable>): boolean {
    return this.straight && straightTarget(table) !== undefined;
  }

  /** Name of a table in ACLs. Different tables of one gateway have different ones. */
  nameOf(table: Known<RoutingTable>): string {
    const before = this.tables.get(table);
    if (before !== undefined) return before;
    const name = this.unique(proxyName(...table.gateway.split("/")));
    this.tables.set(table, name);
    return name;
  }

  private saying(target: Known<Answer> | Known<Redirect>): string {
    const content = JSON.stringify(target);
    const before = this.sayings.get(content);
    if (before !== undefined) return before.position;
    const position = this.unique(`=${target.status}`);
    this.sayings.set(content, { position, target });
    return position;
  }

  private unique(name: string): string {
    const number = (this.used.get(name) ?? 0) + 1;
    this.used.set(name, number);
    return number === 1 ? name : `${name}:${number}`;
  }
}
