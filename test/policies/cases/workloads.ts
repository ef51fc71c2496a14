import * as k8s from "@pulumi/kubernetes";
import { hostAccess } from "../../../policies/rules/workloads/hostAccess.js";
import { imageRegistry } from "../../../policies/rules/workloads/imageRegistry.js";
import { imageTag } from "../../../policies/rules/workloads/imageTag.js";
import { probes } from "../../../policies/rules/workloads/probes.js";
import { resourceLimits } from "../../../policies/rules/workloads/resourceLimits.js";
import { serviceAccountToken } from "../../../policies/rules/workloads/serviceAccountToken.js";
import { container, deploys, described, environment, pod, shop, tool, version } from "../programs.js";
import type { Case } from "./case.js";

/** One version: what is said of its breed, and of its service. */
const one = (breed: object, service: object = {}) =>
  deploys(shop({ "shop:1.0.0": { weight: "100%" } }, [{ ...version("1.0.0", breed), ...service }]));
/** A pod beside the components that breaks a rule. */
const privileged = (metadata: object) =>
  new k8s.core.v1.Pod("own", {
    metadata: { name: "own", ...metadata },
    spec: { ...pod, containers: [{ ...container, securityContext: { privileged: true } }] },
  });

/** A pod in all kinds of objects that have one, and not in a Deployment: a patch of one says little else. */
const everywhere = (said: object) => () => {
  const { namespace } = environment();
  const spec = { ...pod, ...said, containers: [container] };
  const metadata = (name: string) => ({ name, namespace, labels: { "app.kubernetes.io/managed-by": "pulumi" } });
  new k8s.core.v1.PodList("list", { items: [{ metadata: metadata("item"), spec }] });
  new k8s.core.v1.PodTemplate("template", { metadata: metadata("template"), template: { spec } });
  new k8s.apiextensions.CustomResource("rollout", {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: metadata("rollout"),
    spec: { template: { spec } },
  });
  new k8s.apps.v1.DeploymentPatch("patch", { metadata: metadata("patch"), spec: { template: { spec: said } } });
};

const main = "Deployment `tool`, container `main`";
const first = "blueprint.clusters.shop.services[0].breed: Deployment `shop-shop-1-0-0-8c1b8` (shop:1.0.0)";

export const workloads: readonly Case[] = [
  {
    rule: resourceLimits,
    about: "a container that says nothing, and an init container that says half",
    bad: tool(
      { resources: undefined },
      { initContainers: [{ ...container, name: "before", resources: { requests: { cpu: "1", memory: "1Gi" } } }] },
    ),
    says: [
      `${main}: it has no requests.cpu, requests.memory, limits.cpu, limits.memory. Give it a scale, or set \`resources\`.`,
      "Deployment `tool`, container `before`: it has no limits.cpu, limits.memory.",
    ],
    mended: tool(),
  },
  {
    rule: resourceLimits,
    about: "no limit of processor time, where that is not wanted",
    config: { cpuLimit: false },
    bad: tool({ resources: { requests: container.resources.requests } }),
    says: [`${main}: it has no limits.memory`],
    mended: tool({ resources: { requests: container.resources.requests, limits: { memory: "64Mi" } } }),
  },
  {
    rule: probes,
    about: "a port without a probe",
    bad: tool({ ports: [{ containerPort: 80 }] }),
    says: [
      `${main}: it listens on a port and has no readinessProbe. Give its breed, service or cluster a health check.`,
    ],
    mended: tool({ ports: [{ containerPort: 80 }], readinessProbe: { tcpSocket: { port: 80 } } }),
  },
  {
    rule: probes,
    about: "a service that is only ready, where more is wanted",
    config: { liveness: true },
    bad: one({}),
    says: [`${first}, container \`service\`: it listens on a port and has no livenessProbe`],
    mended: one({ healthChecks: { port: "web", initialDelay: "1s", timeout: "1s", interval: "1s", failures: 3 } }),
  },
  {
    rule: imageTag,
    about: "the latest image",
    bad: one({ deployable: "example/shop:latest" }),
    says: [
      `${first}, container \`service\`: the image \`example/shop:latest\` is whatever is the latest. Name a version, or a digest.`,
    ],
    mended: one({}),
  },
  {
    rule: imageTag,
    about: "an image without a tag, behind a port that looks like one",
    bad: tool({ image: "registry.example.com:5000/tool" }),
    says: [`${main}: the image \`registry.example.com:5000/tool\` is whatever is the latest`],
    mended: tool({ image: `registry.example.com:5000/tool@sha256:${"0".repeat(64)}` }),
  },
  {
    rule: imageTag,
    about: "an image without a digest, where one is asked for",
    config: { digests: ["test"] },
    bad: tool({ image: "example/tool:1.0" }),
    says: [`${main}: the image \`example/tool:1.0\` has no digest, which the environment \`test\` asks for`],
    mended: tool({ image: `example/tool:1.0@sha256:${"0".repeat(64)}` }),
  },
  {
    rule: imageRegistry,
    about: "an image of another registry",
    config: { registries: ["registry.example.com/shop"] },
    bad: tool({ image: "example/tool:1.0" }),
    says: [
      `${main}: the image \`example/tool:1.0\` comes from no allowed registry (registry.example.com/shop). Copy it there, and name it from there by \`images\`.`,
    ],
    mended: tool({ image: "registry.example.com/shop/tool:1.0" }),
  },
  {
    rule: imageRegistry,
    about: "an image whose registry only begins alike",
    config: { registries: ["registry.example.com/shop"] },
    bad: tool({ image: "registry.example.com/shopping/tool:1.0" }),
    says: ["comes from no allowed registry"],
    mended: tool({ image: "registry.example.com/shop/a/tool:1.0" }),
  },
  {
    rule: serviceAccountToken,
    about: "a pod that says nothing",
    bad: tool({}, { automountServiceAccountToken: undefined }),
    says: [
      "Deployment `tool`: its pods get a token of the service account `default`. Set `automountServiceAccountToken: false`, or give them an account of their own and say `true`.",
    ],
    mended: tool({}, { automountServiceAccountToken: true, serviceAccountName: "tool" }),
  },
  {
    rule: serviceAccountToken,
    about: "a pod that names an account, and does not say whether it wants its token",
    bad: tool({}, { automountServiceAccountToken: undefined, serviceAccount: "tool" }),
    says: [
      "Deployment `tool`: its pods get a token of the service account `tool`. Set `automountServiceAccountToken: true` if they need it, else `false`.",
    ],
    mended: tool({}, { automountServiceAccountToken: true, serviceAccount: "tool" }),
  },
  {
    rule: imageTag,
    about: "an image without a digest, in an environment of another stack that asks for one",
    config: { digests: ["te*"] },
    bad: deploys(shop(), { environment: described }),
    says: Array(3).fill("has no digest, which the environment `test` asks for"),
    mended: deploys(shop(), { environment: { ...described, name: "production" } }),
  },
  {
    rule: hostAccess,
    about: "an object beside a deployment in an environment of another stack",
    bad: () => {
      deploys(shop(), { environment: described })();
      privileged({ namespace: "vamp-acme-test" });
    },
    says: ["Pod `own`, container `main`: it is privileged"],
    mended: () => {
      deploys(shop(), { environment: described })();
      privileged({ namespace: "vamp-acme-prod" });
    },
  },
  {
    rule: hostAccess,
    about: "pods wherever objects have them",
    bad: everywhere({ hostPID: true }),
    says: ["Pod `item`", "PodTemplate `template`", "Rollout `rollout`", "Deployment `patch`"].map(
      (title) => `${title}: \`hostPID\` shares the node's own with it`,
    ),
    mended: everywhere({}),
  },
];
