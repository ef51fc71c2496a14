import type { Problems } from "../diagnostics/problem.js";
import { locationOf } from "../reading/places.js";
import type { HttpMatch, HttpRoute, HttpRule } from "./manifests.js";
import { namespaceOf } from "./manifests.js";

/** One match of a rule; a rule without any has one that takes everything. */
export interface RuleMatch {
  readonly route: HttpRoute;
  readonly rule: HttpRule;
  /** Of the rule in its route, from 0. */
  readonly index: number;
  readonly match: HttpMatch;
}

/** All matches of a route, in their order. */
export function matchesOf(route: HttpRoute): readonly RuleMatch[] {
  return (route.spec.rules ?? [{}]).flatMap((rule, index) => {
    const matches: readonly HttpMatch[] = rule.matches ?? [];
    return (matches.length === 0 ? [{}] : matches).map((match) => ({ route, rule, index, match }));
  });
}

/**
 * Orders matches as the Gateway API says which of several counts: an exact path, then a regular expression (of which it
 * does not say), then the longest beginning; then a method, most headers, most parameters; then the oldest route, the first
 * by name, and the first rule.
 */
export function strongerFirst(one: RuleMatch, other: RuleMatch): number {
  const [a, b] = [strength(one.match), strength(other.match)];
  for (const [index, value] of a.entries()) if (value !== b[index]) return (b[index] ?? 0) - value;
  return compare(age(one.route), age(other.route)) || compare(nameOf(one.route), nameOf(other.route));
}

function strength({ path, method, headers = [], queryParams = [] }: HttpMatch): readonly number[] {
  const { type = "PathPrefix", value = "/" } = path ?? {};
  const kind = type === "Exact" ? 2 : type === "RegularExpression" ? 1 : 0;
  return [kind, value.length, method === undefined ? 0 : 1, headers.length, queryParams.length];
}

/** When a route was made; one of which nobody knows was made last. */
function age({ metadata }: HttpRoute): string {
  return metadata.creationTimestamp ?? "9";
}

function nameOf(route: HttpRoute): string {
  return `${namespaceOf(route)}/${route.metadata.name}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The path that a match is for, where it is the beginning of one; undefined otherwise. */
export function prefixOf({ path }: HttpMatch): string | undefined {
  const { type = "PathPrefix", value = "/" } = path ?? {};
  return type === "PathPrefix" ? value : undefined;
}

/** A condition for requests that one of some matches is for; undefined when one is for all. */
export function conditionOf(matches: readonly HttpMatch[], problems: Problems): string | undefined {
  const conditions = matches.map((match) => testsOf(match, problems));
  if (conditions.some((tests) => tests.length === 0)) return undefined;
  const [only, ...more] = conditions.map((tests) => tests.join(" and "));
  if (more.length === 0) return only;
  return conditions.map((tests) => (tests.length > 1 ? `(${tests.join(" and ")})` : tests[0])).join(" or ");
}

function testsOf(match: HttpMatch, problems: Problems): readonly string[] {
  const { method, headers = [], queryParams = [] } = match;
  for (const { type = "Exact", name } of [...headers, ...queryParams])
    if (type !== "Exact")
      problems.error(
        "NotSupportedYet",
        locationOf(match),
        `\`${name}\` is compared with a regular expression, which is not supported yet`,
        { expected: "`type: Exact`" },
      );
  return [
    ...pathTest(match),
    ...(method === undefined ? [] : [`method == ${word(method)}`]),
    ...firsts(headers, (name) => name.toLowerCase()).map(({ name, value }) => `header ${word(name)} == ${word(value)}`),
    ...firsts(queryParams, (name) => name).map(({ name, value }) => queryTest(name, value)),
  ];
}

function pathTest({ path }: HttpMatch): readonly string[] {
  const { type = "PathPrefix", value = "/" } = path ?? {};
  if (type === "Exact") return [`path == ${word(value)}`];
  // The whole path has to fit, as in most implementations: the Gateway API leaves it to them.
  if (type === "RegularExpression") return [`path ~ ${word(`^(?:${value})$`)}`];
  return value === "/" ? [] : [`path starts with ${word(value)}`];
}

/** Conditions see what stands in the URL, where some characters may be written in two ways. */
function queryTest(name: string, value: string): string {
  const test = (written: string) => `query ${word(name)} == ${word(written)}`;
  const encoded = encodeURIComponent(value);
  if (encoded === value) return test(value);
  const plain = /^[\x21\x22\x24\x25\x27-\x3a\x3c-\x3e\x40-\x7e]+$/.test(value);
  return plain ? `(${test(value)} or ${test(encoded)})` : test(encoded);
}

/** Of tests of the same name only the first counts. */
function firsts<T extends { readonly name: string }>(tests: readonly T[], key: (name: string) => string): readonly T[] {
  return tests.filter((test, index) => tests.findIndex((one) => key(one.name) === key(test.name)) === index);
}

/** A name or a value in a condition. */
function word(text: string): string {
  return /^[\w./%+*:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
