import { z } from "zod";
import { rule } from "../../rule.js";
import { environmentNames, isAmong, names } from "../environmentNames.js";

/** Organisations and environments are among those that there are. */
export const tenantNames = rule({
  name: "tenant-names",
  group: "tenancy",
  description: "Organisations and environments have names that are allowed.",
  reason: "A mistyped environment is a new one: empty, beside the one that was meant, and paid for.",
  level: "mandatory",
  config: z.object({
    organisations: names("Names of organisations; `*` stands for any text. Empty: all are allowed."),
    environments: environmentNames("that are allowed (none: all are)"),
  }),
  scope: "resource",
  judge({ homes }, config, report) {
    for (const { organisation, environment, urn } of homes) {
      const checks = [
        ["organisation", organisation, config.organisations],
        ["environment", environment, config.environments],
      ] as const;
      for (const [what, name, allowed] of checks)
        if (allowed.length > 0 && !isAmong(name, allowed))
          report(
            `the ${what} \`${name}\` is none of ${allowed.join(", ")}. Correct \`${what}\`, or add it to the policy's configuration.`,
            urn,
          );
    }
  },
});
