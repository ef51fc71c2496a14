import { z } from "zod";
import { rule } from "../../rule.js";
import { type Container, type Pod, podsOf } from "../../view/pods.js";
import { differs, items, look } from "../../view/values.js";

/**
 * Pods run as Pod Security `restricted` wants, whatever their Namespace enforces. What reaches into the node is a rule of
 * its own: host-access.
 */
export const podSecurity = rule({
  name: "pod-security",
  group: "workloads",
  description: "Pods keep to Kubernetes' Pod Security Standard `restricted`.",
  reason: "Who breaks into a process should find nothing there to go on with.",
  level: "mandatory",
  config: z.object({}),
  scope: "resource",
  judge({ objects }, _, report) {
    for (const pod of podsOf(objects))
      for (const container of pod.containers)
        for (const [broken, remedy] of problems(pod, container))
          report(`${container.title}: ${broken}. Set \`${remedy}\` in its security context.`, pod.object.urn);
  },
});

function* problems({ spec }: Pod, { fields }: Container): Iterable<readonly [string, string]> {
  // A container's own word counts before its pod's.
  const said = (...path: readonly string[]) =>
    look(fields, "securityContext", ...path) ?? look(spec, "securityContext", ...path);
  if (differs(said("runAsNonRoot"), true)) yield ["it may run as root", "runAsNonRoot: true"];
  if (said("runAsUser") === 0) yield ["it runs as root", "runAsUser: 1000"];
  const profile = said("seccompProfile", "type");
  if (differs(profile, "RuntimeDefault") && differs(profile, "Localhost"))
    yield ["it may make every system call", "seccompProfile: { type: RuntimeDefault }"];
  const own = look(fields, "securityContext");
  if (differs(look(own, "allowPrivilegeEscalation"), false))
    yield ["it may get more rights than it began with", "allowPrivilegeEscalation: false"];
  const capabilities = look(own, "capabilities");
  if (
    look(capabilities, "drop") === undefined ||
    (differsAll(capabilities) && !items(capabilities, "drop").includes("ALL"))
  )
    yield ["it keeps capabilities of Linux", "capabilities: { drop: [ALL] }"];
  if (items(capabilities, "add").some((added) => added !== "NET_BIND_SERVICE"))
    yield ["it gets more capabilities of Linux than NET_BIND_SERVICE", "capabilities: { drop: [ALL] }"];
}

/** True when the list of what is dropped is known. */
function differsAll(capabilities: unknown): boolean {
  return Array.isArray(look(capabilities, "drop"));
}
