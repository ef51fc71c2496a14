import { hostAccess } from "../../../policies/rules/workloads/hostAccess.js";
import { imageRegistry } from "../../../policies/rules/workloads/imageRegistry.js";
import { imageTag } from "../../../policies/rules/workloads/imageTag.js";
import { literalSecret } from "../../../policies/rules/workloads/literalSecret.js";
import { podSecurity } from "../../../policies/rules/workloads/podSecurity.js";
import { probes } from "../../../policies/rules/workloads/probes.js";
import { resourceLimits } from "../../../policies/rules/workloads/resourceLimits.js";
import { serviceAccountToken } from "../../../policies/rules/workloads/serviceAccountToken.js";
import { container, deploys, shop, tool, version } from "../programs.js";
import type { Case } from "./case.js";

/** One version: what is said of its breed, and of its service. */
const one = (breed: object, service: object = {}) =>
  deploys(shop({ "shop:1.0.0": { weight: "100%" } }, [{ ...version("1.0.0", breed), ...service }]));
const main = "Deployment `tool`, container `main`";
const first = "blueprint.clusters.shop.services[0].breed: Deployment `shop-shop-1-0-0-8c1b8` (shop:1.0.0)";

export const workloads: readonly Case[] = [
  {
    rule: podSecurity,
    about: "a pod that says nothing",
    bad: tool({ securityContext: undefined }, { securityContext: undefined }),
    says: [
      `${main}: it may run as root. Set \`runAsNonRoot: true\` in its security context.`,
      `${main}: it may make every system call. Set \`seccompProfile: { type: RuntimeDefault }\``,
      `${main}: it may get more rights than it began with. Set \`allowPrivilegeEscalation: false\``,
      `${main}: it keeps capabilities of Linux. Set \`capabilities: { drop: [ALL] }\``,
    ],
    mended: tool(),
  },
  {
    rule: podSecurity,
    about: "the root user, and a capability",
    bad: tool({
      securityContext: {
        ...container.securityContext,
        runAsUser: 0,
        capabilities: { drop: ["ALL"], add: ["SYS_TIME"] },
      },
    }),
    says: [`${main}: it runs as root`, `${main}: it gets more capabilities of Linux than NET_BIND_SERVICE`],
    mended: tool({
      securityContext: { ...container.securityContext, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
    }),
  },
  {
    rule: podSecurity,
    about: "a pod below which a dialect takes the ground",
    bad: one({}, { dialects: { kubernetes: { securityContext: { seccompProfile: { type: "Unconfined" } } } } }),
    says: [`${first}, container \`service\`: it may make every system call`],
    mended: one({}),
  },
  {
    rule: hostAccess,
    about: "all that is the node's",
    bad: tool(
      { securityContext: { privileged: true }, ports: [{ containerPort: 80, hostPort: 80 }] },
      { hostNetwork: true, volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] },
    ),
    says: [
      "Deployment `tool`: `hostNetwork` shares the node's own with it. Take that out, or run it outside the environments of tenants.",
      "Deployment `tool`: the volume `logs` is a path of the node (`hostPath`)",
      `${main}: it is privileged`,
      `${main}: it takes a port of the node (\`hostPort\`)`,
    ],
    mended: tool({ ports: [{ containerPort: 80 }] }, { volumes: [{ name: "logs", emptyDir: {} }] }),
  },
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
    rule: literalSecret,
    about: "a password, a key and an address with a password",
    bad: tool({
      env: [
        { name: "DB_PASSWORD", value: "hunter2" },
        { name: "KEY", value: "-----BEGIN RSA PRIVATE KEY-----" },
        { name: "DATABASE", value: "postgres://shop:hunter2@db/shop" },
        { name: "TOKENS_PER_SECOND", value: "5" },
      ],
    }),
    says: [
      `${main}: the variable \`DB_PASSWORD\` holds a secret that everyone can read who sees the object. Give it as a secret of Pulumi (\`pulumi.secret\`, \`config.requireSecret\`), which goes into a Secret.`,
      "the variable `KEY` holds a secret",
      "the variable `DATABASE` holds a secret",
    ],
    mended: tool({
      env: [
        { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
        { name: "DATABASE", value: "postgres://db/shop" },
      ],
    }),
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
];
