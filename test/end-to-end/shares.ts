import { expect } from "vitest";
import type { Asked, Stage } from "./agent.js";

/** How many requests each backend answered, by its name; those that none answered by status and reason. */
export type Answers = Readonly<Record<string, number>>;

/** How requests are sent whose answers are counted. */
export interface Asking extends Pick<Asked, "headers"> {
  /** How many are on their way at the same time. Default: 32. */
  readonly clients?: number;
  /** True for a connection of its own for each. */
  readonly fresh?: boolean;
}

/** Sends so many requests, to some ports in turn, and gives what came of them at each. */
export async function count(
  stage: Stage,
  ports: readonly number[],
  requests: number,
  { headers = {}, clients = 32, fresh = false }: Asking = {},
): Promise<readonly Answers[]> {
  const answers = ports.map((port) => ({ port, counts: new Map<string, number>() }));
  let sent = 0;
  const client = async () => {
    while (sent < requests) {
      const at = answers[sent++ % answers.length];
      if (at === undefined) throw new Error("there is a port to ask");
      const { seen, status, headers: told } = await stage.ask(at.port, { headers }, fresh);
      const answer = seen?.server ?? [status, told["x-vamp-reason"]].join(" ");
      at.counts.set(answer, (at.counts.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return answers.map(({ counts }) => Object.fromEntries(counts));
}

/** All answers of several. */
export function sum(all: readonly Answers[]): Answers {
  const names = [...new Set(all.flatMap((one) => Object.keys(one)))];
  const total = (name: string) => all.reduce((before, one) => before + (one[name] ?? 0), 0);
  return Object.fromEntries(names.map((name) => [name, total(name)]));
}

/** Holds that each got its share, within some requests, and nobody else anything. */
export function expectShares(answers: Answers, shares: Answers, within = 2): void {
  const all = Object.values(answers).reduce((before, one) => before + one, 0);
  for (const [name, share] of Object.entries(shares)) {
    const off = Math.abs((answers[name] ?? 0) - share * all);
    expect(off, `${name} in ${JSON.stringify(answers)}`).toBeLessThanOrEqual(within);
  }
  expect(Object.keys(answers).filter((name) => !(name in shares))).toEqual([]);
}
