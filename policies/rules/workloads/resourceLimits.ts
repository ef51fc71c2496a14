import { z } from "zod";
import { rule } from "../../rule.js";
import type { Home } from "../../view/memory.js";
import { podsOf } from "../../view/pods.js";
import { amountOf, amountSaid, quantityOf } from "../../view/quantities.js";
import { look } from "../../view/values.js";

const kinds = ["requests", "limits"] as const;
const resources = ["cpu", "memory"] as const;

type Kind = (typeof kinds)[number];
type Resource = (typeof resources)[number];

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
    // A patch says only what it changes.
    for (const pod of podsOf(objects.filter(({ partial }) => !partial)))
      for (const { title, fields } of pod.containers) {
        const missing = missingIn(fields, cpuLimit).map(([kind, resource]) => `${kind}.${resource}`);
        if (missing.length > 0)
          report(`${title}: it has no ${missing.join(", ")}. Give it a scale, or set \`resources\`.`, pod.object.urn);
      }
  },
  mend({ object, put }, { cpuLimit }, { environmentOf }) {
    if (object.partial) return;
    const home = environmentOf(object.namespace);
    for (const { path, containers } of podsOf([object]))
      for (const key of ["containers", "initContainers"])
        for (const [index, { fields }] of containers.filter(({ init }) => init === (key !== "containers")).entries())
          for (const [kind, resource] of missingIn(fields, cpuLimit)) {
            const value = given(kind, resource, fields, home);
            if (value !== undefined) put([...path, key, String(index), "resources", kind, resource], value);
          }
  },
});

/**
 * What a container gets that says nothing: as its environment says. Who says the one gets no less by the limit, and no more by
 * the request. Undefined where the environment says nothing, or where what the container says is not known yet.
 */
function given(kind: Kind, resource: Resource, container: unknown, home: Home | undefined): string | undefined {
  const usual = amountSaid(resource, home?.containers?.[resource] ?? home?.defaults?.scale?.[resource]);
  if (usual === undefined) return undefined;
  const other = look(container, "resources", kind === "limits" ? "requests" : "limits", resource);
  if (other === undefined) return quantityOf(resource, usual);
  const said = amountOf(resource, other);
  if (said === undefined) return undefined;
  const isUsual = kind === "limits" ? usual > said : usual < said;
  return isUsual ? quantityOf(resource, usual) : String(other);
}

function missingIn(container: unknown, cpuLimit: boolean) {
  return kinds.flatMap((kind) =>
    resources.flatMap((resource) => {
      const wanted = cpuLimit || kind !== "limits" || resource !== "cpu";
      const missing = look(container, "resources", kind, resource) === undefined;
      return wanted && missing ? [[kind, resource] as const] : [];
    }),
  );
}
