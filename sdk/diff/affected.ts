import type { RequestFacts } from "../conditions/request.js";
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

/** Who is affected by the change of a gateway, and how. */
export interface Effect {
  readonly affected: readonly Affected[];
  /** How many classes of requests are told apart. */
  readonly classes: number;
  /** False when there would have been too many: some requests that may be affected are not told of. */
  readonly complete: boolean;
}

/** Compares a gateway before and after, class by class. */
export function effectOf(before: Entrance | undefined, after: Entrance | undefined, mostClasses?: number): Effect {
  const { classes, complete } = classesOf([before, after], mostClasses);
  const groups = new Map<string, { readonly ends: readonly EndChange[]; readonly members: RequestClass[] }>();
  for (const one of classes) {
    const [was = nowhere, is = nowhere] = one.ends;
    const ends = endChanges(was, is);
    if (ends.every((end) => unchanged(end))) continue;
    const key = JSON.stringify(ends.map(({ end, before, after }) => [end, before?.fraction, after?.fraction]));
    const group = groups.get(key) ?? { ends, members: [] };
    group.members.push(one);
    groups.set(key, group);
  }
  const affected = [...groups.values()].map(({ ends, members }) => {
    const [first] = members;
    return { who: members.map(inWords), example: first && exampleIn(first), ends };
  });
  return { affected, classes: classes.length, complete };
}

const nowhere: Distribution = new Map();

function endChanges(was: Distribution, is: Distribution): readonly EndChange[] {
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const share = (ends: Distribution, name: string) => (ends.has(name) ? ends.get(name) : Shares.none);
  return names.map((end) => ({ end, before: share(was, end), after: share(is, end) }));
}

/** What is not known yet on either side is taken for a change. */
function unchanged({ before, after }: EndChange): boolean {
  return before !== undefined && after !== undefined && before.equals(after);
}

/** The requests of a class, for people: what they meet. What they do not meet is left out, for it was asked before. */
function inWords({ answers }: RequestClass): string {
  const met = answers.filter(({ holds }) => holds).map(({ question }) => question.text);
  if (met.length > 0) return met.join(", and ");
  if (answers.length === 0) return "everybody";
  const cookies = answers.some(({ question }) => question.about === "cookie");
  const conditions = answers.some(({ question }) => question.about === "condition");
  const missing = [...(conditions ? ["match no condition"] : []), ...(cookies ? ["have no cookie of a route"] : [])];
  return `all that ${missing.join(" and ")}`;
}
