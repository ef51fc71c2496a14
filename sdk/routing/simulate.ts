import { evaluate } from "../conditions/evaluate.js";
import { checkedCondition } from "../conditions/parse.js";
import { hosts, type RequestFacts } from "../conditions/request.js";
import type { Condition } from "../conditions/tree.js";
import { choicesOf } from "./choices.js";
import { forwarded, received, strictTransport } from "./client.js";
import { corsEdits, isPreflight, preflightHeaders } from "./cors.js";
import type { Edits, HeaderEdits } from "./edits.js";
import { editHeaders, knownText } from "./headers.js";
import { toInstance } from "./instanceCookie.js";
import { type Limit, limitsOf } from "./limits.js";
import { type Listener, tableFor } from "./listener.js";
import { isMisdirected } from "./misdirected.js";
import { type Case, type Decision, type End, namesOf, Outcomes, type SetCookie, type Way } from "./outcome.js";
import { redirectLocation } from "./redirect.js";
import { rewritten } from "./rewrites.js";
import { Share } from "./share.js";
import { stickyRoute, stickyValue } from "./sticky.js";
import { type Answer, type Backend, bodiless, type Redirect, type RoutingTable, tablesOf, targetsOf } from "./table.js";
import { whole } from "./weights.js";

/** What a listener does with a request, as far as that matters for where the request goes. */
export type Entrance = Pick<Listener, "mode" | "table"> &
  Partial<Pick<Listener, "sites" | "tls" | "trustedProxies" | "accessLog">> & {
    /** False where no agent stands: a Service that leads to the only version. Default: true. */
    readonly agent?: boolean;
  };

/** How a request is simulated. */
export interface SimulationOptions {
  /** The listener of another agent behind a backend, which decides further. Default: none has one. */
  readonly behind?: ((backend: Backend) => Entrance | undefined) | undefined;
}

/** How many cases there may be. A gateway would need ten raw ACLs, all asked of the same request. */
const mostCases = 1_024;

/**
 * Everything that can happen to a request that arrives at a listener, with exact shares. It says of a request what the
 * agents do: conditions are judged by {@link evaluate}, and nothing is drawn or counted.
 *
 * What is known only later has no share. What depends on a raw ACL is told for each answer that it may give. It is the way
 * of a request for which there is room: {@link Way.limits} says what may keep it away, but nobody can say how often.
 * @throws RangeError when raw ACLs make more than 1,024 cases.
 */
export function simulate(entrance: Entrance, request: RequestFacts, options: SimulationOptions = {}): Outcomes {
  return simulator(entrance, options)(request);
}

/** {@link simulate} for many requests: conditions are read once. */
export function simulator(entrance: Entrance, options: SimulationOptions = {}): (request: RequestFacts) => Outcomes {
  const conditions = new Map<string, Condition>();
  const names = onlyOnce(() => reachableNames(entrance, options));
  return (request) => {
    const cases: Case[] = [];
    const open: ReadonlyMap<string, boolean>[] = [new Map()];
    for (let rawAcls = open.pop(); rawAcls !== undefined; rawAcls = open.pop()) {
      const walk = new Walk(rawAcls, conditions, options);
      walk.arrive(entrance, { ...start, request });
      const { asked } = walk;
      if (asked === undefined) cases.push({ rawAcls, ways: walk.ways });
      else open.push(new Map([...rawAcls, [asked, false]]), new Map([...rawAcls, [asked, true]]));
      if (cases.length + open.length > mostCases) throw new RangeError(`raw ACLs make more than ${mostCases} cases`);
    }
    return new Outcomes(cases, names);
  };
}

/** What is known of a request that is on its way. */
interface Progress {
  readonly request: RequestFacts;
  readonly share: Share | undefined;
  readonly decisions: readonly Decision[];
  /** Of the gateway that was entered last first, as answers pass them. */
  readonly responseEdits: readonly HeaderEdits[];
  readonly cookies: readonly SetCookie[];
  readonly limits: readonly Limit[];
}

const start = { share: Share.all, decisions: [], responseEdits: [], cookies: [], limits: [] } as const;

/** The listener that a request is at. */
interface Hop {
  readonly entrance: Entrance;
  /** The address from which it came there. */
  readonly peer: string | undefined;
}

/** Walks all ways of a request, as long as it knows what raw ACLs say. */
class Walk {
  readonly ways: Way[] = [];
  /** A raw ACL whose answer was needed and is not assumed: then the ways mean nothing. */
  asked: string | undefined;
  private readonly entered = new Set<Entrance>();

  constructor(
    private readonly rawAcls: ReadonlyMap<string, boolean>,
    private readonly conditions: Map<string, Condition>,
    private readonly options: SimulationOptions,
  ) {}

  arrive(entrance: Entrance, progress: Progress): void {
    this.entered.add(entrance);
    const hop = { entrance, peer: progress.request.sourceAddress };
    const request = received(progress.request, entrance);
    const [host] = hosts(request);
    const serverName = request.serverName?.toLowerCase();
    if (isMisdirected(entrance, host, serverName)) this.refuse({ ...progress, request }, hop);
    else {
      const asked = entrance.mode === "tcp" ? (serverName ?? host) : host;
      this.enter(tableFor(entrance, asked), { ...progress, request }, hop);
    }
    this.entered.delete(entrance);
  }

  private refuse(progress: Progress, hop: Hop): void {
    const reason = { kind: "misdirected" } as const;
    const decisions = [...progress.decisions, { gateway: hop.entrance.table.gateway, reason }];
    this.say(
      { kind: "answer", status: 421, headers: [["x-vamp-reason", reason.kind]] },
      { ...progress, decisions },
      hop,
    );
  }

  private enter(table: RoutingTable, before: Progress, hop: Hop): void {
    const progress = this.edited(table.edits, before, table.gateway, hop);
    if (progress === undefined) return;
    const { request, share, decisions } = progress;
    const taking = table.conditions.find(({ condition }) => this.holds(condition, request));
    const kept = hop.entrance.mode === "http" ? stickyRoute(table, request) : undefined;
    for (const { route, target, reason, share: part } of choicesOf(table, taking, kept)) {
      const decision = { gateway: table.gateway, route, reason };
      const cookies = [...progress.cookies, ...cookieOf(table, decision)];
      const chosen = { ...progress, cookies, decisions: [...decisions, decision], share: part && share?.times(part) };
      if (target.kind === "table") this.enter(target, chosen, hop);
      else if (target.kind === "backend") this.reach(target, chosen, table.gateway, hop);
      else this.say(ownAnswer(target, request, hop.entrance), chosen, hop);
    }
  }

  private reach(backend: Backend, before: Progress, gateway: string, hop: Hop): void {
    const sent = { ...before, request: forwarded(before.request, hop.entrance, hop.peer) };
    const edited = this.edited(backend.edits, sent, gateway, hop);
    if (edited === undefined) return;
    const progress = { ...edited, limits: [...edited.limits, ...limitsOf(backend)] };
    const next = this.options.behind?.(backend);
    if (next !== undefined && !this.entered.has(next)) {
      // To the next agent the peer is this one, which names the host in its handshake if there is one.
      const request = { ...progress.request, sourceAddress: undefined, serverName: undefined };
      this.arrive(next, { ...progress, request });
      return;
    }
    const { request, given } = toInstance(backend, progress.request, hop.entrance.mode);
    this.end({ kind: "backend", backend, request }, { ...progress, cookies: [...progress.cookies, ...given] }, hop);
  }

  /** Ends with what the agent says itself. Cookies go with answers of backends only: nobody is kept where nobody was. */
  private say(end: End, progress: Progress, hop: Hop): void {
    this.end(end, { ...progress, cookies: [] }, hop);
  }

  private end(end: End, { share, decisions, responseEdits, cookies, limits }: Progress, hop: Hop): void {
    const edits = [...responseEdits, ...strictTransport(hop.entrance)];
    this.ways.push({ share, decisions, end, responseEdits: edits, cookies, limits });
  }

  /** The request behind some edits; undefined when it was answered there. */
  private edited(edits: Edits | undefined, before: Progress, gateway: string, hop: Hop): Progress | undefined {
    if (edits === undefined || hop.entrance.mode === "tcp") return before;
    const { rewrites = [], requestHeaders, responseHeaders, cors } = edits;
    const shared = cors === undefined ? [] : [corsEdits(cors, before.request)];
    if (cors !== undefined && isPreflight(before.request)) {
      const decisions = [...before.decisions, { gateway, reason: { kind: "preflight" } } as const];
      const responseEdits = [...shared, ...before.responseEdits];
      const end = { kind: "answer", status: 204, headers: preflightHeaders(cors, before.request) } as const;
      this.say(end, { ...before, decisions, responseEdits }, hop);
      return undefined;
    }
    let { request } = before;
    for (const rewrite of rewrites)
      if (rewrite.condition === undefined || this.holds(rewrite.condition, request))
        request = rewritten(rewrite, request);
    request = { ...request, headers: editHeaders(request.headers, requestHeaders) };
    const own = responseHeaders === undefined ? [] : [responseHeaders];
    return { ...before, request, responseEdits: [...own, ...shared, ...before.responseEdits] };
  }

  private holds(text: string, request: RequestFacts): boolean {
    let condition = this.conditions.get(text);
    if (condition === undefined) {
      condition = checkedCondition(text);
      this.conditions.set(text, condition);
    }
    let unknown: string | undefined;
    const answer = evaluate(condition, request, (acl) => {
      const assumed = this.rawAcls.get(acl);
      if (assumed === undefined) unknown ??= acl;
      return assumed;
    });
    if (answer === undefined) this.asked ??= unknown;
    return answer ?? false;
  }
}

/** The cookie by which a client will stay with the route it was given; none where a condition always gives it. */
function cookieOf({ stickyCookie, pool }: RoutingTable, { route, reason }: Decision): readonly SetCookie[] {
  const free =
    reason.kind === "weight" || reason.kind === "only" || (reason.kind === "condition" && reason.strength !== whole);
  if (stickyCookie === undefined || route === undefined || !free) return [];
  return pool.some((one) => one.route === route) ? [{ name: stickyCookie, value: stickyValue(route) }] : [];
}

function ownAnswer(target: Answer | Redirect, request: RequestFacts, { mode, tls }: Entrance): End {
  if (mode === "tcp") return { kind: "closed" };
  if (target.kind === "answer") return answerOf(target);
  const location = redirectLocation(target, request, tls === undefined ? "http" : "https");
  return { kind: "redirect", status: target.status, location };
}

function answerOf({ status, reason, contentType = "text/plain", headers = {}, body = "" }: Answer): End {
  const told = reason === undefined ? [] : [["x-vamp-reason", reason] as const];
  const empty = body === "" || (typeof status === "number" && bodiless.has(status));
  const type = empty ? [] : [["content-type", knownText(contentType)] as const];
  const lines = editHeaders([...type, ...told], { set: headers });
  return { kind: "answer", status, headers: lines, body: empty ? undefined : body };
}

/** Every name by which a test may ask for something that lies behind an entrance. */
function reachableNames(entrance: Entrance, { behind }: SimulationOptions): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Entrance>();
  const open = [entrance];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const tables = tablesOf(next);
    const targets = targetsOf(tables);
    for (const table of [...tables, ...targets]) {
      if (table.kind !== "table") continue;
      names.add(table.gateway);
      for (const { route } of [...table.conditions, ...table.pool]) names.add(route);
    }
    for (const backend of targets) {
      if (backend.kind !== "backend") continue;
      const next = behind?.(backend);
      for (const name of next === undefined ? namesOf(backend) : [backend.title]) names.add(name);
      if (next !== undefined) open.push(next);
    }
  }
  return names;
}

function onlyOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
