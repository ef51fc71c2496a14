import { describe, expect, it } from "vitest";
import { renderWorkload } from "../../../sdk/kubernetes/workload.js";
import { environmentPlan } from "../planning/environments.js";
import { validPlan, version } from "../planning/plan.js";

const check = { port: "web", initialDelay: "10s", timeout: "5s", interval: "2s", failures: 3 };

function container(service: unknown) {
  const [first] = podOf(service).containers;
  if (first === undefined) throw new Error("a pod has a container");
  return first;
}

function podOf(service: unknown, environment = environmentPlan()) {
  const plan = validPlan({ clusters: { s: { services: service } } }, {}, environment).clusters[0]?.services[0];
  if (plan === undefined) throw new Error("there is one service");
  for (const { object } of renderWorkload(plan, "vamp-shop-test", []))
    if (object.kind === "Deployment") return object.spec.template.spec;
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

describe("what a service says of its pod", () => {
  const dialects = (kubernetes: object) => ({ dialects: { kubernetes } });

  it("is put over what it would be", () => {
    const pod = podOf({
      ...version("a"),
      ...dialects({
        serviceAccountName: "shop",
        tolerations: [{ operator: "Exists" }],
        volumes: [{ name: "data", emptyDir: {} }],
        containers: [{ volumeMounts: [{ name: "data", mountPath: "/data" }] }, { name: "side", image: "side:1" }],
      }),
    });
    expect(pod).toMatchObject({
      serviceAccountName: "shop",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
      tolerations: [{ operator: "Exists" }],
      volumes: [{ name: "data", emptyDir: {} }],
      containers: [
        { name: "service", image: "example/a", volumeMounts: [{ name: "data", mountPath: "/data" }] },
        { name: "side", image: "side:1" },
      ],
    });
  });

  it("is as restricted in containers that it adds, as far as it says nothing else", () => {
    const sides = { containers: [{ name: "side", image: "side:1", securityContext: { runAsUser: 7 } }] };
    const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
    expect(podOf({ ...version("a"), ...dialects({ ...sides, initContainers: [{ name: "first" }] }) })).toMatchObject({
      containers: [{ securityContext: restricted }, { securityContext: { ...restricted, runAsUser: 7 } }],
      initContainers: [{ name: "first", securityContext: restricted }],
    });
    const said = { allowPrivilegeEscalation: true, capabilities: { add: ["CHOWN"] } };
    expect(
      podOf({ ...version("a"), ...dialects({ initContainers: [{ name: "first", securityContext: said }] }) }),
    ).toMatchObject({
      initContainers: [{ securityContext: { ...said, capabilities: { add: ["CHOWN"], drop: ["ALL"] } } }],
    });
  });

  it("is what its container is started with", () => {
    const breed = { name: "a", deployable: "i", arguments: { command: "serve", args: "--port 80" } };
    expect(container({ breed })).toMatchObject({ command: ["serve"], args: ["--port", "80"] });
    expect(container(version("a"))).not.toHaveProperty("command");
  });

  it("may be that it does everything on its node", () => {
    const breed = { name: "a", deployable: "i", arguments: { privileged: true } };
    const pod = podOf({ breed }, environmentPlan({ podSecurity: "privileged" }));
    expect(pod).toMatchObject({ securityContext: {}, containers: [{ securityContext: { privileged: true } }] });
  });
});
