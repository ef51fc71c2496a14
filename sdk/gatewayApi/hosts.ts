/** A host name, `*.` and the end of host names, or undefined for every host. */
export type Hostname = string | undefined;

/** True when every host that `inner` means is one that `outer` means. */
export function covers(outer: Hostname, inner: Hostname): boolean {
  if (outer === undefined || outer === inner) return true;
  if (inner === undefined || !outer.startsWith("*.")) return false;
  return inner.replace(/^\*/, "").endsWith(outer.slice(1));
}

/** The hosts that both mean: none, or those of the narrower one. */
export function intersection(one: Hostname, other: Hostname): readonly Hostname[] {
  if (covers(one, other)) return [other];
  return covers(other, one) ? [one] : [];
}

/** Orders the narrower first: names, then the longest `*.…`, then every host. */
export function narrowerFirst(one: Hostname, other: Hostname): number {
  const rank = (host: Hostname) => (host === undefined ? 0 : host.startsWith("*.") ? 1 : 2);
  return rank(other) - rank(one) || (other?.length ?? 0) - (one?.length ?? 0);
}
