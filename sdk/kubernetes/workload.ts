import type { HealthCheck } from "../artifacts/healthCheck.js";
import { type LaterSource, type Leaf, nameOf, whenKnown } from "../later.js";
import type { ServicePlan, ServicePort } from "../planning/plan.js";
import { formatMemory } from "../units/memory.js";
import { formatQuantity } from "../units/quantity.js";
import { renderAutoscaler } from "./autoscaler.js";
import { type Labels, type Ownership, objectLabels, selectorLabels } from "./labels.js";
import { ownsItsFields, type Rendered, waiting } from "./object.js";
import {
  disruptionBudget,
  drain,
  drainDelay,
  imagePullSecrets,
  restrictedContainer,
  restrictedPod,
  rollingUpdate,
  serviceContainer,
  spread,
} from "./pod.js";
import { strategicMerge } from "./strategicMerge.js";

/** Seconds a container has to end its requests once it was told to stop. */
const stopSeconds = 30;

/**
 * One version of a cluster: its Deployment, its PodDisruptionBudget and, when values come from other resources, a Secret
 * that holds them. The Secret has no name of its own, so that a changed value makes a new one and the pods roll.
 */
export function renderWorkload(plan: ServicePlan, namespace: string, needs: readonly string[]) {
  const owner: Ownership = {
    role: "deployment-service",
    deployment: plan.deployment,
    cluster: plan.cluster,
    service: plan.name,
  };
  const labels = objectLabels(owner);
  const matchLabels = selectorLabels(owner);
  const secret = renderSecret(plan, namespace, labels);
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: plan.objectName, namespace, labels, annotations: waiting(plan.patience) },
    spec: {
      // Who scales it owns the number.
      ...(plan.scaling === undefined ? { replicas: plan.scale.instances } : {}),
      revisionHistoryLimit: 3,
      selector: { matchLabels },
      strategy: rollingUpdate(1),
      template: {
        metadata: { labels },
        spec: pod(plan, matchLabels, secret?.nameSource),
      },
    },
  } as const;
  return [
    ...(secret === undefined ? [] : [secret]),
    { key: plan.key, object: deployment, needs },
    ...(plan.scaling === undefined ? [] : [renderAutoscaler(plan, namespace, plan.scaling)]),
    {
      key: `${plan.key}-budget`,
      object: disruptionBudget(plan.objectName, namespace, labels, matchLabels, ownsItsFields),
      needs: [],
    },
  ];
}

/** The pod of a version, with what dialects say put over it. */
function pod(plan: ServicePlan, matchLabels: Labels, secret: LaterSource | undefined) {
  const own = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...imagePullSecrets(plan.pullSecrets),
    // What may do everything on its node may be anybody in its container.
    securityContext: plan.start.privileged ? {} : restrictedPod,
    terminationGracePeriodSeconds: drainDelay + stopSeconds,
    topologySpreadConstraints: spread(matchLabels),
    containers: [container(plan, secret)],
  };
  return strategicMerge(own, plan.pod);
}

function renderSecret(plan: ServicePlan, namespace: string, labels: Labels) {
  if (Object.keys(plan.secretEnvironment).length === 0) return undefined;
  const key = `${plan.key}-environment`;
  return {
    key,
    needs: [],
    nameSource: { path: `name of ${key}` },
    object: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace, labels, annotations: ownsItsFields },
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
    lifecycle: drain,
    ...probes(plan),
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
