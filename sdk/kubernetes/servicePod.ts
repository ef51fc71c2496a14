import type { HealthCheck } from "../artifacts/healthCheck.js";
import { type LaterSource, type Leaf, nameOf, whenKnown } from "../later.js";
import type { PodOverlay } from "../planning/dialects.js";
import type { ServicePlan, ServicePort } from "../planning/plan.js";
import { formatMemory } from "../units/memory.js";
import { formatQuantity } from "../units/quantity.js";
import { type Ownership, objectLabels, selectorLabels } from "./labels.js";
import { ownsItsFields, type Rendered } from "./object.js";
import {
  drain,
  drainDelay,
  imagePullSecrets,
  restrictedContainer,
  restrictedPod,
  serviceContainer,
  spread,
} from "./pod.js";
import { isObject, strategicMerge } from "./strategicMerge.js";

/** Seconds a container has to end its requests once it was told to stop. */
const stopSeconds = 30;

/** What a version, or a workflow, belongs to. */
export function ownerOf({ deployment, cluster, name, workflow }: ServicePlan): Ownership {
  return workflow === undefined
    ? { role: "deployment-service", deployment, cluster, service: name }
    : { role: "workflow", deployment, workflow, service: name };
}

/** The pod of a version that runs all the time, with what dialects say put over it. */
export function servicePod(plan: ServicePlan, secret: LaterSource | undefined) {
  const own = {
    ...podOf(plan),
    terminationGracePeriodSeconds: drainDelay + stopSeconds,
    topologySpreadConstraints: spread(selectorLabels(ownerOf(plan))),
    containers: [{ ...container(plan, secret), lifecycle: drain, ...probes(plan) }],
  };
  return strategicMerge(own, restrictedOverlay(plan));
}

/** The pod of something that runs to its end: nobody sends it requests, and it is tried again when it fails. */
export function jobPod(plan: ServicePlan, secret: LaterSource | undefined) {
  const own = { ...podOf(plan), restartPolicy: "OnFailure", containers: [container(plan, secret)] } as const;
  return strategicMerge(own, restrictedOverlay(plan));
}

/** What dialects say; containers that they add are as restricted as the service's own, as far as they say nothing else. */
function restrictedOverlay({ pod, start }: ServicePlan): PodOverlay | undefined {
  if (pod === undefined || start.privileged) return pod;
  const restricted = (container: unknown) =>
    isObject(container) && container.name !== serviceContainer
      ? {
          ...container,
          securityContext: strategicMerge(restrictedContainer, container.securityContext, "SecurityContext"),
        }
      : container;
  const added = ["containers", "initContainers"].flatMap((key) => {
    const list = pod[key];
    return Array.isArray(list) ? [[key, list.map(restricted)] as const] : [];
  });
  return { ...pod, ...Object.fromEntries(added) };
}

function podOf({ pullSecrets, start }: ServicePlan) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...imagePullSecrets(pullSecrets),
    // What may do everything on its node may be anybody in its container.
    securityContext: start.privileged ? {} : restrictedPod,
  };
}

/** The Secret of a version whose values come from other resources. It has no name of its own, so that pods roll with it. */
export function environmentSecret(plan: ServicePlan, namespace: string) {
  if (Object.keys(plan.secretEnvironment).length === 0) return undefined;
  const key = `${plan.key}-environment`;
  return {
    key,
    needs: [],
    nameSource: { path: `name of ${key}`, prefix: `${plan.objectName}-environment` },
    object: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace, labels: objectLabels(ownerOf(plan)), annotations: ownsItsFields },
      stringData: plan.secretEnvironment,
    },
  } as const satisfies Rendered;
}

function container(plan: ServicePlan, secret: LaterSource | undefined) {
  const { start } = plan;
  // Requests and limits are the same: an instance gets what its scale says, no less and no more.
  const resources = {
    cpu: whenKnown(plan.scale.cpu, formatQuantity),
    memory: whenKnown(plan.scale.memory, formatMemory),
  };
  const literals = Object.entries(plan.environment).map(([name, value]) => ({ name, value }));
  const secrets =
    secret === undefined
      ? []
      : Object.keys(plan.secretEnvironment).map((name) => ({
          name,
          valueFrom: { secretKeyRef: { name: nameOf(secret), key: name } },
        }));
  return {
    name: serviceContainer,
    image: plan.image,
    imagePullPolicy: "IfNotPresent",
    ...(start.command === undefined ? {} : { command: start.command }),
    ...(start.args === undefined ? {} : { args: start.args }),
    ports: plan.ports.map((port) => ({ name: port.portName, containerPort: port.number, protocol: "TCP" })),
    env: [...literals, ...secrets],
    resources: { requests: resources, limits: resources },
    securityContext: start.privileged ? { privileged: true } : restrictedContainer,
  } as const;
}

/**
 * Probes from health checks. Vamp's `initial_delay` is the time in which failures do not count, so it becomes a startup
 * probe that asks every second, and a service that is ready early is used early. Without a health check, a service is
 * ready when its first port accepts connections.
 */
function probes({ health, ports }: ServicePlan) {
  if (health === undefined) {
    const [first] = ports;
    return first === undefined ? {} : { readinessProbe: { tcpSocket: { port: first.portName }, periodSeconds: 2 } };
  }
  const { ready, alive } = health;
  // Zero failures allowed means that the first one counts.
  const most = (failures: number) => Math.max(1, failures);
  const { initialDelay: delay, interval, failures } = ready;
  const startup = whenKnown({ delay, interval, failures }, (known) =>
    Math.max(1, Math.ceil((known.delay + known.interval * most(known.failures)) / 1000)),
  );
  return {
    startupProbe: { ...probe(ready, ports), periodSeconds: 1, failureThreshold: startup },
    readinessProbe: { ...probe(ready, ports), failureThreshold: 1 },
    livenessProbe: { ...probe(alive, ports), failureThreshold: whenKnown(alive.failures, most) },
  };
}

function probe(check: HealthCheck, ports: readonly ServicePort[]) {
  const seconds = (milliseconds: Leaf<number>) =>
    whenKnown(milliseconds, (known) => Math.max(1, Math.ceil(known / 1000)));
  return {
    ...probeAction(check, ports),
    periodSeconds: seconds(check.interval),
    timeoutSeconds: seconds(check.timeout),
  };
}

function probeAction({ protocol = "HTTP", port, path }: HealthCheck, ports: readonly ServicePort[]) {
  const target = ports.find((candidate) => candidate.name === port)?.portName ?? port;
  if (protocol === "TCP") return { tcpSocket: { port: target } };
  return { httpGet: { path: path ?? "/", port: target, scheme: protocol === "HTTPS" ? "HTTPS" : "HTTP" } };
}
