import type { RequestFacts } from "../conditions/request.js";
import type { Bounds, Range } from "../routing/bounds.js";
import { classesOf, exampleIn } from "../routing/classes.js";
import { preflightAnswered } from "../routing/ends.js";
import type { Distribution } from "../routing/program.js";
import type { Share } from "../routing/share.js";
import { Share as Shares } from "../routing/share.js";
import type { Entrance } from "../routing/simulate.js";
import { metBy, Names, type Part } from "./who.js";

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
  const parts = classes.map((one): Told<EndChange> => {
    const [was = nowhere, is = nowhere] = one.ends;
    const ends = endsOf(was, is, (some, end) => (some.has(end) ? some.get(end) : Shares.none));
    const key = ends.map(({ end, before, after }) => [end, before?.fraction, after?.fraction]);
    return { answers: one.answers, ends, change: ends.every(unchanged) ? same(ends) : JSON.stringify(key) };
  });
  const bounded = groups.map((one): Told<EndBounds> => {
    const [was = nowhereAtAll, is = nowhereAtAll] = one.bounds;
    const ends = endsOf(was, is, (some, end) => some.get(end) ?? never);
    const key = ends.map(({ end, before, after }) => [end, fractions(before), fractions(after)]);
    return { answers: one.answers, ends, change: JSON.stringify(key) };
  });
  const names = new Names([...parts, ...bounded]);
  const changed = parts.filter(({ ends }) => !ends.every(unchanged));
  const uncertain = bounded.filter(({ ends }) => !ends.every(surelyUnchanged));
  return {
    affected: alike(changed, (one) => names.of(one)),
    classes: classes.length,
    grouped: alike(uncertain, (one) => metBy(one) || "all others"),
  };
}

/** Some requests, and where they end. */
interface Told<E> extends Part {
  readonly ends: readonly E[];
}

/** What an agent answers before and after, a preflight, counts for nobody. */
function same(ends: readonly EndChange[]): string | undefined {
  return ends.every(({ end }) => end === preflightAnswered) ? undefined : "same";
}

/** Requests whose ends change in the same way, together. */
function alike<E>(all: readonly Told<E>[], words: (one: Part) => string) {
  const groups = new Map<string | undefined, { readonly ends: readonly E[]; readonly members: Part[] }>();
  for (const one of all) {
    const group = groups.get(one.change) ?? { ends: one.ends, members: [] };
    group.members.push(one);
    groups.set(one.change, group);
  }
  return [...groups.values()].map(({ ends, members }) => {
    const [first] = members;
    return { who: members.map(words), example: first && exampleIn(first), ends };
  });
}

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
