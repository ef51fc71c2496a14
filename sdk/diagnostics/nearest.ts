/**
 * The candidate that a mistyped name most likely meant: the one that takes the fewest letters to add, remove, change or
 * swap, upper and lower case alike. Undefined when every candidate differs in more than a third of the name.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  const wanted = name.toLowerCase();
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    // A name much longer than the candidate is not close to it, and comparing the two would only take time.
    if (Math.abs(candidate.length - name.length) > most) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= Math.min(most, (best?.distance ?? Number.POSITIVE_INFINITY) - 1)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** Letters to add, remove, change, or swap with their neighbour, to make one word of the other. */
function editDistance(from: string, to: string): number {
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
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}
