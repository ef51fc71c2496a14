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
    for (const { object, spec } of podsOf(objects)) {
      const mounted = look(spec, "automountServiceAccountToken");
      const account = accountOf(spec);
      // What a patch does not say stays as it is.
      const isGiven = mounted === undefined ? !object.partial : mounted === true && account === "default";
      if (!isGiven || account === undefined) continue;
      const remedy =
        account === "default"
          ? "Set `automountServiceAccountToken: false`, or give them an account of their own and say `true`."
          : "Set `automountServiceAccountToken: true` if they need it, else `false`.";
      report(`${object.title}: its pods get a token of the service account \`${account}\`. ${remedy}`, object.urn);
    }
  },
  mend({ object, put }) {
    for (const { path, spec } of podsOf([object])) {
      // Who named an account, or said that a token is wanted, is asked and not overruled.
      const isSaid = look(spec, "automountServiceAccountToken") !== undefined || accountOf(spec) !== "default";
      if (!isSaid && !object.partial) put([...path, "automountServiceAccountToken"], false);
    }
  },
});

/** The service account of a pod, by its name or by the older one; undefined where it is not known yet. */
function accountOf(spec: unknown): string | undefined {
  const named = look(spec, "serviceAccountName") ?? look(spec, "serviceAccount") ?? "default";
  if (typeof named !== "string") return undefined;
  return named === "" ? "default" : named;
}
