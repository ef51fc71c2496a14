import { expect, it } from "vitest";
import { campaign } from "../fuzz/campaign.js";
import { targets } from "../fuzz/targets.js";

// `make fuzz` runs a million of these, and looks at time and memory.
it.each([
  ["documents", targets.documents, 1500],
  ["conditions", targets.conditions, 3000],
  ["references", targets.references, 3000],
  ["selectors", targets.selectors, 3000],
  ["manifests", targets.manifests, 300],
] as const)("%s, mutated anyhow, are read or refused and never throw", (_, target, runs) => {
  expect(() => campaign(target, 0, runs)).not.toThrow();
});
