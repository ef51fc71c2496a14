import { z } from "zod";
import { rule } from "../../rule.js";
import { podsOf } from "../../view/pods.js";
import { look } from "../../view/values.js";

/** Pods that do not speak to Kubernetes have no key to it. */
export const serviceAccountToken = rule({
  name: "service-account-token",
  group: "workloads",
  description: "A pod gets no token of a service account, unless it asks for one by name.",
  reason: "Who breaks into a pod with a token speaks to Kubernetes in its name.",
  level: "mandatory",
  config: z.object({}),
  scope: "resource",
  judge({ objects }, _, report) {
    for (const pod of podsOf(objects)) {
      const mounted = look(pod.spec, "automountServiceAccountToken");
      const account = look(pod.spec, "serviceAccountName") ?? "default";
      if (mounted === undefined || (mounted === true && account === "default"))
        report(
          `${pod.object.title}: its pods get a token of the service account \`default\`. Set \`automountServiceAccountToken: false\`, or give them an account of their own and say \`true\`.`,
          pod.object.urn,
        );
    }
  },
  mend({ object, put }) {
    for (const { path, spec } of podsOf([object])) {
      const account = look(spec, "serviceAccountName") ?? "default";
      // Who named an account, or said that a token is wanted, is asked and not overruled.
      if (look(spec, "automountServiceAccountToken") === undefined && account === "default")
        put([...path, "automountServiceAccountToken"], false);
    }
  },
});
