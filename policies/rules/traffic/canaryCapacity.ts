import { formatShare, parseQuantity } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import type { Workload } from "../../view/vampResources.js";
import { at } from "../messages.js";
import { canaryKey, canaryRoutes, versionRoutes } from "./canaries.js";

/** A canary can carry its share. */
export const canaryCapacity = rule({
  name: "canary-capacity",
  group: "traffic",
  description: "A canary has at least its share of its cluster's instances and of the processor time they ask for.",
  reason: "A canary that is overloaded says nothing about the version, and fails those it gets.",
  level: "mandatory",
  config: z.object({
    mark: canaryKey,
    headroom: z
      .number()
      .min(0)
      .default(1)
      .describe("How many times its share a canary must be able to carry: 1 is just that, 1.5 half as much again."),
  }),
  scope: "resource",
  judge({ gateways }, { mark, headroom }, report) {
    for (const { gateway, route, weight, workload } of canaryRoutes(gateways, mark)) {
      // Versions at 0 % carry nothing of what weights share.
      const all = versionRoutes(gateway).flatMap((one) => (one.weight > 0 ? [one.workload] : []));
      const needed = (weight / 10_000) * headroom;
      for (const [what, amountOf] of measures) {
        const own = amountOf(workload);
        const whole = sum(all.map(amountOf));
        if (own === undefined || whole === undefined || own >= needed * whole) continue;
        const times = headroom === 1 ? "" : `, ${headroom} times over,`;
        report(
          at(
            gateway,
            route,
            `the canary gets ${formatShare(weight)} of the requests and has ${formatShare(Math.floor((own / whole) * 10_000))} of the ${what}`,
            `Give it instances enough for its share${times} or a smaller share.`,
          ),
          gateway.urn,
        );
        break;
      }
    }
  },
});

const measures: readonly (readonly [string, (workload: Workload) => number | undefined])[] = [
  ["instances", ({ instances }) => (typeof instances === "number" ? instances : undefined)],
  [
    "processor time",
    ({ instances, cpu }) => {
      const parsed = typeof cpu === "string" ? parseQuantity(cpu) : undefined;
      return parsed === undefined || !("value" in parsed) || typeof instances !== "number"
        ? undefined
        : instances * parsed.value;
    },
  ],
];

function sum(amounts: readonly (number | undefined)[]): number | undefined {
  return amounts.reduce(
    (total, amount) => (total === undefined || amount === undefined ? undefined : total + amount),
    0,
  );
}
