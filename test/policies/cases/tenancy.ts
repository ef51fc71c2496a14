import * as k8s from "@pulumi/kubernetes";
import type { BlueprintArgs } from "../../../components/index.js";
import { ceilings } from "../../../policies/rules/tenancy/ceilings.js";
import { foreignNamespace } from "../../../policies/rules/tenancy/foreignNamespace.js";
import { networkIsolation } from "../../../policies/rules/tenancy/networkIsolation.js";
import { quota } from "../../../policies/rules/tenancy/quota.js";
import { requiredLabels } from "../../../policies/rules/tenancy/requiredLabels.js";
import { tenantNames } from "../../../policies/rules/tenancy/tenantNames.js";
import { deploys, described, environment, shop, tool, version } from "../programs.js";
import type { Case } from "./case.js";

/** A Service beside the components that says nothing of labels, or a patch of one. */
const ownService = (made: typeof k8s.core.v1.Service | typeof k8s.core.v1.ServicePatch) => () =>
  new made("own", { metadata: { name: "own", namespace: environment().namespace }, spec: { type: "ClusterIP" } });

/** An object beside an environment of another organisation. */
const binding =
  (subjects: object[], labels: Record<string, string> = {}) =>
  () => {
    environment("theirs", { organisation: "other" });
    new k8s.rbac.v1.RoleBinding("own", {
      metadata: { name: "own", namespace: environment("ours").namespace, labels },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: subjects.map((subject) => ({ kind: "ServiceAccount", name: "default", ...subject })),
    });
  };

/** An environment with a NetworkPolicy of one's own. */
const policed =
  (spec: k8s.types.input.networking.v1.NetworkPolicySpec, network: object = {}) =>
  () => {
    const { namespace } = environment("test", { network });
    new k8s.networking.v1.NetworkPolicy("own", { metadata: { name: "own", namespace }, spec });
  };
const forAll = { podSelector: {}, policyTypes: ["Ingress"] };

/** One version without an agent, as it is scaled. */
const scaled = (scale: object, cluster: object = {}) =>
  deploys({ clusters: { shop: { services: [version("1.0.0", {}, scale)], ...cluster } } } as BlueprintArgs);

/** An SLA that scales a cluster's versions. */
const sla = (maximum: number) => ({
  sla: {
    type: "response_time_sliding_window",
    window: { interval: 600, cooldown: 600 },
    threshold: { upper: 1000, lower: 100 },
    escalations: [{ type: "scale_instances", minimum: 1, maximum, scale_by: 1 }],
  },
});

export const tenancy: readonly Case[] = [
  {
    rule: tenantNames,
    about: "names that are not allowed",
    config: { organisations: ["acme"], environments: ["production", "test*"] },
    bad: () => environment("staging", { organisation: "acne" }),
    says: [
      "the organisation `acne` is none of acme. Correct `organisation`, or add it to the policy's configuration.",
      "the environment `staging` is none of production, test*. Correct `environment`, or add it to the policy's configuration.",
    ],
    mended: () => environment("test2"),
  },
  {
    rule: quota,
    about: "an environment without bounds",
    bad: () => environment("test", { quota: undefined }),
    says: ['the environment `test` has no bounds for pods. Give it or its organisation a `quota: { "pods": … }`.'],
    mended: () => environment(),
  },
  {
    rule: quota,
    about: "bounds that leave something open",
    config: { resources: ["pods", "requests.cpu", "limits.memory"] },
    bad: () => environment(),
    says: ["the environment `test` has no bounds for requests.cpu, limits.memory."],
    mended: () => environment("test", { quota: { pods: 1, "requests.cpu": 1, "limits.memory": "1Gi" } }),
  },
  {
    rule: networkIsolation,
    about: "an open environment",
    bad: () => environment("test", { network: { ingress: "open" } }),
    says: [
      'the environment `test` has no NetworkPolicy that closes it to others. Set its `network: { ingress: "isolated" }`.',
    ],
    mended: () => environment(),
  },
  {
    rule: networkIsolation,
    about: "an environment that is open outwards",
    config: { egress: ["*"] },
    bad: () => environment(),
    says: ['has no NetworkPolicy that closes it outwards. Set its `network: { egress: "isolated" }`.'],
    mended: () => environment("test", { network: { egress: "isolated" } }),
  },
  {
    rule: requiredLabels,
    about: "an object without labels",
    bad: tool({}, {}, { labels: undefined }),
    says: [
      "Deployment `tool`: it has no label `app.kubernetes.io/managed-by`. Say it in `defaults: { labels }` of the environment or the organisation, or on the object.",
    ],
    mended: tool(),
  },
  {
    rule: requiredLabels,
    about: "a whole object without labels, and takes a patch, for what that does not say stays as it is",
    bad: ownService(k8s.core.v1.Service),
    says: ["Service `own`: it has no label `app.kubernetes.io/managed-by`"],
    mended: ownService(k8s.core.v1.ServicePatch),
  },
  {
    rule: ceilings,
    about: "more of everything than an environment may have",
    config: { environments: { test: { perVersion: 1, instances: 3, cpu: 0.3, memory: "100MB" } } },
    bad: deploys(),
    says: [
      "blueprint.clusters.shop.services[0].breed: `shop:1.0.0` has 2 instances, more than the 1 that the environment `test` allows one version. Scale it down, or have the ceiling raised.",
      "`shop:1.1.0` has 2 instances, more than the 1",
      "the versions and agents of the environment `test` ask for 6 instances together, more than 3. Scale some down, or have the ceiling raised.",
      "the versions and agents of the environment `test` ask for 0.6 cores together, more than 0.3.",
      "the versions and agents of the environment `test` ask for 390217728 bytes of memory together, more than 100000000.",
    ],
    mended: deploys(),
    mendedConfig: { environments: { "*": { perVersion: 2, instances: 6, cpu: 0.6, memory: "391MB" } } },
  },
  {
    rule: foreignNamespace,
    about: "an object of another organisation, and rights for its accounts",
    bad: binding([{ namespace: "vamp-other-theirs" }], { "io.vamp.organisation": "other" }),
    says: [
      "RoleBinding `own`: it belongs to the organisation `other`, and stands in the Namespace `vamp-acme-ours` of `acme`. Put it into one of its own organisation's environments.",
      "RoleBinding `own`: it gives rights in a Namespace of `acme` to an account of `other`. Bind an account of `acme`.",
    ],
    mended: binding([{ namespace: "vamp-acme-ours" }], { "io.vamp.organisation": "acme" }),
  },
  {
    rule: foreignNamespace,
    about: "rights for another organisation's accounts by the names of users and groups",
    bad: binding([
      { kind: "Group", name: "system:serviceaccounts:vamp-other-theirs" },
      { kind: "User", name: "system:serviceaccount:vamp-other-theirs:default" },
    ]),
    says: ["RoleBinding `own`: it gives rights in a Namespace of `acme` to an account of `other`"],
    mended: binding([
      { kind: "Group", name: "system:serviceaccounts:vamp-acme-ours" },
      { kind: "User", name: "system:serviceaccount:vamp-acme-ours:default" },
      { kind: "Group", name: "developers" },
    ]),
  },
  {
    rule: networkIsolation,
    about: "an isolated environment that another policy opens",
    bad: policed({ ...forAll, ingress: [{}] }),
    says: [
      "NetworkPolicy `own`: it opens the environment `test` to others, for policies of Kubernetes add up. Name in its `ingress` who is meant, or the pods that they may reach in its `podSelector`.",
    ],
    mended: policed({ ...forAll, podSelector: { matchLabels: { app: "tool" } }, ingress: [{}] }),
  },
  ...[
    { ipBlock: { cidr: "0.0.0.0/0" } },
    { ipBlock: { cidr: "::/0" } },
    { namespaceSelector: {} },
    { namespaceSelector: {}, podSelector: {} },
  ].map(
    (peer): Case => ({
      rule: networkIsolation,
      about: `a policy that lets in everybody by ${JSON.stringify(peer)}`,
      bad: policed({ ...forAll, ingress: [{ from: [{ podSelector: {} }, peer] }] }, { ingress: "open" }),
      says: ["NetworkPolicy `own`: it opens the environment `test` to others"],
      mended: policed({ ...forAll, ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] }, { ingress: "open" }),
    }),
  ),
  {
    rule: networkIsolation,
    about: "an open environment, and takes a policy for all pods that does not say its type",
    bad: policed({ podSelector: { matchLabels: { app: "tool" } } }, { ingress: "open" }),
    says: ["the environment `test` has no NetworkPolicy that closes it to others"],
    mended: policed({ podSelector: {} }, { ingress: "open" }),
  },
  {
    rule: networkIsolation,
    about: "an open environment that nobody exempted",
    bad: () => environment("test", { network: { ingress: "open" } }),
    says: ["has no NetworkPolicy that closes it to others"],
    mended: () => environment("test", { network: { ingress: "open" } }),
    mendedConfig: { exempt: ["*"] },
  },
  {
    rule: quota,
    about: "bounds for what pods may use, and takes Kubernetes' short names for what they request",
    config: { resources: ["requests.cpu", "memory"] },
    bad: () => environment("test", { quota: { "limits.cpu": 1, "limits.memory": "1Gi" } }),
    says: ["the environment `test` has no bounds for requests.cpu, memory"],
    mended: () => environment("test", { quota: { cpu: 1, "requests.memory": "1Gi" } }),
  },
  {
    rule: quota,
    about: "an environment without bounds that nobody exempted",
    bad: () => environment("test", { quota: undefined }),
    says: ["has no bounds for pods"],
    mended: () => environment("test", { quota: undefined }),
    mendedConfig: { exempt: ["t*"] },
  },
  {
    rule: tenantNames,
    about: "names of an environment of another stack",
    config: { organisations: ["ac*"], environments: ["test"] },
    bad: deploys(shop(), { environment: { organisation: "other", name: "prod" } }),
    says: ["the organisation `other` is none of ac*", "the environment `prod` is none of test"],
    mended: deploys(shop(), { environment: described }),
  },
  {
    rule: ceilings,
    about: "too much in an environment of another stack",
    config: { environments: { "*": {}, "te*": { perVersion: 1 }, "t*": { perVersion: 5 } } },
    bad: deploys(shop(), { environment: described }),
    says: ["`shop:1.0.0` has 2 instances, more than the 1 that the environment `test` allows", "`shop:1.1.0` has 2"],
    mended: deploys(shop(), { environment: { ...described, name: "tango" } }),
  },
  {
    rule: ceilings,
    about: "a thousandth of a core too much",
    config: { environments: { "*": { cpu: 0.3 } } },
    bad: scaled({ cpu: "101m", instances: 3 }),
    says: ["the versions and agents of the environment `test` ask for 0.303 cores together, more than 0.3."],
    mended: scaled({ cpu: 0.1, instances: 3 }),
  },
  {
    rule: ceilings,
    about: "what an autoscaler may bring",
    config: { environments: { "*": { perVersion: 5, instances: 100 } } },
    bad: scaled({}, sla(6)),
    says: ["`shop:1.0.0` has 6 instances, more than the 5"],
    mended: scaled({}, sla(5)),
  },
];
