import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, run, sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Prometheus } from "./prometheus.js";
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

interface Pod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly podIP: string };
}

const stack = new Stack("scaled");
const prometheus = new Prometheus();
afterAll(async () => {
  await prometheus.stop();
  stack.dispose();
});
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

  it("is left as it is until its agents have answered enough requests to be believed, and then scaled by them", async () => {
    const [scaled] = get("scaledobjects.keda.sh");
    const { query } = scaled.spec.triggers[0].metadata;
    const agents = get("pods").filter((pod: Pod) => pod.metadata.labels["io.vamp"] === "vamp-gateway-agent");
    await prometheus.start(
      agents.map(({ metadata, status }: Pod) => ({
        job_name: metadata.name,
        static_configs: [{ targets: [`${status.podIP}:8404`], labels: { namespace: stack.namespace } }],
      })),
    );
    const url = await stack.serviceUrl("shop-9050");
    const asked = async () => (await prometheus.query(query)).map(({ value }) => value[1]);
    expect(sendRequests(url, 200).failed).toBe(0);
    const up = `up{namespace="${stack.namespace}"} == 1`;
    await expect.poll(() => prometheus.query(up), { timeout: 20_000 }).toHaveLength(agents.length);
    const busy = `increase(haproxy_backend_http_requests_total{namespace="${stack.namespace}"}[60s]) > 0`;
    await expect
      .poll(
        async () => {
          sendRequests(url, 10);
          return (await prometheus.query(busy)).length;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    expect(await asked()).toEqual([]);
    // Its answers take less than the lower threshold, so it is asked for fewer instances.
    for (let sent = 0; sent < 20_000; sent += 2_000) expect(sendRequests(url, 2_000).failed).toBe(0);
    await expect.poll(asked, { timeout: 20_000 }).toEqual(["0"]);
  });
});
