import * as k8s from "@pulumi/kubernetes";
import { ceilings } from "../../../policies/rules/tenancy/ceilings.js";
import { foreignNamespace } from "../../../policies/rules/tenancy/foreignNamespace.js";
import { networkIsolation } from "../../../policies/rules/tenancy/networkIsolation.js";
import { quota } from "../../../policies/rules/tenancy/quota.js";
import { requiredLabels } from "../../../policies/rules/tenancy/requiredLabels.js";
import { tenantNames } from "../../../policies/rules/tenancy/tenantNames.js";
import { deploys, environment, tool } from "../programs.js";
import type { Case } from "./case.js";

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
    rule: ceilings,
    about: "more of everything than an environment may have",
    config: { environments: { test: { perVersion: 1, instances: 3, cpu: 0.3, memory: "100MB" } } },
    bad: deploys(),
    says: [
      "blueprint.clusters.shop.services[0].breed: `shop:1.0.0` has 2 instances, more than the 1 that the environment `test` allows one version. Scale it down, or have the ceiling raised.",
      "`shop:1.1.0` has 2 instances, more than the 1",
      "the versions of the environment `test` ask for 4 instances together, more than 3. Scale some down, or have the ceiling raised.",
      "the versions of the environment `test` ask for 0.4 cores together, more than 0.3.",
      "the versions of the environment `test` ask for 256000000 bytes of memory together, more than 100000000.",
    ],
    mended: deploys(),
    mendedConfig: { environments: { "*": { perVersion: 2, instances: 4, cpu: 0.4, memory: "256MB" } } },
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
];
