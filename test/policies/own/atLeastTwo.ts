import type { ResourceValidationPolicy } from "@pulumi/policy";
import { vampResources } from "pulumi-vamp-policies/view";

/** Every version that gets requests has two instances. */
export const atLeastTwo = {
  name: "at-least-two",
  description: "A version that gets requests has two instances at least.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { least: { type: "integer", default: 2 } } },
  validateResource: (args, report) => {
    const { least = 2 } = args.getConfig<{ least?: number }>();
    // What is not known while a preview is made is no number.
    for (const { service, instances, position } of vampResources(args).workloads)
      if (typeof instances === "number" && instances > 0 && instances < least)
        report(`${position}: \`${service}\` has one instance. Give it ${least}, so that one may fail.`);
  },
} satisfies ResourceValidationPolicy;
