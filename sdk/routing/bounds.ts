import { Share } from "./share.js";

/** Of how many requests something is certain at least, and at most. */
export interface Range {
  readonly least: Share;
  readonly most: Share;
}

/** Where some requests end, by name, and how many of each of them: no more ends are possible. */
export type Bounds = ReadonlyMap<string, Range>;

/** All requests end at one place. */
export function only(end: string): Bounds {
  return new Map([[end, { least: Share.all, most: Share.all }]]);
}

const never: Range = { least: Share.none, most: Share.none };

/** What is true whichever of some alternatives is: they are all that there are. */
export function whichever(alternatives: readonly Bounds[]): Bounds {
  return combined(alternatives, (one, other) => ({
    least: smaller(one.least, other.least),
    most: one.most === smaller(one.most, other.most) ? other.most : one.most,
  }));
}

/** What is true of requests of which each part is bounded; a part of unknown size may be none or all. */
export function together(parts: readonly { readonly share: Share | undefined; readonly bounds: Bounds }[]): Bounds {
  const scaled = parts.map(({ share, bounds }): Bounds => {
    const part = (range: Range) => ({
      least: share === undefined ? Share.none : share.times(range.least),
      most: share === undefined ? range.most : share.times(range.most),
    });
    return new Map([...bounds].map(([end, range]) => [end, part(range)]));
  });
  const sum = (one: Share, other: Share) => smaller(one.plus(other), Share.all);
  return combined(scaled, (one, other) => ({ least: sum(one.least, other.least), most: sum(one.most, other.most) }));
}

function combined(all: readonly Bounds[], both: (one: Range, other: Range) => Range): Bounds {
  const ends = new Set(all.flatMap((bounds) => [...bounds.keys()]));
  return new Map([...ends].map((end) => [end, all.map((bounds) => bounds.get(end) ?? never).reduce(both)]));
}

function smaller(one: Share, other: Share): Share {
  return other.isLessThan(one) ? other : one;
}
