import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, root, sendRequests } from "./lab.js";
import { defineMonitors } from "./operator.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Prometheus } from "./prometheus.js";
import { Stack } from "./stack.js";

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
}

const dashboard = JSON.parse(readFileSync(join(root, "docs/grafana/gateways.json"), "utf8")) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

const stack = new Stack("dashboard");
const prometheus = new Prometheus();
afterAll(async () => {
  await prometheus.stop();
  stack.dispose();
});

/** The scrape of an agent, with what its PodMonitor says, as the operator would write it. */
function scrape(pod: { metadata: { name: string }; status: { podIP: string } }): object {
  const monitor = JSON.parse(kubectl("-n", stack.namespace, "get", "podmonitor", "shop-agent", "-o", "json"));
  const [{ path, relabelings, metricRelabelings }] = monitor.spec.podMetricsEndpoints;
  const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const rules = (list: readonly object[]) =>
    list.map((rule) => Object.fromEntries(Object.entries(rule).map(([key, value]) => [snake(key), value])));
  return {
    job_name: pod.metadata.name,
    metrics_path: path,
    static_configs: [
      { targets: [`${pod.status.podIP}:8404`], labels: { namespace: stack.namespace, pod: pod.metadata.name } },
    ],
    relabel_configs: rules(relabelings),
    metric_relabel_configs: rules(metricRelabelings),
  };
}

beforeAll(async () => {
  defineMonitors();
  await stack.up(deploy(shopBlueprint({ "1.0.0": 75, "1.1.0": 25 }), { agent: { monitor: "pod" } }));
  const agents = ["-n", stack.namespace, "get", "pods", "-l", "io.vamp=vamp-gateway-agent", "-o", "json"];
  await prometheus.start(JSON.parse(kubectl(...agents)).items.map(scrape));
  for (let round = 0; round < 6; round++) {
    expect(sendRequests(await stack.serviceUrl("shop-9050"), 400).failed).toBe(0);
    await new Promise((done) => setTimeout(done, 1_000));
  }
});

/** A query as Grafana would send it. */
function filled(expr: string): string {
  return expr
    .replaceAll("$namespace", stack.namespace)
    .replaceAll("$deployment", ".*")
    .replaceAll("$__rate_interval", "20s");
}

describe("the dashboard of gateways", () => {
  it.each(queries)("has something to show: %s", async (_, expr) => {
    await expect
      .poll(async () => (await prometheus.query(filled(expr))).length, { timeout: 20_000 })
      .toBeGreaterThan(0);
  });

  it("shows each version with its share of the requests, and each gateway", async () => {
    const of = async (title: string) => {
      const expr = queries.find(([one]) => one === title)?.[1] ?? "";
      return prometheus.query(filled(expr));
    };
    const shares = await of("Share of requests by version");
    const share = (version: string) =>
      Number(shares.find(({ metric }) => metric.service?.startsWith(`shop-${version}`))?.value[1]);
    expect(share("1-0-0")).toBeGreaterThan(0.7);
    expect(share("1-0-0") + share("1-1-0")).toBeCloseTo(1);
    expect((await of("Requests by gateway")).map(({ metric }) => metric.gateway)).toContain("shop.9050");
  });

  it("offers namespaces and gateways that are there", async () => {
    for (const { query } of dashboard.templating.list) {
      const [, series, label = ""] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
      if (series === undefined) continue;
      const found = await prometheus.query(filled(series));
      expect(found.length).toBeGreaterThan(0);
      for (const { metric } of found) expect(metric[label]).toBeTruthy();
    }
  });
});
