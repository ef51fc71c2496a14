import { hostAccess } from "../../../policies/rules/workloads/hostAccess.js";
import { podSecurity } from "../../../policies/rules/workloads/podSecurity.js";
import { Other } from "../../components/mocks.js";
import { container, deploys, pod, shop, tool, version } from "../programs.js";
import type { Case } from "./case.js";

/** One version: what is said of its breed, and of its service. */
const one = (breed: object, service: object = {}) =>
  deploys(shop({ "shop:1.0.0": { weight: "100%" } }, [{ ...version("1.0.0", breed), ...service }]));
const main = "Deployment `tool`, container `main`";

/** A tool whose container, or whose pod, says more in its security context. */
const inContainer = (said: object) => tool({ securityContext: { ...container.securityContext, ...said } });
const inPod = (said: object) => tool({}, { securityContext: { ...pod.securityContext, ...said } });

/** A tool whose container says all that the standard wants, and whose pod says something itself. */
const rootPod = (said: object) =>
  tool(
    { securityContext: { ...container.securityContext, ...pod.securityContext, runAsUser: 1000 } },
    { securityContext: said },
  );

/** A tool for an operating system, which says only what the standard wants of Windows. */
const windows = (name: string) =>
  tool({ securityContext: undefined }, { os: { name }, securityContext: { runAsNonRoot: true } });

/** A tool with an annotation of its pods. */
const annotated = (profile: string) =>
  tool({}, {}, {}, {}, { annotations: { "container.apparmor.security.beta.kubernetes.io/main": profile } });

/** How pods keep to the standard of Kubernetes, and off their node. */
export const podSecurityCases: readonly Case[] = [
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
    says: [
      `${main}: it runs as root`,
      `${main}: it gets more capabilities of Linux than NET_BIND_SERVICE. Take \`SYS_TIME\` out of \`add\`.`,
    ],
    mended: tool({
      securityContext: { ...container.securityContext, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
    }),
  },
  {
    rule: podSecurity,
    about: "a pod below which a dialect takes the ground",
    bad: one({}, { dialects: { kubernetes: { securityContext: { seccompProfile: { type: "Unconfined" } } } } }),
    says: [
      `blueprint.clusters.shop.services[0].breed: Deployment \`shop-shop-1-0-0-8c1b8\` (shop:1.0.0): it may make every system call`,
    ],
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
    rule: podSecurity,
    about: "all of /proc, an SELinux label and a process without AppArmor in a container",
    bad: inContainer({
      procMount: "Unmasked",
      appArmorProfile: { type: "Unconfined" },
      seLinuxOptions: { type: "spc_t" },
    }),
    says: [
      `${main}: it sees all of \`/proc\`. Take \`procMount\` out of its security context.`,
      `${main}: AppArmor does not confine it. Set \`appArmorProfile: { type: RuntimeDefault }\` in its security context.`,
      `${main}: it chooses its own SELinux label. Take \`seLinuxOptions\` out of its security context, or all but a \`type\` for containers.`,
    ],
    mended: inContainer({
      procMount: "Default",
      appArmorProfile: { type: "Localhost", localhostProfile: "own" },
      seLinuxOptions: { type: "container_engine_t", level: "s0:c1,c2" },
    }),
  },
  {
    rule: podSecurity,
    about: "the same of a pod, and a sysctl that is not safe",
    bad: inPod({
      appArmorProfile: { type: "Unconfined" },
      seLinuxOptions: { user: "system_u" },
      sysctls: [{ name: "kernel.msgmax", value: "1" }],
    }),
    says: [
      "Deployment `tool`: AppArmor does not confine it",
      "Deployment `tool`: it chooses its own SELinux label",
      "Deployment `tool`: the sysctl `kernel.msgmax` is not among those that are safe for other pods. Take it out.",
    ],
    mended: inPod({
      appArmorProfile: { type: "RuntimeDefault" },
      seLinuxOptions: { type: "container_t" },
      sysctls: [{ name: "net.ipv4.tcp_keepalive_time", value: "600" }],
    }),
  },
  {
    rule: podSecurity,
    about: "an AppArmor profile by annotation",
    bad: annotated("unconfined"),
    says: [
      "Deployment `tool`: its annotation `container.apparmor.security.beta.kubernetes.io/main` takes the AppArmor profile `unconfined`. Take it out, or name `runtime/default`.",
    ],
    mended: annotated("localhost/own"),
  },
  {
    rule: podSecurity,
    about: "a volume of a server",
    bad: tool({}, { volumes: [{ name: "files", nfs: { server: "files.example.com", path: "/" } }] }),
    says: [
      "Deployment `tool`: the volume `files` is of a type that the standard does not take. Claim it by a `persistentVolumeClaim`",
    ],
    mended: tool({}, { volumes: [{ name: "files", persistentVolumeClaim: { claimName: "files" } }] }),
  },
  {
    rule: podSecurity,
    about: "capabilities that are kept, and leaves those alone that a preview does not know",
    bad: inContainer({ capabilities: { drop: ["NET_RAW"] } }),
    says: [`${main}: it keeps capabilities of Linux. Set \`capabilities: { drop: [ALL] }\``],
    mended: () => inContainer({ capabilities: { drop: [new Other("later").text] } })(),
  },
  {
    rule: podSecurity,
    about: "probes and hooks of other hosts",
    bad: tool({
      livenessProbe: { httpGet: { host: "metadata.example.com", path: "/", port: 80 } },
      lifecycle: { preStop: { httpGet: { host: "metadata.example.com", path: "/", port: 80 } } },
    }),
    says: [
      `${main}: the node asks another host for its \`livenessProbe\`. Take \`host\` out of it.`,
      `${main}: the node asks another host for its \`preStop\`. Take \`host\` out of it.`,
    ],
    mended: tool({ livenessProbe: { httpGet: { host: "", path: "/", port: 80 } } }),
  },
  {
    rule: podSecurity,
    about: "a pod's own wrong word, also where every container says otherwise",
    bad: rootPod({ runAsUser: 0, runAsNonRoot: false, seccompProfile: { type: "Unconfined" } }),
    says: [
      "Deployment `tool`: it may run as root. Set `runAsNonRoot: true` in its security context.",
      "Deployment `tool`: it runs as root. Set `runAsUser: 1000` in its security context.",
      "Deployment `tool`: it may make every system call. Set `seccompProfile: { type: RuntimeDefault }` in its security context.",
    ],
    mended: rootPod({}),
  },
  {
    rule: podSecurity,
    about: "a container's own wrong word, also where its pod says otherwise",
    bad: inContainer({ runAsNonRoot: false, seccompProfile: { localhostProfile: "own" } }),
    says: [`${main}: it may run as root`, `${main}: it may make every system call`],
    mended: inContainer({ runAsNonRoot: true, seccompProfile: { type: "Localhost", localhostProfile: "own" } }),
  },
  {
    rule: podSecurity,
    about: "a pod that does not say that it is one of Windows, of which less is asked",
    bad: windows("linux"),
    says: [
      `${main}: it may make every system call`,
      `${main}: it may get more rights than it began with`,
      `${main}: it keeps capabilities of Linux`,
    ],
    mended: windows("windows"),
  },
  {
    rule: podSecurity,
    about: "a pod of Windows that may run as root",
    bad: tool({ securityContext: undefined }, { os: { name: "windows" }, securityContext: undefined }),
    says: [`${main}: it may run as root`],
    mended: windows("windows"),
  },
  {
    rule: podSecurity,
    about: "a volume of a type that the standard does not take, and takes one of an image",
    bad: tool({}, { volumes: [{ name: "model", gitRepo: { repository: "https://git.example.com/model" } }] }),
    says: ["Deployment `tool`: the volume `model` is of a type that the standard does not take"],
    mended: tool({}, { volumes: [{ name: "model", image: { reference: "example/model:1.0" } }] }),
  },
  {
    rule: podSecurity,
    about: "a sysctl that reaches beyond the pod, and takes those of its own sockets",
    bad: inPod({ sysctls: [{ name: "net.core.somaxconn", value: "1024" }] }),
    says: ["Deployment `tool`: the sysctl `net.core.somaxconn` is not among those that are safe for other pods"],
    mended: inPod({ sysctls: [{ name: "net.ipv4.tcp_rmem", value: "4096 131072 6291456" }] }),
  },
  {
    rule: hostAccess,
    about: "processes of a Windows node",
    bad: tool(
      { securityContext: { ...container.securityContext, windowsOptions: { hostProcess: true } } },
      { securityContext: { ...pod.securityContext, windowsOptions: { hostProcess: true } } },
    ),
    says: [
      "Deployment `tool`: its containers are processes of the node (`hostProcess`)",
      `${main}: it is a process of the node (\`hostProcess\`)`,
    ],
    mended: inContainer({ windowsOptions: { hostProcess: false } }),
  },
];
