import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

const older = deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 }));
const newer = deploy(shopBlueprint({ "1.1.0": 50, "1.2.0": 50 }));

/** What is there; the agent's configuration has the Namespace in it, so that its hash is another in each stack. */
function madeOf(stack: Stack): readonly object[] {
  const text = JSON.stringify(stack.made());
  const [, hash = ""] = /"VAMP_CONFIG","value":"([0-9a-f]{10})"/.exec(text) ?? [];
  expect(hash).not.toBe("");
  return JSON.parse(text.replaceAll(hash, "(hash)")) as readonly object[];
}

/**
 * Kills the engine in the middle of an update: the next one makes exactly what an update that nobody disturbed makes.
 * @param moments numbers of steps after which the engine is killed: of a first update, and of one that changes versions
 */
export function describeInterruptions(moments: { readonly first: number[]; readonly later: number[] }): void {
  describe("an engine that is killed at work leaves nothing that the next up does not put right", () => {
    const whole = new Stack("whole");
    const wanted = new Map<string, readonly object[]>();
    afterAll(() => whole.dispose());

    beforeAll(async () => {
      for (const program of [older, newer]) {
        await whole.up(program);
        wanted.set(program, madeOf(whole));
      }
      expect(wanted.get(older)).not.toEqual(wanted.get(newer));
    });

    async function expectRecovery(stack: Stack, program: string, steps: number): Promise<void> {
      stack.setProgram(program);
      expect(await stack.interruptUp(steps)).toBe(true);
      stack.unlock();
      await stack.up(program);
      expect(madeOf(stack)).toEqual(wanted.get(program));
      expect(sendRequests(await stack.serviceUrl("shop-9050"), 100).failed).toBe(0);
      await stack.expectNoChanges();
    }

    it.each(moments.first)("at step %i of the first up", async (step) => {
      const stack = new Stack("killed");
      try {
        await expectRecovery(stack, older, step);
      } finally {
        stack.dispose();
      }
    });

    it.each(moments.later.map((step, index) => [step, index % 2 === 0 ? older : newer] as const))(
      "at step %i of an update",
      (step, program) => expectRecovery(whole, program, step),
    );
  });
}
