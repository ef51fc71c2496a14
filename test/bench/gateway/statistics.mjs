/** The middle one of some values, the lower of two. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** The median of each property of some results. */
export function medians(results) {
  const names = Object.keys(results[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(results.map((result) => result[name]))]));
}

/** How far values are from each other: half of the range, as a share of the median. */
export function noise(values) {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}
