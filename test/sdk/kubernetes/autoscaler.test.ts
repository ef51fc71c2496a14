import { describe, expect, it } from "vitest";
import { renderDeployment } from "../../../sdk/kubernetes/render.js";
import { environmentPlan } from "../planning/environments.js";
import { validPlan } from "../planning/plan.js";

const blueprint = {
  clusters: {
    s: {
      services: {
        breed: { name: "shop", deployable: "i", ports: { web: 80, admin: 81 } },
        scale: { cpu: 1, memory: "1GB", instances: 3 },
      },
      sla: {
        type: "response_time_sliding_window",
        threshold: { upper: 1000, lower: 100 },
        window: { interval: 600, cooldown: 7200 },
        escalations: { type: "scale_instances", minimum: 0, maximum: 6, scaleBy: 2 },
      },
    },
  },
};

function objects(autoscaling: object) {
  const rendered = renderDeployment(validPlan(blueprint, { autoscaling }), environmentPlan());
  const find = (...kinds: string[]) =>
    rendered.find(({ object, key }) => kinds.includes(object.kind) && !key.startsWith("agent"));
  return { deployment: find("Deployment"), autoscaler: find("HorizontalPodAutoscaler", "ScaledObject") };
}

describe("a version with an SLA", () => {
  it("says no number of instances", () => {
    expect(objects({}).deployment?.object).not.toHaveProperty("spec.replicas");
  });

  it("is scaled by what it uses, within Kubernetes' bounds of times", () => {
    const { deployment, autoscaler } = objects({ memory: 70 });
    const target = (name: string, averageUtilization: number) => ({
      type: "Resource",
      resource: { name, target: { type: "Utilization", averageUtilization } },
    });
    expect(autoscaler?.needs).toEqual([deployment?.key]);
    expect(autoscaler?.object).toMatchObject({
      apiVersion: "autoscaling/v2",
      metadata: { name: "demo-shop", namespace: "vamp-shop-test" },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "demo-shop" },
        minReplicas: 1,
        maxReplicas: 6,
        metrics: [target("cpu", 80), target("memory", 70)],
        behavior: {
          scaleUp: { policies: [{ type: "Pods", value: 2, periodSeconds: 1800 }], stabilizationWindowSeconds: 0 },
          scaleDown: { policies: [{ type: "Pods", value: 2, periodSeconds: 1800 }], stabilizationWindowSeconds: 3600 },
        },
      },
    });
  });

  it("is scaled by the response times that its agents measured of enough requests, where there is a Prometheus to ask", () => {
    const { autoscaler } = objects({ prometheus: "http://prometheus:9090" });
    const backends = '{namespace="vamp-shop-test",proxy=~"(.*[.])?(demo\\\\.shop\\\\.web|demo\\\\.shop\\\\.admin)"}';
    const average = `avg_over_time(haproxy_backend_response_time_average_seconds${backends}[600s])`;
    const requests = `haproxy_backend_http_requests_total${backends}`;
    const measured = `max(${average} and ${requests} > 1536 and increase(${requests}[600s]) > 0)`;
    const time = `1000 * (${measured} or sum(increase(${requests}[600s])) == 0)`;
    expect(autoscaler?.object).toMatchObject({
      apiVersion: "keda.sh/v1alpha1",
      spec: {
        minReplicaCount: 1,
        maxReplicaCount: 6,
        triggers: [
          {
            type: "prometheus",
            metricType: "Value",
            metadata: {
              serverAddress: "http://prometheus:9090",
              query: `2 * (${time} > bool 1000) + (${time} <= bool 1000) * (${time} >= bool 100)`,
              threshold: "1",
            },
          },
        ],
      },
    });
  });
});
