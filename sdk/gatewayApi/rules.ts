import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import type { Location } from "../reading/source.js";
import { formatDuration } from "../units/duration.js";
import { backendsOf, type InnerRoutes } from "./backends.js";
import { failed, needsPrefix, settingsOf } from "./filters.js";
import type { HttpRule, Manifests } from "./manifests.js";
import { conditionOf, prefixOf, type RuleMatch } from "./matches.js";

/** What rules are translated with. */
export interface RuleContext {
  readonly manifests: Manifests;
  readonly port: number;
  readonly clusterDomain: string;
}

/** A route in the language of gateways, and where it comes from. */
export interface TranslatedRoute {
  readonly name: string;
  readonly settings: object;
  readonly location: Location;
}

/** Time after which nobody waits any more where the Gateway API says that there is no end: HAProxy can count to 24 days. */
const noEnd = "576h";

/**
 * The routes that some matches become, in their order. Matches of one rule in a row are one route; behind one that takes
 * everything there is nothing left to take.
 */
export function routesOf(
  matches: readonly RuleMatch[],
  context: RuleContext,
  problems: Problems,
): readonly TranslatedRoute[] {
  const routes = new Map<string, TranslatedRoute>();
  for (const group of groupsOf(matches)) {
    const [first] = group;
    if (first === undefined) continue;
    const condition = conditionOf(
      group.map(({ match }) => match),
      problems,
    );
    const name = nameFor(first, routes);
    const settings = { ...(condition !== undefined && { condition }), ...whatRuleDoes(first, context, problems) };
    routes.set(name, { name, settings, location: locationIn(first) });
    if (condition === undefined) break;
  }
  return [...routes.values()];
}

function locationIn({ route, rule }: RuleMatch): Location {
  return locationOf(route.spec.rules === undefined ? route.spec : rule);
}

function groupsOf(matches: readonly RuleMatch[]): readonly (readonly RuleMatch[])[] {
  const groups: RuleMatch[][] = [];
  for (const one of matches) {
    const last = groups.at(-1)?.[0];
    if (last !== undefined && last.rule === one.rule && doTheSame(last, one)) groups.at(-1)?.push(one);
    else groups.push([one]);
  }
  return groups;
}

function doTheSame(one: RuleMatch, other: RuleMatch): boolean {
  const { filters = [], backendRefs = [] } = one.rule;
  const all = [...filters, ...backendRefs.flatMap((reference) => reference.filters ?? [])];
  return !all.some(needsPrefix) || prefixOf(one.match) === prefixOf(other.match);
}

function nameFor({ route, rule, index }: RuleMatch, taken: ReadonlyMap<string, TranslatedRoute>): string {
  const alone = route.spec.rules === undefined || route.spec.rules.length === 1;
  const name = alone ? route.metadata.name : `${route.metadata.name}-${rule.name ?? index + 1}`;
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name}.${number}`;
    if (!taken.has(one)) return one;
  }
}

function whatRuleDoes({ route, rule, match }: RuleMatch, context: RuleContext, problems: Problems): object {
  const { filters = [], backendRefs = [] } = rule;
  const within = { ...context, route, prefix: prefixOf(match) };
  const { redirect, answer, ...edits } = settingsOf(filters, within, problems);
  if (answer !== undefined) return { answer };
  if (redirect !== undefined) return { redirect };
  const backends = backendsOf(backendRefs, within, problems);
  if (backends === undefined) return { answer: failed };
  return { ...edits, ...timeouts(rule, problems), routes: shortened(backends) };
}

/** A backend about which there is nothing to say is only named. */
function shortened(backends: InnerRoutes): InnerRoutes | string {
  const [[path, settings] = ["", {}], ...more] = Object.entries(backends);
  return more.length === 0 && Object.keys(settings).length === 0 ? path : backends;
}

function timeouts({ timeouts }: HttpRule, problems: Problems): object {
  const { request, backendRequest } = timeouts ?? {};
  const given = [backendRequest, request].flatMap((text) => (text === undefined ? [] : [milliseconds(text)]));
  if (given.length === 0) return {};
  if (timeouts !== undefined && given.includes(undefined))
    problems.error("InvalidValue", locationOf(timeouts), "this is not a time of the Gateway API", {
      expected: "`500ms`, `10s` or `1m30s`",
    });
  const ends = given.flatMap((time) => (time === undefined || time === 0 ? [] : [time]));
  return { timeouts: { request: ends.length === 0 ? noEnd : formatDuration(Math.min(...ends)) } };
}

/** A time as the Gateway API writes it (GEP-2257); undefined for another text. */
function milliseconds(text: string): number | undefined {
  const match = /^(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?(?:(\d{1,5})ms)?$/.exec(text);
  if (match === null || text === "") return undefined;
  const [hours, minutes, seconds, rest] = match.slice(1).map((part) => Number(part ?? 0));
  return (hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000 + (seconds ?? 0) * 1000 + (rest ?? 0);
}
