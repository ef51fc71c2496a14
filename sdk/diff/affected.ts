import type { RequestFacts } from "../conditions/request.js";
import type { Bounds, Range } from "../routing/bounds.js";
import { classesOf, exampleIn, type RequestClass } from "../routing/classes.js";
import type { Distribution } from "../routing/program.js";
import type { Share } from "../routing/share.js";
import { Share as Shares } from "../routing/share.js";
import type { Entrance } from "../routing/simulate.js";

/** Requests that a change sends elsewhere, all in the same way. */
export interface Affected {
  /** In words, one text for each class of them. */
  readonly who: readonly string[];
  /** One such request; undefined when none was found. */
  readonly example: RequestFacts | undefined;
  readonly ends: readonly EndChange[];
}

/** How many of some requests end somewhere. */
export interface EndChange {
  readonly end: string;
  /** Undefined where it is not known yet. */
  readonly before: Share | undefined;
  readonly after: Share | undefined;
}

/** Requests of which only bounds are told, for they are of too many classes. */
export interface Grouped {
  /** In words, one text for each group. */
  readonly who: readonly string[];
  /** One such request; undefined when none was found. */
  readonly example: RequestFacts | undefined;
  readonly ends: readonly EndBounds[];
}

/** How many of some requests end somewhere, at least and at most. */
export interface EndBounds {
  readonly end: string;
  readonly before: Range;
  readonly after: Range;
}

/** Who is affected by the change of a gateway, and how. */
export interface Effect {
  readonly affected: readonly Affected[];
  /** How many classes of requests are told apart. */
  readonly classes: number;
  /** Who may be affected besides; empty unless there are too many classes. */
  readonly grouped: readonly Grouped[];
}

/** Compares a gateway before and after, class by class. */
export function effectOf(before: Entrance | undefined, after: Entrance | undefined, mostClasses?: number): Effect {
  const { classes, groups } = classesOf([before, after], mostClasses);
  const changed = classes.flatMap((one) => {
    const [was = nowhere, is = nowhere] = one.ends;
    const ends = endsOf(was, is, (some, end) => (some.has(end) ? some.get(end) : Shares.none));
    if (ends.every((end) => unchanged(end))) return [];
    return [{ key: ends.map(({ end, before, after }) => [end, before?.fraction, after?.fraction]), ends, one }];
  });
  const bounded = groups.flatMap((one) => {
    const [was = nowhereAtAll, is = nowhereAtAll] = one.bounds;
    const ends = endsOf(was, is, (some, end) => some.get(end) ?? never);
    if (ends.every((end) => surelyUnchanged(end))) return [];
    return [{ key: ends.map(({ end, before, after }) => [end, fractions(before), fractions(after)]), ends, one }];
  });
  return { affected: alike(changed, inWords), classes: classes.length, grouped: alike(bounded, groupInWords) };
}

/** Requests whose ends change in the same way, together. */
function alike<E>(
  all: readonly { readonly key: unknown; readonly ends: E; readonly one: Answers }[],
  words: (one: Answers) => string,
) {
  const groups = new Map<string, { readonly ends: E; readonly members: Answers[] }>();
  for (const { key, ends, one } of all) {
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { ends, members: [] };
    group.members.push(one);
    groups.set(text, group);
  }
  return [...groups.values()].map(({ ends, members }) => {
    const [first] = members;
    return { who: members.map(words), example: first && exampleIn(first), ends };
  });
}

type Answers = Pick<RequestClass, "answers">;

const nowhere: Distribution = new Map();
const nowhereAtAll: Bounds = new Map();
const never: Range = { least: Shares.none, most: Shares.none };

/** Each end of which something is said before or after, with both. */
function endsOf<M extends ReadonlyMap<string, unknown>, V>(was: M, is: M, of: (ends: M, end: string) => V) {
  return [...new Set([...was.keys(), ...is.keys()])].map((end) => ({ end, before: of(was, end), after: of(is, end) }));
}

/** What is not known yet on either side is taken for a change. */
function unchanged({ before, after }: EndChange): boolean {
  return before !== undefined && after !== undefined && before.equals(after);
}

/** Bounds that leave room may be the same before and after, and hold requests that are affected. */
function surelyUnchanged({ before, after }: EndBounds): boolean {
  return [before.most, after.least, after.most].every((share) => share.equals(before.least));
}

const fractions = ({ least, most }: Range) => [least.fraction, most.fraction];

/** The requests of a class, for people: what they meet. What they do not meet is left out, for it was asked before. */
function inWords({ answers }: Answers): string {
  const met = metBy({ answers });
  if (met !== "") return met;
  if (answers.length === 0) return "everybody";
  const cookies = answers.some(({ question }) => question.about === "cookie");
  const conditions = answers.some(({ question }) => question.about === "condition");
  const missing = [...(conditions ? ["match no condition"] : []), ...(cookies ? ["have no cookie of a route"] : [])];
  return `all that ${missing.join(" and ")}`;
}

/** The requests of a group, which were not asked everything. */
function groupInWords(group: Answers): string {
  return metBy(group) || "all others";
}

function metBy({ answers }: Answers): string {
  return answers
    .filter(({ holds }) => holds)
    .map(({ question }) => question.text)
    .join(", and ");
}
