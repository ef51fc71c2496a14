import { z } from "zod";
import { rule } from "../../rule.js";
import { podsOf } from "../../view/pods.js";
import { items, look } from "../../view/values.js";

/** Kinds of objects whose pods run until they are told to end. */
const lasting = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Rollout"];

/** Kubernetes knows when a container can take requests. */
export const probes = rule({
  name: "probes",
  group: "workloads",
  description: "A container that listens on a port has a readiness probe, and a liveness probe where one is asked for.",
  reason: "Without one, requests go to what is not there yet, and an update goes on over what never will be.",
  level: "mandatory",
  config: z.object({
    liveness: z.boolean().default(false).describe("Whether a liveness probe is wanted too."),
  }),
  scope: "resource",
  judge({ objects }, { liveness }, report) {
    // A patch says only what it changes.
    for (const pod of podsOf(objects.filter(({ kind, partial }) => lasting.includes(kind) && !partial)))
      for (const { title, fields, init } of pod.containers) {
        if (init || items(fields, "ports").length === 0) continue;
        const wanted = ["readinessProbe", ...(liveness ? ["livenessProbe"] : [])];
        for (const probe of wanted)
          if (look(fields, probe) === undefined)
            report(
              `${title}: it listens on a port and has no ${probe}. Give its breed, service or cluster a health check.`,
              pod.object.urn,
            );
      }
  },
});
