/** Nobody mistypes a name longer than this; comparing two of them would take time with the square of their length. */
const longest = 100;
/** Candidates that are looked at. In a document with thousands of wrong names, looking at all would take minutes. */
const mostCandidates = 1000;

/**
 * The candidate that a mistyped name most likely meant: the one that takes the fewest letters to add, remove, change or
 * swap, upper and lower case alike, and the first of several such. Undefined when every candidate differs in more than
 * a third of the name (but one letter may always differ). Names over 100 letters and candidates after the first
 * thousand are not looked at.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const most = Math.max(1, Math.floor(name.length / 3));
  let looked = 0;
  const wanted = name.toLowerCase();
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (++looked > mostCandidates) break;
    // A name much longer than the candidate is not close to it, and comparing the two would only take time.
    if (Math.abs(candidate.length - name.length) > most) continue;
    const limit = best === undefined ? most : best.distance - 1;
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance <= limit) best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * Letters to add, remove, change, or swap with their neighbour, to make one word of the other; infinite as soon as they
 * are certain to be more than `limit`.
 */
function editDistance(from: string, to: string, limit: number): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = at(last, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped =
        from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(at(last, j) + 1, at(current, j - 1) + 1, changed, swapped));
    }
    if (Math.min(...current) > limit) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}
