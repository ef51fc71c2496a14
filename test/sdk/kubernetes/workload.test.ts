import { describe, expect, it } from "vitest";
import { renderWorkload } from "../../../sdk/kubernetes/workload.js";
import { validPlan, version } from "../planning/plan.js";

const check = { port: "web", initialDelay: "10s", timeout: "5s", interval: "2s", failures: 3 };

function container(service: unknown) {
  const plan = validPlan({ clusters: { s: { services: service } } }).clusters[0]?.services[0];
  if (plan === undefined) throw new Error("there is one service");
  for (const { object } of renderWorkload(plan, "vamp-shop-test", []))
    if (object.kind === "Deployment") return object.spec.template.spec.containers[0];
  throw new Error("a service has a Deployment");
}

describe("probes", () => {
  it("ask the first port when there is no health check", () => {
    expect(container(version("a"))).toMatchObject({
      readinessProbe: { tcpSocket: { port: "s-web" }, periodSeconds: 2 },
    });
    expect(container(version("a"))).not.toHaveProperty("livenessProbe");
  });

  it("are none without a port", () => {
    expect(Object.keys(container(version("a", { ports: {} }))).filter((key) => key.endsWith("Probe"))).toEqual([]);
  });

  it("are the health check's", () => {
    const httpGet = { path: "/", port: "s-web", scheme: "HTTP" };
    expect(container({ ...version("a"), healthChecks: check })).toMatchObject({
      startupProbe: { httpGet, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 16 },
      readinessProbe: { httpGet, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 1 },
      livenessProbe: { httpGet, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 3 },
    });
  });

  it.each([
    [{ path: "/health", protocol: "HTTPS" }, { httpGet: { path: "/health", port: "s-web", scheme: "HTTPS" } }],
    [{ protocol: "HTTP" }, { httpGet: { path: "/", port: "s-web", scheme: "HTTP" } }],
    [{ protocol: "TCP" }, { tcpSocket: { port: "s-web" } }],
  ])("of %j ask %j", (more, action) => {
    expect(container({ ...version("a"), healthChecks: { ...check, ...more } })).toMatchObject({
      readinessProbe: action,
    });
  });

  it("are within what Kubernetes takes: whole seconds, at least one, and one failure", () => {
    const short = { ...check, initialDelay: 0, timeout: "200ms", interval: "1500ms", failures: 0 };
    expect(container({ ...version("a"), healthChecks: short })).toMatchObject({
      startupProbe: { timeoutSeconds: 1, failureThreshold: 2 },
      livenessProbe: { periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 1 },
    });
  });
});

it("an instance gets what its scale says, no less and no more", () => {
  const { resources } = container({ ...version("a"), scale: { cpu: 0.2, memory: "64MB" } });
  expect(resources).toEqual({ requests: { cpu: "200m", memory: "64M" }, limits: { cpu: "200m", memory: "64M" } });
});

it("ports have the cluster's names", () => {
  expect(container(version("a", { ports: { web: 8080, admin: "9000/tcp" } })).ports).toEqual([
    { name: "s-web", containerPort: 8080, protocol: "TCP" },
    { name: "s-admin", containerPort: 9000, protocol: "TCP" },
  ]);
});
