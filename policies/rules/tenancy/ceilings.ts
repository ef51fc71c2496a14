import { parseMemory, parseQuantity } from "pulumi-vamp/sdk";
import { z } from "zod";
import { rule } from "../../rule.js";
import type { Workload } from "../../view/vampResources.js";

const bounds = z.object({
  perVersion: z.number().int().optional().describe("Most instances of one version."),
  instances: z.number().int().optional().describe("Most instances of all versions together."),
  cpu: z.number().optional().describe("Most cores that they ask for together."),
  memory: z.string().optional().describe("Most memory that they ask for together: `64Gi`."),
});

/** What runs in an environment stays within what it is meant to cost. */
export const ceilings = rule({
  name: "ceilings",
  group: "tenancy",
  description: "The versions of an environment stay below its ceilings of instances, processor time and memory.",
  reason: "A quota stops an update when half of it is done; a ceiling is told in the preview.",
  level: "mandatory",
  config: z.object({
    environments: z
      .record(z.string(), bounds)
      .default({ "*": { perVersion: 50, instances: 500 } })
      .describe("Ceilings by name of the environment; `*` for those that are not named."),
  }),
  scope: "stack",
  judge({ environments, workloads }, config, report) {
    for (const { urn, environment, namespace } of environments) {
      const most = config.environments[environment] ?? config.environments["*"] ?? {};
      const inside = workloads.filter((workload) => workload.namespace === namespace);
      for (const { position, service, instances } of inside)
        if (typeof instances === "number" && instances > (most.perVersion ?? Number.POSITIVE_INFINITY))
          report(
            `${position}: \`${service}\` has ${instances} instances, more than the ${most.perVersion} that the environment \`${environment}\` allows one version. Scale it down, or have the ceiling raised.`,
            urn,
          );
      for (const [what, own, ceiling] of [
        ["instances", sum(inside, () => 1), most.instances],
        ["cores", sum(inside, coresOf), most.cpu],
        ["bytes of memory", sum(inside, bytesOf), most.memory === undefined ? undefined : bytes(most.memory)],
      ] as const)
        if (ceiling !== undefined && own > ceiling)
          report(
            `the versions of the environment \`${environment}\` ask for ${own} ${what} together, more than ${ceiling}. Scale some down, or have the ceiling raised.`,
            urn,
          );
    }
  },
});

/** What all instances have together, as far as it is known. */
function sum(workloads: readonly Workload[], ofOne: (workload: Workload) => number | undefined): number {
  return workloads.reduce((total, workload) => {
    const one = ofOne(workload);
    const { instances } = workload;
    return one === undefined || typeof instances !== "number" ? total : total + one * instances;
  }, 0);
}

function coresOf({ cpu }: Workload): number | undefined {
  const parsed = typeof cpu === "string" ? parseQuantity(cpu) : undefined;
  return parsed !== undefined && "value" in parsed ? parsed.value / 1000 : undefined;
}

function bytesOf({ memory }: Workload): number | undefined {
  return typeof memory === "string" ? bytes(memory) : undefined;
}

/** Kubernetes writes bytes without a unit. */
function bytes(memory: string): number | undefined {
  const parsed = parseMemory(memory);
  if ("value" in parsed) return parsed.value;
  return /^\d+$/.test(memory) ? Number(memory) : undefined;
}
