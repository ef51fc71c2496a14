import type { EnvironmentPlan } from "../planning/environment.js";
import { labelValue } from "./names.js";
import { ownsItsFields, type Rendered } from "./object.js";

/** The Namespace of an environment, with the Pod Security level it enforces. */
export function renderNamespace(plan: EnvironmentPlan) {
  return {
    key: "namespace",
    needs: [],
    object: {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: plan.namespace,
        labels: {
          ...plan.labels,
          "io.vamp.organisation": labelValue(plan.organisation),
          "io.vamp.environment": labelValue(plan.environment),
          "app.kubernetes.io/managed-by": "pulumi",
          "pod-security.kubernetes.io/enforce": plan.podSecurity,
          "pod-security.kubernetes.io/warn": plan.podSecurity,
        },
        annotations: ownsItsFields,
      },
    },
  } as const satisfies Rendered;
}
