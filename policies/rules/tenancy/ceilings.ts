import { z } from "zod";
import { rule } from "../../rule.js";
import { amountOf, amountSaid, type Resource } from "../../view/quantities.js";
import type { VampResources } from "../../view/vampResources.js";
import { valueFor } from "../environmentNames.js";

const bounds = z.strictObject({
  perVersion: z.number().int().optional().describe("Most instances of one version."),
  instances: z.number().int().optional().describe("Most instances of all versions and agents together."),
  cpu: z.number().optional().describe("Most cores that they ask for together."),
  memory: z
    .string()
    .refine((text) => bytes(text) !== undefined, "this is no amount of memory; write it as `64Gi`")
    .optional()
    .describe("Most memory that they ask for together: `64Gi`."),
});

/** What runs in an environment stays within what it is meant to cost. */
export const ceilings = rule({
  name: "ceilings",
  group: "tenancy",
  description:
    "The versions and agents of an environment stay below its ceilings of instances, processor time and memory; of what is autoscaled, the most counts.",
  reason: "A quota stops an update when half of it is done; a ceiling is told in the preview.",
  level: "mandatory",
  config: z.object({
    environments: z
      .record(z.string(), bounds)
      .default({ "*": { perVersion: 50, instances: 500 } })
      .describe("Ceilings by name of the environment; `*` stands for any text, and the longest name that fits counts."),
  }),
  scope: "stack",
  judge(resources, config, report) {
    for (const { urn, environment, namespace } of resources.homes) {
      const most = valueFor(environment, config.environments) ?? {};
      for (const { position, service, maximum, namespace: own } of resources.workloads)
        if (own === namespace && typeof maximum === "number" && maximum > (most.perVersion ?? Number.POSITIVE_INFINITY))
          report(
            `${position}: \`${service}\` has ${maximum} instances, more than the ${most.perVersion} that the environment \`${environment}\` allows one version. Scale it down, or have the ceiling raised.`,
            urn,
          );
      const running = runningIn(resources, namespace);
      const memory = most.memory === undefined ? undefined : bytes(most.memory);
      for (const [what, own, ceiling, unit] of [
        ["instances", sum(running, () => 1), most.instances, 1],
        ["cores", sum(running, amountIn("cpu")), thousandths(most.cpu), 1000],
        ["bytes of memory", sum(running, amountIn("memory")), memory, 1],
      ] as const)
        if (ceiling !== undefined && own > ceiling)
          report(
            `the versions and agents of the environment \`${environment}\` ask for ${own / unit} ${what} together, more than ${ceiling / unit}. Scale some down, or have the ceiling raised.`,
            urn,
          );
    }
  },
});

/** Pods of one kind, in Kubernetes' quantities. What is not known yet, and how many nodes there are, is left out. */
interface Running {
  readonly instances: unknown;
  readonly cpu: unknown;
  readonly memory: unknown;
}

function runningIn({ workloads, agents }: VampResources, namespace: string): readonly Running[] {
  const counted = [...workloads, ...agents.filter(({ kind }) => kind === "Deployment")];
  return counted
    .filter((one) => one.namespace === namespace)
    .map(({ maximum, cpu, memory }) => ({ instances: maximum, cpu, memory }));
}

/** What all instances have together, as far as it is known. */
function sum(running: readonly Running[], ofOne: (one: Running) => number | undefined): number {
  return running.reduce((total, one) => {
    const { instances } = one;
    const amount = ofOne(one);
    return amount === undefined || typeof instances !== "number" ? total : total + amount * instances;
  }, 0);
}

function amountIn(resource: Resource): (one: Running) => number | undefined {
  return (one) => amountOf(resource, one[resource]);
}

function thousandths(cores: number | undefined): number | undefined {
  return cores === undefined ? undefined : Math.round(cores * 1000);
}

/** A ceiling is written in the language of blueprints, or as Kubernetes writes bytes: without a unit. */
function bytes(text: string): number | undefined {
  return amountSaid("memory", text) ?? amountOf("memory", text);
}
