import type { Leaf } from "../later.js";
import type { Labels } from "./labels.js";

/** Seconds a pod usually goes on serving after it was told to end, while every node learns that it is leaving. */
export const drainDelay = 5;

/** Name of the container that a service runs in, among those of its pod. */
export const serviceContainer = "service";

/** What Pod Security `restricted` asks of a container. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
} as const;

/** What Pod Security `restricted` asks of a pod. */
export const restrictedPod = {
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/** The Secrets with which a node pulls the images of a pod. */
export function imagePullSecrets(names: readonly Leaf<string>[]) {
  return names.length === 0 ? {} : { imagePullSecrets: names.map((name) => ({ name })) };
}

/** Ends a pod without losing a request: first leave the Services, then stop (native sleep: Kubernetes 1.30). */
export function drainAfter(seconds: Leaf<number>) {
  return { preStop: { sleep: { seconds } } } as const;
}

/** The same after the usual time. */
export const drain = drainAfter(drainDelay);

/** Spreads pods over nodes as far as it goes, without ever keeping one from running. */
export function spread(matchLabels: Labels) {
  return [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels },
      matchLabelKeys: ["pod-template-hash"],
    },
  ];
}

/** Replaces pods with so many new ones at a time, each ready before an old one goes. */
export function rollingUpdate(maxSurge: number | string) {
  return { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable: 0 } } as const;
}

/** A PodDisruptionBudget that lets one pod go at a time; constant, so that it never depends on a number of replicas. */
export function disruptionBudget(
  name: string,
  namespace: string,
  labels: Labels,
  matchLabels: Labels,
  annotations: Readonly<Record<string, string>>,
) {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace, labels, annotations },
    spec: { maxUnavailable: 1, selector: { matchLabels } },
  } as const;
}
