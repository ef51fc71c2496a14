import { podVariables } from "../haproxy/addresses.js";
import { configFolder } from "../haproxy/files.js";
import { reloadScript, settledAfter } from "../haproxy/reload.js";
import { whenKnown } from "../later.js";
import type { AgentSize } from "../planning/agentSize.js";
import type { AgentPlan } from "../planning/plan.js";
import { formatMemory } from "../units/memory.js";
import { formatQuantity } from "../units/quantity.js";
import type { agentFiles } from "./agentFiles.js";
import { agentOwner, healthPort, healthPortName } from "./agentNames.js";
import { selectorLabels } from "./labels.js";
import { drainAfter, imagePullSecrets, restrictedContainer, restrictedPod, spread } from "./pod.js";

/** User of the official image. */
const haproxyUser = 99;

/** Folder in which an agent may write. */
const runFolder = "/var/run/haproxy";

/** Seconds that an agent has to end beyond its drain time. */
const endDelay = 10;

/** Pods of a gateway agent. */
export function agentPod(plan: AgentPlan, size: AgentSize, files: ReturnType<typeof agentFiles>) {
  const { priorityClassName, nodeSelector, tolerations } = plan;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...imagePullSecrets(plan.pullSecrets),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    securityContext: { ...restrictedPod, runAsUser: haproxyUser, runAsGroup: haproxyUser, fsGroup: haproxyUser },
    terminationGracePeriodSeconds: whenKnown(
      { delay: plan.drainDelay, drain: plan.drain },
      ({ delay, drain }) => delay + drain + endDelay,
    ),
    ...(plan.kind === "DaemonSet" ? {} : { topologySpreadConstraints: spreadWide(plan) }),
    containers: [container(plan, size, files)],
    volumes: [
      files.volume,
      { name: "run", emptyDir: { medium: "Memory", sizeLimit: files.rereads ? `${files.copies}Mi` : "1Mi" } },
    ],
  } as const;
}

/** Over zones, and over nodes. */
function spreadWide(plan: AgentPlan) {
  const overNodes = spread(selectorLabels(agentOwner(plan)));
  return [...overNodes, ...overNodes.map((one) => ({ ...one, topologyKey: "topology.kubernetes.io/zone" }))];
}

/** The addresses of the pod, for what listens in it. */
const podAddresses = [
  { name: podVariables.first, valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
  { name: podVariables.all, valueFrom: { fieldRef: { fieldPath: "status.podIPs" } } },
] as const;

function container(plan: AgentPlan, { cpu, memory }: AgentSize, files: ReturnType<typeof agentFiles>) {
  const ports = plan.listeners.map(({ portName, port }) => ({ name: portName, containerPort: port, protocol: "TCP" }));
  const probe = (path: string) => ({ httpGet: { path, port: healthPortName } });
  return {
    name: "agent",
    image: plan.image,
    imagePullPolicy: "IfNotPresent",
    ...(files.rereads
      ? { command: ["sh", "-c", reloadScript, "agent", configFolder, runFolder, String(settledAfter)] }
      : { command: ["haproxy", "-W", "-db", "-f", configFolder] }),
    env: [...(files.rereads ? [] : [{ name: "VAMP_CONFIG", value: files.content }]), ...podAddresses],
    ports: [...ports, { name: healthPortName, containerPort: healthPort, protocol: "TCP" }],
    readinessProbe: { ...probe("/ready"), periodSeconds: 1, failureThreshold: 2 },
    livenessProbe: { ...probe("/alive"), periodSeconds: 10, failureThreshold: 3 },
    lifecycle: drainAfter(plan.drainDelay),
    resources: {
      requests: { cpu: whenKnown(cpu.request, formatQuantity), memory: whenKnown(memory.request, formatMemory) },
      limits: { cpu: whenKnown(cpu.limit, formatQuantity), memory: whenKnown(memory.limit, formatMemory) },
    },
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
    volumeMounts: [
      { name: "config", mountPath: configFolder, readOnly: true },
      { name: "run", mountPath: runFolder },
    ],
  } as const;
}
