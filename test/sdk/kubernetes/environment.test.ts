import { describe, expect, it } from "vitest";
import { renderEnvironment } from "../../../sdk/kubernetes/environment.js";
import { renderDeployment, renderGateway } from "../../../sdk/kubernetes/render.js";
import { environmentPlan } from "../planning/environments.js";
import { validPlan, version } from "../planning/plan.js";

function objects(settings: object) {
  return renderEnvironment(environmentPlan(settings)).map(({ key, object }) => ({ key, ...object }));
}

const labels = {
  "io.vamp.organisation": "shop",
  "io.vamp.environment": "test",
  "app.kubernetes.io/managed-by": "pulumi",
};

describe("an environment", () => {
  it("is a Namespace with its Pod Security level", () => {
    expect(objects({ annotations: { a: "b" }, labels: { team: "a" } })[0]).toEqual({
      key: "namespace",
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "vamp-shop-test",
        labels: {
          team: "a",
          ...labels,
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
        annotations: { a: "b", "pulumi.com/patchForce": "true" },
      },
    });
  });

  it("lets requests in from itself only, and its own out, unless it is told otherwise", () => {
    expect(objects({})).toMatchObject([
      { key: "namespace" },
      {
        key: "network",
        kind: "NetworkPolicy",
        metadata: { name: "vamp-environment", namespace: "vamp-shop-test", labels },
        spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [{ podSelector: {} }] }] },
      },
    ]);
    expect(objects({ network: { ingress: "open" } }).map(({ key }) => key)).toEqual(["namespace"]);
  });

  it("may keep its pods to itself and the cluster's DNS", () => {
    expect(objects({ network: { egress: "isolated" } })[1]).toMatchObject({
      spec: {
        policyTypes: ["Ingress", "Egress"],
        egress: [
          { to: [{ podSelector: {} }] },
          {
            to: [{ podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
            ports: [
              { protocol: "UDP", port: 53 },
              { protocol: "TCP", port: 53 },
            ],
          },
        ],
      },
    });
  });

  it("may have bounds, for all and for each container", () => {
    const containers = { cpu: 0.1, memory: "64MB", maxMemory: "1Gi" };
    expect(objects({ quota: { "requests.cpu": 4, pods: "20" }, containers })).toMatchObject([
      {},
      { key: "quota", kind: "ResourceQuota", spec: { hard: { "requests.cpu": "4", pods: "20" } } },
      {
        key: "limits",
        kind: "LimitRange",
        spec: {
          limits: [
            {
              type: "Container",
              default: { cpu: "100m", memory: "64M" },
              defaultRequest: { cpu: "100m", memory: "64M" },
              max: { memory: "1Gi" },
            },
          ],
        },
      },
      {},
    ]);
  });

  it("may let groups look, change, and do everything", () => {
    expect(objects({ groups: { view: ["all"], edit: [], admin: ["a", "b"] } }).slice(2)).toMatchObject([
      {
        key: "role-view",
        kind: "RoleBinding",
        metadata: { name: "vamp-view" },
        roleRef: { kind: "ClusterRole", name: "view" },
        subjects: [{ kind: "Group", name: "all" }],
      },
      { key: "role-admin", roleRef: { name: "admin" }, subjects: [{ name: "a" }, { name: "b" }] },
    ]);
  });

  it("leaves the names of its rules to the engine in a Namespace that was there before, where another may have the same", () => {
    const named = (adopt: boolean) =>
      objects({ quota: { pods: 5 }, adopt })
        .slice(1)
        .map(({ metadata }) => "name" in metadata);
    expect(named(false)).toEqual([true, true]);
    expect(named(true)).toEqual([false, false]);
  });

  it("makes what is in it after its Namespace", () => {
    const [, ...rules] = renderEnvironment(environmentPlan({ quota: { pods: "1" }, groups: { view: ["a"] } }));
    expect(rules.map(({ needs }) => needs)).toEqual([["namespace"], ["namespace"], ["namespace"]]);
  });
});

describe("a gateway", () => {
  const { gateways, agent } = validPlan({
    gateways: { 9050: "s/web" },
    clusters: { s: { services: version("a", { ports: { web: 8080 } }) } },
  });
  const [gateway] = gateways;
  if (gateway === undefined) throw new Error("there is a gateway");

  it("lets requests from everywhere reach its port on its agents, in an environment that lets none in", () => {
    expect(renderGateway(gateway, environmentPlan(), "demo", agent).map(({ object }) => object)).toMatchObject([
      {
        kind: "NetworkPolicy",
        metadata: { name: "demo-9050-gateway", namespace: "vamp-shop-test" },
        spec: {
          podSelector: { matchLabels: { "io.vamp": "vamp-gateway-agent", "io.vamp.deployment": "demo" } },
          ingress: [{ ports: [{ protocol: "TCP", port: "gw-9050" }] }],
        },
      },
      { kind: "Service" },
    ]);
  });
});

describe("images", () => {
  it("are pulled with the environment's Secrets", () => {
    const pod = { spec: { template: { spec: { imagePullSecrets: [{ name: "registry" }] } } } };
    const home = environmentPlan({ pullSecrets: ["registry"] });
    const plan = validPlan({ clusters: { s: { services: version("a") } } }, { hop: "always" }, home);
    const deployments = renderDeployment(plan, home).filter(({ object }) => object.kind === "Deployment");
    expect(deployments).toHaveLength(2);
    for (const { object } of deployments) expect(object).toMatchObject(pod);
  });
});

describe("the defaults of an environment", () => {
  const defaults = {
    scale: { instances: 3 },
    agent: { replicas: 4, image: "mirror/haproxy:2.8" },
    gatewayService: { type: "NodePort", annotations: { a: "1", b: "1" } },
    images: { "example/*": "mirror/a:1" },
    labels: { team: "a", "io.vamp": "not mine" },
    annotations: { cost: "b" },
    hop: "always",
    clusterDomain: "example.org",
  };
  const home = environmentPlan({ defaults });
  const blueprint = { gateways: { 9050: "s/web" }, clusters: { s: { services: version("a") } } };

  it("are what its deployments and gateways are where these say nothing", () => {
    const { agent, gateways, clusters } = validPlan(blueprint, {}, home);
    expect(agent).toMatchObject({ replicas: 4, image: "mirror/haproxy:2.8" });
    expect(gateways[0]?.service).toEqual({ type: "NodePort", annotations: { a: "1", b: "1" } });
    expect(clusters[0]?.routed).toBe(true);
    expect(clusters[0]?.services[0]).toMatchObject({
      image: "mirror/a:1",
      scale: { cpu: 1000, memory: 1_000_000_000, instances: 3 },
    });
    expect(JSON.stringify(agent?.listeners)).toContain(".svc.example.org");
  });

  it("give way to what these say, key by key", () => {
    const own = { agent: { replicas: 1 }, gatewayService: { type: "ClusterIP", annotations: { b: "2" } } };
    const { agent, gateways } = validPlan(blueprint, own, home);
    expect(agent).toMatchObject({ replicas: 1, image: "mirror/haproxy:2.8" });
    expect(gateways[0]?.service).toEqual({ type: "ClusterIP", annotations: { a: "1", b: "2" } });
  });

  it("put labels and annotations on all objects and pods, and take none away", () => {
    const plan = validPlan(blueprint, {}, home);
    const [namespace, ...rules] = renderEnvironment(home);
    expect(namespace?.object.metadata.labels).not.toHaveProperty("team");
    const deployed = renderDeployment(plan, home);
    expect(JSON.stringify(deployed)).not.toContain("not mine");
    for (const { object } of [...rules, ...deployed]) {
      expect(object.metadata).toMatchObject({ labels: { team: "a" }, annotations: { cost: "b" } });
      if (object.kind === "Deployment")
        expect(object.spec.template.metadata).toMatchObject({ labels: { team: "a" }, annotations: { cost: "b" } });
    }
  });
});
