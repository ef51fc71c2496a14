import { describe, expect, it } from "vitest";
import { drainTime, hardStopAfter, renderAgent } from "../../../sdk/kubernetes/agent.js";
import { drainDelay } from "../../../sdk/kubernetes/pod.js";
import { validPlan, version } from "../planning/plan.js";

const gateways = { 9050: "s/web", sql: { port: "9000/tcp", routes: "t/sql" } };
const tcp = { services: version("q", { ports: { sql: "5432/tcp" } }) };
const clusters = { s: { services: [version("a"), version("b")] }, t: tcp };

function agent(request: Parameters<typeof validPlan>[1] = {}) {
  const plan = validPlan({ gateways, clusters }, request).agent;
  if (plan === undefined) throw new Error("there is something to route");
  const [config, deployment, budget] = renderAgent(plan, "vamp-shop-test", ["a"]);
  return { config, deployment, budget, pod: deployment.object.spec.template.spec };
}

describe("the agent", () => {
  it("is a ConfigMap, a Deployment that needs it, and a PodDisruptionBudget", () => {
    const { config, deployment, budget } = agent();
    expect([config, deployment, budget].map(({ key, object, needs }) => [key, object.kind, needs])).toEqual([
      ["agent-config", "ConfigMap", []],
      ["agent", "Deployment", ["a", "agent-config"]],
      ["agent-budget", "PodDisruptionBudget", []],
    ]);
    expect(budget.object.spec).toEqual({ maxUnavailable: 1, selector: deployment.object.spec.selector });
  });

  it("has the image and the replicas that were asked for", () => {
    const image = `registry.example.com/haproxy@sha256:${"0".repeat(64)}`;
    const { deployment, pod } = agent({ agent: { image, replicas: 3 } });
    expect(deployment.object.spec.replicas).toBe(3);
    expect(pod.containers[0]?.image).toBe(image);
  });

  it("may write nothing, be nobody and know nothing of the cluster", () => {
    const { pod } = agent();
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 99, runAsGroup: 99 });
    expect(pod.containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
  });

  it("has a port for each listener and one for its health, each another", () => {
    const ports = agent().pod.containers[0]?.ports ?? [];
    expect(ports.map(({ name, containerPort }) => `${name} ${containerPort}`)).toEqual([
      "gw-9050 10000",
      "gw-sql 10001",
      "s-web 10002",
      "health 8404",
    ]);
  });

  it("listens on those ports in its configuration", () => {
    const { config, pod } = agent();
    const text = config.object.data["haproxy.cfg"];
    const binds =
      typeof text === "string" ? [...text.matchAll(/^ {2}bind :(\d+)$/gm)].map(([, port]) => Number(port)) : [];
    expect(binds.sort()).toEqual((pod.containers[0]?.ports ?? []).map(({ containerPort }) => containerPort).sort());
  });

  it("mounts the ConfigMap that it was made with", () => {
    const { config, pod } = agent();
    expect(pod.volumes[0]).toEqual({ name: "config", configMap: { name: config.object.metadata.name } });
  });

  it("is given the time to end what it has begun", () => {
    const { deployment, pod } = agent();
    expect(drainTime).toBe(drainDelay + hardStopAfter);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drainTime);
    expect(pod.containers[0]?.lifecycle.preStop.sleep.seconds).toBe(drainDelay);
    expect(deployment.object.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  });
});
