import { extremes, mutate, Random } from "./mutations.js";
import type { Target } from "./targets.js";

/** A text that was read wrongly, and how to come back to it. */
export class FuzzFailure extends Error {
  constructor(
    readonly seed: number,
    readonly text: string,
    reason: unknown,
  ) {
    const shown = text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text;
    super(
      `seed ${seed}: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n${JSON.stringify(shown)}`,
    );
    this.name = "FuzzFailure";
  }
}

/** The text of a seed: a mutated one, and now and then one that is made to hurt. */
export function textOf(seed: number, { seeds }: Target): string {
  const random = new Random(seed);
  const start = random.below(20) === 0 ? extremes(random) : random.of(seeds);
  return random.below(50) === 0 ? start : mutate(start, seeds, random);
}

/** Runs a target on the texts of many seeds. `watch` sees each one before it is run. */
export function campaign(
  target: Target,
  from: number,
  to: number,
  watch?: (run: () => void, text: string) => void,
): void {
  for (let seed = from; seed < to; seed++) {
    const text = textOf(seed, target);
    try {
      if (watch === undefined) target.run(text);
      else watch(() => target.run(text), text);
    } catch (error) {
      throw new FuzzFailure(seed, text, error);
    }
  }
}
