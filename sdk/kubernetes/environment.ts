import { whenKnown } from "../later.js";
import type { EnvironmentPlan } from "../planning/environment.js";
import { formatMemory } from "../units/memory.js";
import { formatQuantity } from "../units/quantity.js";
import { labelValue } from "./names.js";
import { ownsItsFields, type Rendered } from "./object.js";
import { marked, type RenderedObject } from "./rendered.js";

/** Names the Namespace among the objects of an environment. */
export const namespaceKey = "namespace";

/** The objects of an environment, the Namespace first. */
export function renderEnvironment(plan: EnvironmentPlan): readonly RenderedObject[] {
  const [namespace, ...rules] = [renderNamespace(plan), ...renderEnvironmentRules(plan)];
  return [namespace, ...rules.map((rule) => marked(rule, plan))];
}

/** The Namespace of an environment, with the Pod Security level it enforces. One that was there before is changed only. */
export function renderNamespace(plan: EnvironmentPlan) {
  return {
    key: namespaceKey,
    needs: [],
    adopted: plan.adopted,
    object: {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: plan.namespace,
        labels: {
          ...plan.settings.labels,
          ...labelsOf(plan),
          "pod-security.kubernetes.io/enforce": plan.podSecurity,
          "pod-security.kubernetes.io/warn": plan.podSecurity,
        },
        annotations: { ...plan.settings.annotations, ...ownsItsFields },
      },
    },
  } as const satisfies Rendered;
}

/** What an environment's Namespace holds for all that run in it: bounds, network policies and roles. */
export function renderEnvironmentRules(plan: EnvironmentPlan) {
  return [...quota(plan), ...containerLimits(plan), ...networkPolicies(plan), ...roleBindings(plan)];
}

function labelsOf(plan: EnvironmentPlan) {
  return {
    "io.vamp.organisation": labelValue(plan.organisation),
    "io.vamp.environment": labelValue(plan.environment),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/**
 * In a Namespace that was there before, the engine makes names up: another stack's environment may have its own rules
 * there, and the rules of all of them hold.
 */
function metadataOf(plan: EnvironmentPlan, name: string) {
  const named = plan.adopted ? {} : { name };
  return { ...named, namespace: plan.namespace, labels: labelsOf(plan), annotations: ownsItsFields };
}

function quota(plan: EnvironmentPlan) {
  const hard = plan.settings.quota;
  if (hard === undefined) return [];
  const metadata = metadataOf(plan, "vamp");
  const object = { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard } } as const;
  return [{ key: "quota", needs: [namespaceKey], object }] as const satisfies readonly Rendered[];
}

function containerLimits(plan: EnvironmentPlan) {
  const { containers } = plan.settings;
  if (containers === undefined) return [];
  const resources = (cpu: typeof containers.cpu, memory: typeof containers.memory) => ({
    ...(cpu === undefined ? {} : { cpu: whenKnown(cpu, formatQuantity) }),
    ...(memory === undefined ? {} : { memory: whenKnown(memory, formatMemory) }),
  });
  const given = resources(containers.cpu, containers.memory);
  const max = resources(containers.maxCpu, containers.maxMemory);
  const limit = { type: "Container", default: given, defaultRequest: given, max };
  const object = {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: metadataOf(plan, "vamp"),
    spec: { limits: [limit] },
  } as const;
  return [{ key: "limits", needs: [namespaceKey], object }] as const satisfies readonly Rendered[];
}

/** Everything inside the environment, and names from the cluster's DNS. Gateways let others in, each for its port. */
function networkPolicies(plan: EnvironmentPlan) {
  const { ingress, egress } = plan.network;
  const directions = [...(ingress === "isolated" ? ["Ingress"] : []), ...(egress === "isolated" ? ["Egress"] : [])];
  if (directions.length === 0) return [];
  const everyone = [{ podSelector: {} }];
  const dns = {
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ],
    ports: ["UDP", "TCP"].map((protocol) => ({ protocol, port: 53 })),
  };
  const object = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(plan, "vamp-environment"),
    spec: {
      podSelector: {},
      policyTypes: directions,
      ...(ingress === "isolated" ? { ingress: [{ from: everyone }] } : {}),
      ...(egress === "isolated" ? { egress: [{ to: everyone }, dns] } : {}),
    },
  } as const;
  return [{ key: "network", needs: [namespaceKey], object }] as const satisfies readonly Rendered[];
}

/** The cluster's own roles `view`, `edit` and `admin`, within the Namespace only. */
function roleBindings(plan: EnvironmentPlan) {
  return Object.entries(plan.settings.groups ?? {}).flatMap(([role, groups = []]) => {
    if (groups.length === 0) return [];
    const object = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: metadataOf(plan, `vamp-${role}`),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
      subjects: groups.map((name) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name })),
    } as const;
    return [{ key: `role-${role}`, needs: [namespaceKey], object }] as const satisfies readonly Rendered[];
  });
}
