/** An order in which things can be made, and what can be in none. */
export interface Order {
  /** Every name that needs no circle, after all the names it needs. */
  readonly names: readonly string[];
  /** Circles, each from a name back to the same name. Every circle has a name in common with one of these. */
  readonly circles: readonly (readonly string[])[];
}

/**
 * Puts names in an order in which each comes after those it needs; needed names that are no keys are left out. Time is
 * linear, and chains of any length take no stack.
 */
export function orderByNeeds(needs: ReadonlyMap<string, readonly string[]>): Order {
  const names: string[] = [];
  const circles: string[][] = [];
  /** False for names that lead into a circle. */
  const finished = new Map<string, boolean>();

  for (const start of needs.keys()) {
    // The way from the start to where we are, each name with those of its needs that are still to be looked at.
    const way = new Map<string, Iterator<string>>();
    const steps: string[] = [];
    const enter = (name: string) => {
      way.set(name, (needs.get(name) ?? []).values());
      steps.push(name);
    };
    if (!finished.has(start)) enter(start);
    for (let here = steps.at(-1); here !== undefined; here = steps.at(-1)) {
      const next = way.get(here)?.next();
      if (next === undefined || next.done) {
        steps.pop();
        way.delete(here);
        finished.set(here, true);
        names.push(here);
      } else if (way.has(next.value) || finished.get(next.value) === false) {
        if (way.has(next.value)) circles.push([...steps.slice(steps.indexOf(next.value)), next.value]);
        // All of the way leads into the circle. Leaving it at once keeps the circles short in total.
        for (const step of steps) finished.set(step, false);
        break;
      } else if (needs.has(next.value) && !finished.has(next.value)) enter(next.value);
    }
  }
  return { names, circles };
}
