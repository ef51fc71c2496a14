import { checkedCondition } from "../conditions/parse.js";
import { formulaKey, simplify } from "../conditions/simplify.js";
import { Later, type Leaf } from "../later.js";
import { endInShort, endName, preflightAnswered } from "../routing/ends.js";
import { Share } from "../routing/share.js";
import { noRoute } from "../routing/table.js";
import type { Affected } from "./affected.js";
import type { GatewayDiff } from "./diff.js";
import type { Judged, Refusal } from "./gates.js";
import type { RouteChange, RouteState } from "./routes.js";
import { backendsOf } from "./tables.js";
import { isNewRoute, wasThere } from "./versions.js";
import { shareInWords, whoInWords } from "./words.js";

/**
 * Shares that grow by more than they may: what routes say, and what then happens to requests, class by class, for a
 * condition may be written anew, or another one be in its way.
 */
export function stepRefusals(gateway: GatewayDiff, judged: Judged, most: number): readonly Refusal[] {
  if (gateway.before === undefined) return [];
  const said = gateway.routes.flatMap((change) => {
    const messages = grownSayings(change, gateway, judged, most);
    return messages.length === 0 ? [] : [{ change, messages }];
  });
  // What grows because of such a route needs no further words.
  const explained = new Set(said.flatMap(({ change }) => [...change.backends]));
  const happens = grownShares(gateway, judged, most).filter(({ end }) => !explained.has(end));
  return [...said.flatMap(({ messages }) => messages), ...happens.map(({ message }) => message)].map((message) => ({
    gate: "max-step",
    gateway: gateway.name,
    message: `${message}; at most by ${most / 100} points at once`,
  }));
}

/** The weight and the strengths of a route, as far as they grow too much. */
function grownSayings(change: RouteChange, gateway: GatewayDiff, judged: Judged, most: number): readonly string[] {
  const { route, before: was, after: is, most: part } = change;
  // The first share of a new version is a matter of its own.
  if (is === undefined || isNewRoute(change, gateway, judged)) return [];
  // Where only bounds are told of some requests, what cannot be found before counts as new.
  const unknown = gateway.grouped.length > 0;
  // Of a route that was called otherwise, the classes of requests tell more.
  const weight = { what: "its weight", from: was?.weight ?? 0, to: is.weight ?? 0 };
  const grown = [
    ...(was === undefined && !unknown ? [] : [weight]),
    ...is.conditions.map(({ condition, strength }) => ({
      what: `the strength of \`${condition}\``,
      from: strengthOf(condition, was) ?? (unknown ? 0 : strength),
      to: strength,
    })),
  ];
  return grown.flatMap(({ what, from, to }): readonly string[] => {
    if (from instanceof Later || to instanceof Later || Math.round((to - from) * part) <= most) return [];
    return [`${route}: ${what} grows from ${shareInWords(from)} to ${shareInWords(to)}`];
  });
}

/** The strength of a condition that means the same, however it is written. */
function strengthOf(condition: string, was: RouteState | undefined): Leaf<number> | undefined {
  const meaning = meaningOf(condition);
  return was?.conditions.find((one) => one.condition === condition || meaningOf(one.condition) === meaning)?.strength;
}

function meaningOf(condition: string): string {
  return formulaKey(simplify(checkedCondition(condition)));
}

/** For each end the class of requests whose share there grows most, where it grows too much. */
function grownShares(
  gateway: GatewayDiff,
  judged: Judged,
  most: number,
): readonly { readonly end: string; readonly message: string }[] {
  const isVersion = backendsOf(gateway.after);
  const grown = new Map<string, { readonly by: number; readonly message: string }>();
  for (const one of gateway.affected) {
    if (wasForNobody(one, gateway)) continue;
    for (const change of one.ends) {
      const { end, before, after } = change;
      if (before === undefined || after === undefined || !before.plus(Share.of(most)).isLessThan(after)) continue;
      if (end === preflightAnswered || (isVersion.has(end) && !wasThere(end, gateway, judged))) continue;
      const by = after.number - before.number;
      if (by <= (grown.get(end)?.by ?? 0)) continue;
      const message = `${endInShort(end)}: its share grows from ${before} to ${after} (${whoInWords(one)})`;
      grown.set(end, { by, message });
    }
  }
  return [...grown].map(([end, { message }]) => ({ end, message }));
}

/** True for requests to hosts for which the gateway did not answer before: nothing is taken from anybody. */
function wasForNobody({ ends }: Affected, { before }: GatewayDiff): boolean {
  if (before === undefined || before.table.pool.length > 0 || before.table.conditions.length > 0) return false;
  const refused = endName(before.table.otherwise ?? noRoute);
  return ends.some(({ end, before: was }) => end === refused && was?.equals(Share.all));
}
