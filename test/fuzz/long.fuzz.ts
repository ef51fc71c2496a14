import { describe, expect, it } from "vitest";
import { campaign } from "./campaign.js";
import { targets } from "./targets.js";

/** A million in all, or as many times fewer as FUZZ_SHARE says. */
const share = Number(process.env.FUZZ_SHARE ?? "1");
const first = Number(process.env.FUZZ_SEED ?? "1000000");

const counts = {
  documents: 500_000,
  conditions: 200_000,
  references: 200_000,
  selectors: 80_000,
  manifests: 20_000,
} as const;

/** Milliseconds that a kilobyte may take, and the time that any text may. */
const mostPerKilobyte = 50;

/** Megabytes that may be in use after a campaign, with what the tests themselves hold. */
const mostMegabytes = 400;

function measured(run: () => void): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

describe.each(Object.entries(counts))("%s", (name, whole) => {
  const count = Math.ceil(whole * share);
  it(`${count.toLocaleString("en")} mutated texts`, () => {
    const target = Object.entries(targets).find(([known]) => known === name)?.[1];
    if (target === undefined) throw new Error(`there is no target ${name}`);
    const began = Date.now();
    let slowest = { perKilobyte: 0, text: "" };
    let done = 0;
    campaign(target, first, first + count, (run, text) => {
      const kilobytes = Math.max(1, text.length / 1024);
      let time = measured(run) / kilobytes;
      // The garbage collector and the machine are slow now and then; a text that is slow is slow every time.
      for (let again = 0; time > mostPerKilobyte && again < 5; again++)
        time = Math.min(time, measured(run) / kilobytes);
      if (time > slowest.perKilobyte) slowest = { perKilobyte: time, text };
      if (++done % Math.ceil(count / 10) === 0)
        console.log(
          `${name}: ${done.toLocaleString("en")} in ${Math.round((Date.now() - began) / 1000)} s, slowest ${slowest.perKilobyte.toFixed(1)} ms/kB, ${Math.round(process.memoryUsage().heapUsed / 2 ** 20)} MB`,
        );
    });
    console.log(`${name}: the slowest begins with ${JSON.stringify(slowest.text.slice(0, 200))}`);
    expect({ ...slowest, slow: slowest.perKilobyte > mostPerKilobyte }).toMatchObject({ slow: false });
    globalThis.gc?.();
    expect(process.memoryUsage().heapUsed / 2 ** 20).toBeLessThan(mostMegabytes);
  });
});
