import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, run } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

/** KEDA's own definition of what we make for it, which is enough for the API server to check ours. */
const keda = "github.com/kedacore/keda/v2@v2.18.0";

const sla = {
  type: "response_time_sliding_window",
  threshold: { upper: 1000, lower: 100 },
  window: { interval: 60, cooldown: 60 },
  escalations: { type: "scale_instances", minimum: 2, maximum: 4, scaleBy: 1 },
};
const { gateways, clusters } = JSON.parse(JSON.stringify(shopBlueprint({ "1.0.0": 100 })));
const blueprint = { gateways, clusters: { shop: { ...clusters.shop, sla } } };

const stack = new Stack("scaled");
afterAll(() => stack.dispose());
const get = (kind: string) => JSON.parse(kubectl("-n", stack.namespace, "get", kind, "-o", "json")).items;

describe("a service with an SLA", () => {
  beforeAll(async () => {
    const { Dir } = JSON.parse(run("go", ["mod", "download", "-json", keda], 120));
    kubectl("apply", "--server-side", "-f", join(Dir, "config/crd/bases/keda.sh_scaledobjects.yaml"));
    await stack.up(deploy(blueprint));
  });

  it("is scaled by Kubernetes within its bounds", () => {
    const [autoscaler] = get("hpa");
    expect(autoscaler.spec).toMatchObject({ minReplicas: 2, maxReplicas: 4 });
    const target = autoscaler.spec.scaleTargetRef.name;
    expect(kubectl("-n", stack.namespace, "get", "deployment", target, "-o", "name")).toContain(target);
  });

  it("keeps the number of instances that somebody else chose", async () => {
    const [autoscaler] = get("hpa");
    const target = `deployment/${autoscaler.spec.scaleTargetRef.name}`;
    kubectl("-n", stack.namespace, "scale", target, "--replicas=3");
    await stack.refreshAndUp();
    expect(kubectl("-n", stack.namespace, "get", target, "-o", "jsonpath={.spec.replicas}")).toBe("3");
    await stack.expectNoChanges();
  });

  it("is scaled by KEDA where there is a Prometheus to ask, with what KEDA's own definition takes", async () => {
    await stack.up(deploy(blueprint, { autoscaling: { prometheus: "http://prometheus.monitoring:9090" } }));
    expect(get("hpa")).toEqual([]);
    const [scaled] = get("scaledobjects.keda.sh");
    expect(scaled.spec).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 4, triggers: [{ type: "prometheus" }] });
    await stack.expectNoChanges();
  });
});
