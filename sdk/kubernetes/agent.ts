import { configFile, renderConfig } from "../haproxy/config.js";
import { whenKnown } from "../later.js";
import type { AgentPlan } from "../planning/plan.js";
import { type Ownership, objectLabels, selectorLabels } from "./labels.js";
import { shortHash } from "./names.js";
import { ownsItsFields, type Rendered, waiting } from "./object.js";
import {
  disruptionBudget,
  drain,
  drainDelay,
  imagePullSecrets,
  restrictedContainer,
  restrictedPod,
  rollingUpdate,
  spread,
} from "./pod.js";

/** Port of the agent's container for readiness, liveness and metrics. */
export const healthPort = 8404;

/** Seconds from the soft stop of an agent to the cut of what is still open on it. */
export const hardStopAfter = 30;

/**
 * Seconds after which no agent with the routing before is left: the drain time. A connection that was opened before an
 * update may see the old routing until then, one that is opened after it never does.
 */
export const drainTime = drainDelay + hardStopAfter;

/** User of the official image. */
const haproxyUser = 99;

/** Names the agent among the parts of its deployment or gateway. */
export const agentKey = "agent";
const configKey = `${agentKey}-config`;

/** Directory of the configuration in the container; the official image's own. */
const configFolder = "/usr/local/etc/haproxy";

/** A gateway agent: its configuration, its Deployment and its PodDisruptionBudget. */
export function renderAgent(plan: AgentPlan, namespace: string, needs: readonly string[]) {
  const owner: Ownership = { role: "vamp-gateway-agent", deployment: plan.owner };
  const labels = objectLabels(owner);
  const matchLabels = selectorLabels(owner);
  const config = whenKnown(plan.listeners, (listeners) =>
    renderConfig(listeners, { title: plan.owner, healthPort, hardStopAfter, threads: 1 }),
  );
  // The name says the content, so that a change makes a new object, and the same content has the same name everywhere.
  const configName = whenKnown(config, (text) => `${plan.objectName}-${shortHash(text, 10)}`);
  const configMap = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: configName, namespace, labels, annotations: ownsItsFields },
    immutable: true,
    data: { [configFile]: config },
  } as const;
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: plan.objectName, namespace, labels, annotations: waiting(plan.patience) },
    spec: {
      replicas: plan.replicas,
      revisionHistoryLimit: 3,
      selector: { matchLabels },
      // All at once, for agents are small and wait some seconds before they are ready.
      strategy: rollingUpdate("100%"),
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          ...imagePullSecrets(plan.pullSecrets),
          securityContext: { ...restrictedPod, runAsUser: haproxyUser, runAsGroup: haproxyUser, fsGroup: haproxyUser },
          terminationGracePeriodSeconds: drainTime + 10,
          topologySpreadConstraints: spread(matchLabels),
          containers: [container(plan)],
          volumes: [
            { name: "config", configMap: { name: configName } },
            { name: "run", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
          ],
        },
      },
    },
  } as const;
  return [
    { key: configKey, object: configMap, needs: [] },
    { key: agentKey, object: deployment, needs: [...needs, configKey] },
    {
      key: `${agentKey}-budget`,
      object: disruptionBudget(plan.objectName, namespace, labels, matchLabels, ownsItsFields),
      needs: [],
    },
  ] as const satisfies readonly Rendered[];
}

function container(plan: AgentPlan) {
  const ports = plan.listeners.map(({ portName, port }) => ({ name: portName, containerPort: port, protocol: "TCP" }));
  const probe = (path: string) => ({ httpGet: { path, port: "health" } });
  return {
    name: "agent",
    image: plan.image,
    imagePullPolicy: "IfNotPresent",
    command: ["haproxy", "-W", "-db", "-f", `${configFolder}/${configFile}`],
    ports: [...ports, { name: "health", containerPort: healthPort, protocol: "TCP" }],
    readinessProbe: { ...probe("/ready"), periodSeconds: 1, failureThreshold: 2 },
    livenessProbe: { ...probe("/alive"), periodSeconds: 10, failureThreshold: 3 },
    lifecycle: drain,
    resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
    volumeMounts: [
      { name: "config", mountPath: configFolder, readOnly: true },
      { name: "run", mountPath: "/var/run/haproxy" },
    ],
  } as const;
}
