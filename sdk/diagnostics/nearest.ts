/** The candidate that a mistyped name most likely meant; undefined when none is close. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  for (const candidate of candidates)
    if (candidate.length - name.length <= most && candidate.toLowerCase() === name.toLowerCase()) best = candidate;
  return best;
}
