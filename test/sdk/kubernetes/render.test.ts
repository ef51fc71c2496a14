import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { renderDeployment } from "../../../sdk/kubernetes/render.js";
import type { RenderedObject } from "../../../sdk/kubernetes/rendered.js";
import { Later, type LaterSource, latersIn } from "../../../sdk/later.js";
import { environmentPlan } from "../planning/environments.js";
import { validPlan, version } from "../planning/plan.js";

const tutorials = join("test/corpus", "vamp/vamp.io/content/documentation/tutorials");
const tutorial = (name: string) => readFileSync(join(tutorials, `${name}.yml`), "utf8");
const render = (source: unknown, request = {}) => renderDeployment(validPlan(source, request), environmentPlan());
/** The name of an object, if it has one of its own. */
const nameOf = ({ object }: RenderedObject) => ("name" in object.metadata ? object.metadata.name : undefined);
const named = (objects: readonly RenderedObject[]) =>
  objects.map((one) => `${one.key}: ${one.object.kind} ${nameOf(one)}`);
const keys = (objects: readonly RenderedObject[]) => objects.map(({ key }) => key);
const byKey = (objects: readonly RenderedObject[], wanted: string, kind?: string) => {
  const found = objects.find(({ key, object }) => key === wanted && (kind === undefined || object.kind === kind));
  if (found === undefined) throw new Error(`no ${wanted} among ${keys(objects).join(", ")}`);
  return found;
};
const two = { services: [version("a"), version("b")] };

describe("the first tutorial", () => {
  const objects = render(tutorial("deploy-your-first-blueprint#1"));

  it("is these objects", async () => {
    // The agent's are told in its own tests.
    const own = objects.filter(({ key }) => !key.startsWith("agent"));
    const text = own
      .map(({ object }) => stringify(object, { aliasDuplicateObjects: false, lineWidth: 120 }))
      .join("---\n");
    await expect(text).toMatchFileSnapshot("golden/deploy-your-first-blueprint.yaml");
  });

  it("has the agent of its gateway, too", () => {
    expect(named(objects.filter(({ key }) => key.startsWith("agent")))).toEqual([
      "agent-config: ConfigMap undefined",
      "agent: Deployment demo-agent",
      "agent-budget: PodDisruptionBudget demo-agent",
    ]);
  });
});

describe("order", () => {
  it("makes what others depend on first", () => {
    const objects = render(tutorial("split-a-monolith#1"));
    const deployments = objects.filter(({ object }) => object.kind === "Deployment");
    const [backend1, backend2, frontend, agent] = keys(deployments);
    expect([backend1, backend2, frontend, agent]).toEqual([
      expect.stringMatching(/^sava-backend1-/),
      expect.stringMatching(/^sava-backend2-/),
      expect.stringMatching(/^sava-frontend-/),
      "agent",
    ]);
    expect(deployments.map(({ needs }) => needs)).toEqual([
      [],
      [],
      [backend1, backend2, `${frontend}-backend`],
      [frontend, "agent-config"],
    ]);
  });

  it("takes a version away before the Services by which agents that are about to end still reach it", () => {
    const routed = { services: two.services, gateways: { sticky: "instance" } };
    const needs = byKey(render({ gateways: { 9050: "s/web" }, clusters: { s: routed } }), "a").needs;
    expect(needs).toEqual(["a-backend", "a-instances"]);
  });

  it("makes the Service of a cluster after what is behind it", () => {
    expect(byKey(render({ clusters: { s: { services: version("a") } } }), "s-service").needs).toEqual(["a"]);
    expect(byKey(render({ clusters: { s: two } }), "s-service").needs).toEqual(["agent"]);
  });

  it("never needs what comes later or is not there", () => {
    const gateways = { 9050: "s/web" };
    const objects = render({
      gateways,
      clusters: { s: two, t: { services: version("c", { dependencies: { a: "a" } }) } },
    });
    const seen = new Set<string>();
    for (const { key, needs } of objects) {
      expect(needs.filter((needed) => !seen.has(needed))).toEqual([]);
      seen.add(key);
    }
  });

  it.each([
    ["two clusters", { s: two, t: { services: version("c") } }],
    ["names that look a little like keys", { s: { services: [version("x"), version("backend"), version("x-2")] } }],
  ])("gives every object another key, and every kind another name: %s", (_, clusters) => {
    const objects = render({ gateways: { 9050: "s/web" }, clusters });
    expect(new Set(keys(objects)).size).toBe(objects.length);
    expect(new Set(objects.map((one) => `${one.object.kind} ${nameOf(one)}`)).size).toBe(objects.length);
  });
});

describe("pods", () => {
  const pods = render({ clusters: { s: { services: [version("a:1"), version("b")] } } }).flatMap(({ object }) =>
    object.kind === "Deployment" ? [object] : [],
  );

  it("are those of both versions and of the agent", () => {
    expect(pods.map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/^demo-a-1-[0-9a-f]{5}$/),
      "demo-b",
      "demo-agent",
    ]);
  });

  it.each(pods.map((pod) => [String(pod.metadata.name), pod] as const))(
    "pass Pod Security `restricted`: %s",
    (_, pod) => {
      const { template } = pod.spec;
      expect(template.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      });
      expect(template.spec.containers).toHaveLength(1);
      for (const container of template.spec.containers) {
        expect(container.securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
        });
        expect(container.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
        expect(container.resources.requests.cpu).toBeDefined();
      }
      expect(pod.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
      const spread = template.spec.topologySpreadConstraints?.map(({ whenUnsatisfiable }) => whenUnsatisfiable);
      expect(new Set(spread)).toEqual(new Set(["ScheduleAnyway"]));
    },
  );

  it.each(pods.map((pod) => [String(pod.metadata.name), pod] as const))(
    "are found by their own labels: %s",
    (_, pod) => {
      const { selector, template } = pod.spec;
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
      const others = pods.filter((other) => other !== pod).map((other) => other.spec.template.metadata.labels);
      for (const labels of others)
        expect(Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value)).toBe(false);
    },
  );
});

describe("selectors", () => {
  const selectors = (objects: readonly RenderedObject[], kept: (key: string) => boolean) =>
    Object.fromEntries(
      objects.flatMap(({ key, object }) =>
        object.kind === "Deployment" && kept(key) ? [[key, object.spec.selector]] : [],
      ),
    );

  it("of a version and of the agent do not change with weights, versions and scale", () => {
    const one = render({ clusters: { s: { services: version("a") } } }, { hop: "always" });
    const many = render({
      gateways: { 9050: "s/web" },
      clusters: {
        s: {
          services: [{ ...version("b"), scale: { cpu: 1, memory: "1MB", instances: 3 } }, version("a"), version("c")],
          gateways: { routes: { a: { weight: "1%" }, b: { weight: "99%", condition: "has cookie x" } } },
        },
      },
    });
    const kept = (key: string) => key === "a" || key === "agent";
    expect(Object.keys(selectors(one, kept))).toEqual(["a", "agent"]);
    expect(selectors(many, kept)).toEqual(selectors(one, kept));
  });

  it("of a cluster's Service go from the only version to the agent and back, the port's name stays", () => {
    const service = (source: unknown) => {
      const { object } = byKey(render(source), "s-service");
      if (object.kind !== "Service") throw new Error("it is a Service");
      return object;
    };
    const direct = service({ clusters: { s: { services: version("a") } } });
    const routed = service({ clusters: { s: two } });
    expect(direct.spec.selector).toMatchObject({ "io.vamp": "deployment-service", "io.vamp.service": "a" });
    expect(routed.spec.selector).toEqual({ "io.vamp": "vamp-gateway-agent", "io.vamp.deployment": "demo" });
    expect({ ...routed, spec: { ...routed.spec, selector: 0 } }).toEqual({
      ...direct,
      spec: { ...direct.spec, selector: 0 },
    });
  });
});

describe("the ConfigMap of the agent", () => {
  const weights = (a: unknown, b: unknown) => ({
    clusters: { s: { ...two, gateways: { routes: { a: { weight: a }, b: { weight: b } } } } },
  });
  const config = (source: unknown) => {
    const { object, nameSource } = byKey(render(source), "agent-config");
    if (object.kind !== "ConfigMap") throw new Error("it is a ConfigMap");
    return { object, nameSource };
  };

  it("cannot be changed, and has no name of its own", () => {
    const [ninety, again] = [weights("90%", "10%"), weights("90%", "10%")].map(config);
    if (ninety === undefined) throw new Error("there are two");
    expect(ninety.object).toMatchObject({ kind: "ConfigMap", immutable: true });
    expect(again?.object).toEqual(ninety.object);
    expect(ninety.object.metadata).not.toHaveProperty("name");
    expect(ninety.nameSource).toEqual({ path: "name of agent-config", prefix: "demo-agent" });
  });

  it("is known only later when a weight is, and so is nothing else of it", () => {
    const source: LaterSource = { path: "weight" };
    const later = weights(Later.of(source), "10%");
    const { object } = config(later);
    const { data } = object;
    if (!(data instanceof Later)) throw new Error("it is known only later");
    expect(latersIn({ ...object, data: {} })).toEqual([]);
    expect(keys(render(later))).toEqual(keys(render(weights("90%", "10%"))));
    const others = render(later).filter(({ key }) => !key.startsWith("agent"));
    expect(others).toEqual(render(weights("90%", "10%")).filter(({ key }) => !key.startsWith("agent")));
    // The name of the ConfigMap, and what is in it.
    expect(latersIn(byKey(render(later), "agent").object)).toHaveLength(2);
    expect(data.compute(new Map([[source, "90%"]]))).toEqual(config(weights("90%", "10%")).object.data);
    expect(() => data.compute(new Map([[source, "80%"]]))).toThrow("GatewayRouteWeightError");
  });
});

describe("values that come from other resources", () => {
  const source: LaterSource = { path: "password" };
  const breed = {
    name: "a",
    deployable: "i",
    ports: { web: 80 },
    environmentVariables: { PASSWORD: null, LEVEL: "info" },
  };
  const objects = render({
    clusters: { s: { services: { breed, environmentVariables: { PASSWORD: Later.of(source) } } } },
  });

  it("stand in a Secret, which has no name of its own", () => {
    const secret = byKey(objects, "a-environment");
    expect(secret.object).toMatchObject({ kind: "Secret", stringData: { PASSWORD: expect.any(Later) } });
    expect(nameOf(secret)).toBeUndefined();
    expect(secret.nameSource).toBeDefined();
  });

  it("are named in the container by the Secret, never written out", () => {
    const { object } = byKey(objects, "a");
    if (object.kind !== "Deployment") throw new Error("it is a Deployment");
    const [container] = object.spec.template.spec.containers;
    expect("env" in container && container.env).toEqual([
      { name: "LEVEL", value: "info" },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: expect.any(Later), key: "PASSWORD" } } },
    ]);
  });
});
