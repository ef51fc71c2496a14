import { formatShare, Share } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import type { Workload } from "../../view/memory.js";
import { amountOf } from "../../view/quantities.js";
import { at } from "../messages.js";
import { calledIn, canariesOf, canaryKey, routeOf, type WeightedCanary } from "./canaries.js";

/** A canary can carry its share. */
export const canaryCapacity = rule({
  name: "canary-capacity",
  group: "traffic",
  description:
    "A canary has at least its share of the instances, and of the processor time they ask for, of all versions of its cluster that a gateway gives requests by weight.",
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
  judge(resources, { mark, headroom }, report) {
    for (const canary of canariesOf(resources, mark)) {
      const { gateway, workload, cluster } = canary;
      const load = loadOf(canary);
      for (const [what, amount] of measures) {
        const own = amount(workload);
        const whole = sum(cluster.map((version) => amount(version.workload)));
        if (own === undefined || whole === undefined || canCarry(load, own, whole, headroom)) continue;
        const asked = formatShare(Math.round((load.share.number / load.all.number) * 10_000));
        const of = load.all.equals(Share.all) ? "the requests" : "the requests to its cluster";
        const had = formatShare(Math.floor((own * 10_000) / whole));
        const times = headroom === 1 ? "" : `, ${headroom} times over,`;
        report(
          at(
            gateway,
            routeOf(canary),
            `${calledIn(canary)} gets ${asked} of ${of} and has ${had} of the ${what}`,
            `Give it instances enough for its share${times} or a smaller share.`,
          ),
          gateway.urn,
        );
        break;
      }
    }
  },
});

/** What a canary gets, and what all versions of its cluster get together. */
interface Load {
  readonly share: Share;
  readonly all: Share;
}

function loadOf({ share, cluster }: WeightedCanary): Load {
  return { share, all: cluster.reduce((all, version) => all.plus(version.share), Share.none) };
}

/** True when the own amount of all that its cluster has is its part of the load, so many times over: exactly, as fractions. */
function canCarry({ share, all }: Load, own: number, whole: number, headroom: number): boolean {
  const needed = share.times(Share.of(whole)).times(Share.of(Math.round(headroom * 10_000)));
  return !all.times(Share.of(own)).isLessThan(needed);
}

const measures: readonly (readonly [string, (workload: Workload) => number | undefined])[] = [
  ["instances", ({ instances }) => (typeof instances === "number" ? instances : undefined)],
  [
    "processor time",
    ({ instances, cpu }) => {
      const each = amountOf("cpu", cpu);
      return each === undefined || typeof instances !== "number" ? undefined : instances * each;
    },
  ],
];

function sum(amounts: readonly (number | undefined)[]): number | undefined {
  return amounts.reduce(
    (total, amount) => (total === undefined || amount === undefined ? undefined : total + amount),
    0,
  );
}
