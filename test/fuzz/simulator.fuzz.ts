import { expect, it } from "vitest";
import { compare } from "../end-to-end/simulator/comparison.js";

/** All, or as many times fewer as FUZZ_SHARE says. */
const share = Number(process.env.FUZZ_SHARE ?? "1");
const first = Number(process.env.FUZZ_SEED ?? "1000000");

/** Each with an HAProxy of its own. */
const rounds = Math.ceil(8 * share);

it(`the simulator and a real HAProxy agree about ${(rounds * 2_500).toLocaleString("en")} pairs of listeners and requests`, async () => {
  for (let round = 0; round < rounds; round++) {
    const seed = first + round;
    const { pairs, sent, disagreements, seen } = await compare({ seed, listeners: 100, requests: 25, repeated: 60 });
    console.log(
      `simulator: seed ${seed}, ${pairs} pairs, ${sent.toLocaleString("en")} requests, ${disagreements.length} disagreements`,
    );
    expect(disagreements.slice(0, 3).join("\n\n")).toBe("");
    expect(Object.entries(seen).filter(([, count]) => count < pairs / 20)).toEqual([]);
  }
});
