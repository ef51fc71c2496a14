import { describe, expect, it } from "vitest";
import { drainTime, renderAgent } from "../../../sdk/kubernetes/agent.js";
import type { KubernetesObject } from "../../../sdk/kubernetes/object.js";
import { drainDelay } from "../../../sdk/kubernetes/pod.js";
import { Later } from "../../../sdk/later.js";
import type { AgentPlan } from "../../../sdk/planning/plan.js";
import { planOf, validPlan, version } from "../planning/plan.js";

const gateways = { 9050: "s/web", sql: { port: "9000/tcp", routes: "t/sql" } };
const tcp = { services: version("q", { ports: { sql: "5432/tcp" } }) };
const clusters = { s: { services: [version("a"), version("b")] }, t: tcp };

function planned(settings: object = {}, more: object = {}): AgentPlan {
  const plan = validPlan({ gateways, clusters }, { agent: settings, ...more }).agent;
  if (plan === undefined) throw new Error("there is something to route");
  return plan;
}

/** The objects of an agent by key; each part as the API would get it. */
function agent(settings: object = {}, plan = planned(settings)) {
  const rendered = renderAgent(plan, "vamp-shop-test", ["a"]);
  const found = (kind: string) =>
    rendered.map(({ object }): KubernetesObject => object).filter((one) => one.kind === kind);
  const [workload] = rendered.flatMap(({ object }) =>
    object.kind === "Deployment" || object.kind === "DaemonSet" ? [object] : [],
  );
  if (workload === undefined) throw new Error("an agent has a workload");
  const { spec } = workload;
  const { template } = spec;
  return { rendered, found, workload, spec, template, pod: template.spec, container: template.spec.containers[0] };
}

describe("the agent", () => {
  it("is a ConfigMap, a Deployment that needs it, and a PodDisruptionBudget", () => {
    const { rendered, spec, found } = agent();
    expect(rendered.map(({ key, object, needs }) => [key, object.kind, needs])).toEqual([
      ["agent-config", "ConfigMap", []],
      ["agent", "Deployment", ["a", "agent-config"]],
      ["agent-budget", "PodDisruptionBudget", []],
    ]);
    expect(found("PodDisruptionBudget")).toMatchObject([{ spec: { maxUnavailable: 1, selector: spec.selector } }]);
  });

  it("has the image and the replicas that were asked for", () => {
    const image = `registry.example.com/haproxy@sha256:${"0".repeat(64)}`;
    const { spec, container } = agent({ image, replicas: 3 });
    expect(spec).toMatchObject({ replicas: 3 });
    expect(container.image).toBe(image);
  });

  it("is done when all its pods are of the last change and available, where somebody waits for a Deployment", () => {
    const waitFor = (settings: object, more: object = {}) =>
      agent(settings, planned(settings, more)).workload.metadata.annotations["pulumi.com/waitFor"];
    expect(waitFor({})).toBe(
      '["jsonpath={.status.updatedReplicas}=2","jsonpath={.status.replicas}=2","jsonpath={.status.availableReplicas}=2"]',
    );
    expect(waitFor({ replicas: 0 })).toBe('["jsonpath={.spec.replicas}=0"]');
    expect(waitFor({ autoscaling: { minimum: 2, maximum: 4 } })).toMatch(
      /^jsonpath=\{\$\[\?@\.updatedReplicas==\$\.spec\.replicas&&\S*\]\}$/,
    );
    expect(waitFor({ kind: "DaemonSet" })).toBeUndefined();
    expect(waitFor({}, { await: { ready: false } })).toBeUndefined();
  });

  it("may write nothing, be nobody and know nothing of the cluster", () => {
    for (const settings of [{}, { update: "reload" }, { kind: "DaemonSet" }]) {
      const { pod, container } = agent(settings);
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 99, runAsGroup: 99 });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      });
    }
  });

  it("has a port for each listener and one for its health, each another", () => {
    expect(agent().container.ports.map(({ name, containerPort }) => `${name} ${containerPort}`)).toEqual([
      "gw-9050 10000",
      "gw-sql 10001",
      "s-web 10002",
      "health 8404",
    ]);
  });

  it("listens on those ports in its configuration", () => {
    const { container } = agent();
    const binds = [...configOf().matchAll(/^ {2}bind :(\d+),/gm)].map(([, port]) => Number(port));
    expect(binds.sort()).toEqual(container.ports.map(({ containerPort }) => containerPort).sort());
  });

  it("mounts the ConfigMap that it was made with, whose name the engine makes up, and tells what is in it", () => {
    const { rendered, pod, container } = agent();
    const [config] = rendered;
    expect(config).toMatchObject({ object: { kind: "ConfigMap" }, nameSource: { prefix: "demo-agent" } });
    expect(config?.object.metadata).not.toHaveProperty("name");
    const name: unknown = expect.objectContaining({ sources: [config && "nameSource" in config && config.nameSource] });
    expect(pod.volumes[0]).toEqual({ name: "config", configMap: { name } });
    expect(container.env).toContainEqual({ name: "VAMP_CONFIG", value: expect.stringMatching(/^[0-9a-f]{10}$/) });
  });

  it("knows the addresses of its pod, also when it reloads", () => {
    for (const settings of [{}, { update: "reload" }]) {
      const { env } = agent(settings).container;
      expect(env).toContainEqual({ name: "VAMP_LISTEN", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } });
      expect(env).toContainEqual({ name: "VAMP_POD_IPS", valueFrom: { fieldRef: { fieldPath: "status.podIPs" } } });
    }
  });

  it("is spread over nodes and over zones", () => {
    const { pod } = agent();
    expect(pod).toMatchObject({
      topologySpreadConstraints: [
        { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
        { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
      ],
    });
  });

  it("runs where it was told to, under the priority it was given", () => {
    const tolerations = [{ key: "edge", operator: "Exists", effect: "NoSchedule", tolerationSeconds: 5 }];
    const place = { priorityClassName: "edge", nodeSelector: { role: "edge" }, tolerations };
    const { pod, template } = agent({ ...place, annotations: { a: "b" } });
    expect(pod).toMatchObject(place);
    expect(template.metadata).toMatchObject({ annotations: { a: "b" } });
  });

  it("writes a line for each request when that is wanted", () => {
    expect(configOf()).not.toContain("log-format");
    expect(configOf({ accessLog: true })).toContain("log-format");
  });
});

describe("the drain time of agents", () => {
  it("is given to what they have begun, and stands in their configuration", () => {
    const { pod, container, spec } = agent();
    expect(configOf()).toContain(`hard-stop-after ${drainTime - drainDelay}s`);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drainTime);
    expect(container.lifecycle.preStop.sleep.seconds).toBe(drainDelay);
    expect(spec).toMatchObject({ strategy: { rollingUpdate: { maxUnavailable: 0 } } });
  });

  it("is what was asked for, and longer for agents that reload", () => {
    const grace = (settings: object) => agent(settings).pod.terminationGracePeriodSeconds;
    expect(grace({ drain: "2m" })).toBe(drainDelay + 120 + 10);
    expect(configOf({ drain: "2m" })).toContain("hard-stop-after 120s");
    expect(grace({ update: "reload" })).toBe(drainDelay + 900 + 10);
  });

  it("begins after a delay, which is what was asked for, and on top of it", () => {
    const { container, pod } = agent({ drainDelay: "30s", drain: "1m" });
    expect(container.lifecycle.preStop.sleep.seconds).toBe(30);
    expect(pod.terminationGracePeriodSeconds).toBe(30 + 60 + 10);
    expect(configOf({ drainDelay: "30s", drain: "1m" })).toContain("hard-stop-after 60s");
    expect(agent({ drainDelay: "100ms" }).container.lifecycle.preStop.sleep.seconds).toBe(1);
  });

  it("may begin after a delay that is known only later", () => {
    const { container, pod } = agent({ drainDelay: Later.of({ path: "drainDelay" }) });
    expect(container.lifecycle.preStop.sleep.seconds).toBeInstanceOf(Later);
    expect(pod.terminationGracePeriodSeconds).toBeInstanceOf(Later);
  });
});

describe("agents on every node", () => {
  it("are a DaemonSet without a number and without a budget, one after the other on each node", () => {
    const { rendered, spec, pod } = agent({ kind: "DaemonSet", replicas: 3 });
    expect(rendered.map(({ key, object }) => [key, object.kind])).toEqual([
      ["agent-config", "ConfigMap"],
      ["agent", "DaemonSet"],
    ]);
    expect(spec).not.toHaveProperty("replicas");
    expect(spec).toMatchObject({ updateStrategy: { rollingUpdate: { maxSurge: "100%", maxUnavailable: 0 } } });
    expect(pod).not.toHaveProperty("topologySpreadConstraints");
  });
});

describe("agents whose number goes with their work", () => {
  it("have an autoscaler and no number of their own, and ask for all that they may use", () => {
    const { found, spec, container } = agent({ autoscaling: { maximum: 8, cpu: 60 } });
    expect(spec).not.toHaveProperty("replicas");
    expect(found("HorizontalPodAutoscaler")).toMatchObject([
      {
        spec: {
          scaleTargetRef: { kind: "Deployment", name: "demo-agent" },
          minReplicas: 2,
          maxReplicas: 8,
          metrics: [{ resource: { name: "cpu", target: { averageUtilization: 60 } } }],
        },
      },
    ]);
    expect(container.resources.requests.cpu).toBe(container.resources.limits.cpu);
  });

  it.each([
    ["on every node", { kind: "DaemonSet", autoscaling: { maximum: 8 } }, "a DaemonSet has an agent on each node"],
    [
      "more at least than at most",
      { autoscaling: { minimum: 9, maximum: 8 } },
      "`minimum` (9) is greater than `maximum` (8)",
    ],
  ])("are refused: %s", (_, settings, message) => {
    expect(() => planOf({ gateways, clusters }, { agent: settings })).toThrow(`agent.autoscaling: error: ${message}`);
  });
});

describe("agents that reload", () => {
  it("keep their ConfigMap, which may change, and their pods", () => {
    const before = agent({ update: "reload" });
    const [config] = before.found("ConfigMap");
    expect(config).toMatchObject({ metadata: { name: "demo-agent-config" } });
    expect(config).not.toHaveProperty("immutable");
    const routes = { a: { weight: "10%" }, b: { weight: "90%" } };
    const shared = { gateways, clusters: { ...clusters, s: { ...clusters.s, gateways: { routes } } } };
    const changed = validPlan(shared, { agent: { update: "reload" } }).agent;
    if (changed === undefined) throw new Error("there is something to route");
    const after = agent({}, changed);
    expect(after.found("ConfigMap")).not.toEqual(before.found("ConfigMap"));
    expect(after.workload).toEqual(before.workload);
  });

  it("have room for what they keep of their configuration, and for what was before it", () => {
    const { pod, container } = agent({ update: "reload" });
    expect(pod.volumes[1]).toEqual({ name: "run", emptyDir: { medium: "Memory", sizeLimit: "4Mi" } });
    expect(container.command.slice(0, 2)).toEqual(["sh", "-c"]);
  });
});

it("agents that nobody measures have no monitor; others have one, and a policy is needed only where nobody comes in", () => {
  expect(agent().found("PodMonitor")).toEqual([]);
  const [pods] = agent({ monitor: "pod" }).found("PodMonitor");
  const selector = { matchLabels: { "io.vamp": "vamp-gateway-agent", "io.vamp.deployment": "demo" } };
  expect(pods?.spec).toMatchObject({ selector, podMetricsEndpoints: [{ port: "health", path: "/metrics" }] });
  const { found } = agent({ monitor: "service" });
  const [service] = found("Service");
  const [services] = found("ServiceMonitor");
  expect(service?.spec).toMatchObject({ clusterIP: "None", ports: [{ name: "health", port: 8404 }] });
  const wanted = { matchLabels: { ...selector.matchLabels, "app.kubernetes.io/component": "metrics" } };
  expect(services?.spec).toMatchObject({ selector: wanted, endpoints: [{ port: "health" }] });
  expect(service?.metadata.labels).toMatchObject(wanted.matchLabels);
});

it("agents whose routes are known only later have one ConfigMap, whose content is known later", () => {
  const weight = Later.of({ path: "weight" });
  const routes = { a: { weight }, b: {} };
  const later = { gateways, clusters: { ...clusters, s: { ...clusters.s, gateways: { routes } } } };
  const plan = validPlan(later).agent;
  if (plan === undefined) throw new Error("there is something to route");
  const [config] = agent({}, plan).found("ConfigMap");
  expect(config).toMatchObject({ data: expect.any(Later) });
});

/** The text of an agent's configuration. */
function configOf(settings: object = {}): string {
  for (const { object } of agent(settings).rendered)
    if (object.kind === "ConfigMap" && !(object.data instanceof Later)) return object.data["haproxy.cfg"] ?? "";
  throw new Error("an agent has a configuration, and all of it is known");
}
