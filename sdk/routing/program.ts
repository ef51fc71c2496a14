import { allOf, atom, type RequestTest } from "../conditions/tree.js";
import { type Bounds, only, together, whichever } from "./bounds.js";
import type { Cell } from "./cell.js";
import { choicesOf } from "./choices.js";
import { endName, preflightAnswered } from "./ends.js";
import { EditedRequest, type Question, type Questions } from "./question.js";
import { Share } from "./share.js";
import type { Entrance } from "./simulate.js";
import { stickyValue } from "./sticky.js";
import type { RoutingTable, Target } from "./table.js";
import { whole } from "./weights.js";

/** Where requests end, by {@link endName}, and how many; undefined where a weight is known only later. */
export type Distribution = ReadonlyMap<string, Share | undefined>;

/** What a browser's preflight is. */
const preflight = allOf<RequestTest>(
  atom({ kind: "method", value: "OPTIONS" }),
  atom({ kind: "header", name: "Origin" }),
  atom({ kind: "header", name: "Access-Control-Request-Method" }),
);

/** A table with the questions that it asks, of requests that came to it with the same edits. */
interface AskingTable {
  readonly table: RoutingTable;
  /** Whether it is a preflight that the agent answers. */
  readonly preflight: Question | undefined;
  /** Whether conditions match, in their order. */
  readonly matches: readonly Question[];
  /** Whether the client has the cookie of a route, in the order of the pool; none without stickiness. */
  readonly kept: readonly Question[];
  readonly edited: EditedRequest;
  /** The tables and backends behind it. */
  readonly behind: Map<Target, AskingTable | Question | undefined>;
}

/** Asks what has to be known about a request to know where a gateway sends it. */
export class Program {
  private readonly sites: readonly (readonly [question: Question, table: AskingTable])[];
  private readonly rest: AskingTable;

  constructor(
    private readonly entrance: Entrance,
    private readonly questions: Questions,
  ) {
    const start = EditedRequest.receivedAt(entrance);
    const rank = (host: string) => (host.startsWith("*.") ? 1_000 - host.length : 0);
    this.sites = (entrance.sites ?? [])
      .flatMap(({ hosts, table }) => {
        const asking = this.asking(table, start);
        return hosts.map((host) => [host, asking] as const);
      })
      .sort(([one], [other]) => rank(one) - rank(other))
      .map(([host, asking]) => [questions.test(`host == ${host}`, atom({ kind: "host", value: host }), start), asking]);
    this.rest = this.asking(entrance.table, start);
  }

  /** Where the requests of a cell end; or a question that has to be answered first. */
  run(cell: Cell): Distribution | Question {
    const ends = new Map<string, Share | undefined>();
    for (const [question, table] of this.sites) {
      const answer = cell.answer(question);
      if (answer === undefined) return question;
      if (answer) return this.enter(table, Share.all, cell, ends) ?? ends;
    }
    return this.enter(this.rest, Share.all, cell, ends) ?? ends;
  }

  /** Where the requests of a cell end whatever is not known of them. Questions are taken for independent of each other. */
  bounds(cell: Cell): Bounds {
    const known = new Map<AskingTable, Bounds>();
    const sites: Bounds[] = [];
    for (const [question, table] of this.sites) {
      const answer = cell.answer(question);
      if (answer !== false) sites.push(this.boundsOf(table, cell, known));
      if (answer === true) return whichever(sites);
    }
    return whichever([...sites, this.boundsOf(this.rest, cell, known)]);
  }

  private boundsOf(asking: AskingTable, cell: Cell, known: Map<AskingTable, Bounds>): Bounds {
    const bounds = known.get(asking) ?? this.computedBounds(asking, cell, known);
    known.set(asking, bounds);
    return bounds;
  }

  private computedBounds(asking: AskingTable, cell: Cell, known: Map<AskingTable, Bounds>): Bounds {
    const { table, kept } = asking;
    const preflights = asking.preflight === undefined ? false : cell.answer(asking.preflight);
    if (preflights === true) return only(preflightAnswered);
    const alternatives = possibleFirsts(asking.matches, cell).flatMap((first) => {
      const taking = table.conditions[first];
      const keeping = taking?.strength === whole ? [kept.length] : possibleFirsts(kept, cell);
      return keeping.map((one) => {
        const choices = choicesOf(table, taking, kept.length === 0 ? undefined : table.pool[one]);
        return together(
          choices.map(({ target, share }) => ({ share, bounds: this.boundsBehind(asking, target, cell, known) })),
        );
      });
    });
    return whichever(preflights === undefined ? [only(preflightAnswered), ...alternatives] : alternatives);
  }

  private boundsBehind(asking: AskingTable, target: Target, cell: Cell, known: Map<AskingTable, Bounds>): Bounds {
    const next = this.behind(asking, target);
    if (next !== undefined && "table" in next) return this.boundsOf(next, cell, known);
    const answered = next === undefined ? false : cell.answer(next);
    if (answered === true) return only(preflightAnswered);
    const end = only(endName(target));
    return answered === undefined ? whichever([only(preflightAnswered), end]) : end;
  }

  private asking(table: RoutingTable, before: EditedRequest): AskingTable {
    const http = this.entrance.mode === "http";
    const { edits, stickyCookie, pool, conditions } = table;
    const edited = http ? before.after(edits) : before;
    return {
      table,
      preflight: http && edits?.cors !== undefined ? this.isPreflight(before) : undefined,
      matches: conditions.map(({ condition }) => this.questions.condition(condition, edited)),
      kept: http && stickyCookie !== undefined ? pool.map(({ route }) => this.keeps(stickyCookie, route, edited)) : [],
      edited,
      behind: new Map(),
    };
  }

  private isPreflight(edited: EditedRequest): Question {
    return this.questions.test("it is a browser's preflight", preflight, edited);
  }

  private keeps(cookie: string, route: string, edited: EditedRequest): Question {
    const test = atom({ kind: "cookieEquals" as const, name: cookie, value: stickyValue(route) });
    return this.questions.test(`its cookie \`${cookie}\` keeps it with ${route}`, test, edited, "cookie");
  }

  /** What a table leads to, with its questions, made when it is asked for the first time. */
  private behind(asking: AskingTable, target: Target): AskingTable | Question | undefined {
    if (!asking.behind.has(target)) asking.behind.set(target, this.made(target, asking.edited));
    return asking.behind.get(target);
  }

  private made(target: Target, edited: EditedRequest): AskingTable | Question | undefined {
    if (target.kind === "table") return this.asking(target, edited);
    const answers = target.kind === "backend" && target.edits?.cors !== undefined && this.entrance.mode === "http";
    return answers ? this.isPreflight(edited) : undefined;
  }

  private enter(
    asking: AskingTable,
    share: Share | undefined,
    cell: Cell,
    ends: Map<string, Share | undefined>,
  ): Question | undefined {
    const { table, matches, kept } = asking;
    if (asking.preflight !== undefined) {
      const answer = cell.answer(asking.preflight);
      if (answer === undefined) return asking.preflight;
      if (answer) {
        add(ends, preflightAnswered, share);
        return undefined;
      }
    }
    const first = firstThatHolds(matches, cell);
    if (typeof first === "object") return first;
    const taking = table.conditions[first];
    const keeping = taking?.strength === whole ? kept.length : firstThatHolds(kept, cell);
    if (typeof keeping === "object") return keeping;
    for (const { target, share: part } of choicesOf(
      table,
      taking,
      kept.length === 0 ? undefined : table.pool[keeping],
    )) {
      const own = part && share?.times(part);
      const next = this.behind(asking, target);
      if (next !== undefined && "table" in next) {
        const question = this.enter(next, own, cell, ends);
        if (question !== undefined) return question;
        continue;
      }
      const answered = next === undefined ? false : cell.answer(next);
      if (answered === undefined) return next;
      add(ends, answered ? preflightAnswered : endName(target), own);
    }
    return undefined;
  }
}

/** Which question is the first whose answer is yes; as many as there are when none is, or one that was not asked. */
function firstThatHolds(questions: readonly Question[], cell: Cell): number | Question {
  for (let index = 0; index < questions.length; index++) {
    const question = questions[index];
    if (question === undefined) continue;
    const answer = cell.answer(question);
    if (answer === undefined) return question;
    if (answer) return index;
  }
  return questions.length;
}

/** Which questions may be the first whose answer is yes; as many as there are where none may be. */
function possibleFirsts(questions: readonly Question[], cell: Cell): readonly number[] {
  const answers = questions.map((question) => cell.answer(question));
  const certain = answers.indexOf(true);
  const last = certain === -1 ? questions.length : certain;
  return [...answers.keys()].filter((index) => index < last && answers[index] === undefined).concat(last);
}

function add(ends: Map<string, Share | undefined>, name: string, share: Share | undefined): void {
  const before = ends.has(name) ? ends.get(name) : Share.none;
  ends.set(name, share && before?.plus(share));
}
