import { z } from "zod";
import { rule } from "../../rule.js";
import { podsOf } from "../../view/pods.js";
import { look } from "../../view/values.js";
import type { Environment } from "../../view/vampResources.js";

const kinds = ["requests", "limits"] as const;
const resources = ["cpu", "memory"] as const;

/** Containers say what they need, and get no more. */
export const resourceLimits = rule({
  name: "resource-limits",
  group: "workloads",
  description: "Every container has requests and limits of processor time and memory.",
  reason: "Without requests the scheduler guesses, and without limits one pod starves its node.",
  level: "mandatory",
  config: z.object({
    cpuLimit: z
      .boolean()
      .default(true)
      .describe("Whether a limit of processor time is wanted: some leave it out, and let pods use what is idle."),
  }),
  scope: "resource",
  judge({ objects }, { cpuLimit }, report) {
    for (const pod of podsOf(objects))
      for (const { title, fields } of pod.containers) {
        const missing = missingIn(fields, cpuLimit).map(([kind, resource]) => `${kind}.${resource}`);
        if (missing.length > 0)
          report(`${title}: it has no ${missing.join(", ")}. Give it a scale, or set \`resources\`.`, pod.object.urn);
      }
  },
  mend({ object, put }, { cpuLimit }, { environmentOf }) {
    const defaults = defaultsOf(environmentOf(object.namespace));
    for (const { path, containers } of podsOf([object]))
      for (const key of ["containers", "initContainers"])
        for (const [index, { fields }] of containers.filter(({ init }) => init === (key !== "containers")).entries())
          for (const [kind, resource] of missingIn(fields, cpuLimit)) {
            // A container that says the one gets no less by the other.
            const other = look(fields, "resources", kind === "limits" ? "requests" : "limits", resource);
            const value = other ?? defaults[resource];
            if (typeof value === "string") put([...path, key, String(index), "resources", kind, resource], value);
          }
  },
});

function missingIn(container: unknown, cpuLimit: boolean) {
  return kinds.flatMap((kind) =>
    resources.flatMap((resource) => {
      const wanted = cpuLimit || kind !== "limits" || resource !== "cpu";
      const missing = look(container, "resources", kind, resource) === undefined;
      return wanted && missing ? [[kind, resource] as const] : [];
    }),
  );
}

/** What a container of an environment gets that says nothing: as the environment says, in Kubernetes' words. */
function defaultsOf(environment: Environment | undefined): Readonly<Record<"cpu" | "memory", string | undefined>> {
  const { containers, defaults } = environment ?? {};
  const said = (resource: "cpu" | "memory") => {
    const value = containers?.[resource] ?? defaults?.scale?.[resource];
    // Kubernetes knows no B behind a unit.
    return typeof value === "string" || typeof value === "number" ? String(value).replace(/B$/i, "") : undefined;
  };
  return { cpu: said("cpu"), memory: said("memory") };
}
