import { z } from "zod";
import { rule } from "../../rule.js";

/** Organisations and environments are among those that there are. */
export const tenantNames = rule({
  name: "tenant-names",
  group: "tenancy",
  description: "Organisations and environments have names that are allowed.",
  reason: "A mistyped environment is a new one: empty, beside the one that was meant, and paid for.",
  level: "mandatory",
  config: z.object({
    organisations: z.array(z.string()).default([]).describe("Names of organisations. Empty: all are allowed."),
    environments: z
      .array(z.string())
      .default([])
      .describe("Names of environments; `*` stands for any text. Empty: all are allowed."),
  }),
  scope: "resource",
  judge({ environments }, config, report) {
    for (const { organisation, environment, urn } of environments) {
      const checks = [
        ["organisation", organisation, config.organisations],
        ["environment", environment, config.environments],
      ] as const;
      for (const [what, name, allowed] of checks)
        if (allowed.length > 0 && !allowed.some((pattern) => matches(name, pattern)))
          report(
            `the ${what} \`${name}\` is none of ${allowed.join(", ")}. Correct \`${what}\`, or add it to the policy's configuration.`,
            urn,
          );
    }
  },
});

function matches(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^a-z0-9]/gi, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
