import { join } from "node:path";
import { root } from "./lab.js";

/** Options of the engine that have it ask this project's policy pack. */
export const pack = ["--policy-pack", join(root, "policies")] as const;

/** What the engine says of the pack: the level and the name of each rule that was broken, each once and in order. */
export function told(output: string): readonly string[] {
  const found = [...output.matchAll(/^ +- \[(\w+)\] +([a-z-]+) /gm)].map(([, level, name]) => `${level} ${name}`);
  return [...new Set(found)].sort();
}

/** What is wrong when the pack should have been asked and have nothing to say; undefined when nothing is. */
export function complaint(output: string): string | undefined {
  const broken = told(output);
  if (!output.includes("Loading policy packs")) return `the policy pack was not asked\n${output}`;
  return broken.length === 0 ? undefined : `the policy pack has something to say: ${broken.join(", ")}\n${output}`;
}
