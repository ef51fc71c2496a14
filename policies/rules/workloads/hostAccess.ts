import { z } from "zod";
import { rule } from "../../rule.js";
import { type Pod, podsOf } from "../../view/pods.js";
import { items, look, text } from "../../view/values.js";

/** Pods stay off the node they run on. */
export const hostAccess = rule({
  name: "host-access",
  group: "workloads",
  description: "Pods are not privileged and use neither paths, ports, networks nor processes of their node.",
  reason: "What can reach into a node can reach every other pod on it, whoever's that is.",
  level: "mandatory",
  config: z.object({}),
  scope: "resource",
  judge({ objects }, _, report) {
    for (const pod of podsOf(objects))
      for (const [where, problem] of problems(pod))
        report(`${where}: ${problem}. Take that out, or run it outside the environments of tenants.`, pod.object.urn);
  },
});

function* problems({ object, spec, containers }: Pod): Iterable<readonly [string, string]> {
  for (const key of ["hostNetwork", "hostPID", "hostIPC"])
    if (look(spec, key) === true) yield [object.title, `\`${key}\` shares the node's own with it`];
  if (look(spec, "securityContext", "windowsOptions", "hostProcess") === true)
    yield [object.title, "its containers are processes of the node (`hostProcess`)"];
  for (const volume of items(spec, "volumes"))
    if (look(volume, "hostPath") !== undefined)
      yield [object.title, `the volume \`${text(volume, "name")}\` is a path of the node (\`hostPath\`)`];
  for (const { title, fields } of containers) {
    if (look(fields, "securityContext", "privileged") === true) yield [title, "it is privileged"];
    if (look(fields, "securityContext", "windowsOptions", "hostProcess") === true)
      yield [title, "it is a process of the node (`hostProcess`)"];
    for (const port of items(fields, "ports"))
      if (look(port, "hostPort") !== undefined && look(port, "hostPort") !== 0)
        yield [title, "it takes a port of the node (`hostPort`)"];
  }
}
