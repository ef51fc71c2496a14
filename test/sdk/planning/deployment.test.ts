import { describe, expect, it } from "vitest";
import { renderDeployment } from "../../../sdk/kubernetes/render.js";
import { Later, latersIn } from "../../../sdk/later.js";
import { backendsOf } from "../../../sdk/routing/table.js";
import { environmentPlan } from "./environments.js";
import { planOf, validPlan, version } from "./plan.js";

const two = { services: [version("a"), version("b")] };
const tcp = { services: [version("q", { ports: { sql: "5432/tcp" } }), version("r", { ports: { sql: "5432/tcp" } })] };

describe("the agent", () => {
  it("is there when there is something to route", () => {
    expect(validPlan({ clusters: { s: { services: version("a") } } }).agent).toBeUndefined();
    expect(validPlan({ clusters: { s: two } }).agent).toMatchObject({
      objectName: "demo-agent",
      owner: "demo",
      image: "haproxy:2.8",
      replicas: 2,
    });
  });

  it("listens for each gateway and each port of a routed cluster, on ports of its own", () => {
    const gateways = { 9050: "s/web", sql: { port: "9000/tcp", routes: "t/sql" } };
    const { agent } = validPlan({ gateways, clusters: { s: two, t: tcp, u: { services: version("c") } } });
    expect(agent?.listeners.map(({ portName, port, mode, table }) => [portName, port, mode, table.gateway])).toEqual([
      ["gw-9050", 10_000, "http", "demo/9050"],
      ["gw-sql", 10_001, "tcp", "demo/sql"],
      ["s-web", 10_002, "http", "demo/s/web"],
      ["t-sql", 10_003, "tcp", "demo/t/sql"],
    ]);
  });

  it("reaches versions by their full name", () => {
    const { agent } = validPlan({ clusters: { s: two } }, { clusterDomain: "example.org" });
    const backends = backendsOf(agent?.listeners.map(({ table }) => table) ?? []);
    expect(backends.map(({ name, title, host, port }) => [name, title, host, port])).toEqual([
      ["demo.a.web", "s/a/web", "demo-a-backend.vamp-shop-test.svc.example.org", 8080],
      ["demo.b.web", "s/b/web", "demo-b-backend.vamp-shop-test.svc.example.org", 8080],
    ]);
  });
});

describe("a gateway of the blueprint", () => {
  it.each([
    ["9050", "s/web", { name: "demo/9050", key: "9050", number: 9050, type: "http" }],
    ["9050/tcp", "t/sql", { name: "demo/9050", key: "9050", number: 9050, type: "tcp" }],
    ["sql", { port: "9000/tcp", routes: "t/sql" }, { name: "demo/sql", key: "sql", number: 9000, type: "tcp" }],
    ["web", { port: 80, routes: "s/web" }, { name: "demo/web", key: "web", serviceName: "demo-web", number: 80 }],
    ["9050", { port: 80, routes: "s/web" }, { name: "demo/9050", number: 80 }],
  ])("%s: %j", (key, gateway, expected) => {
    const { gateways } = validPlan({ gateways: { [key]: gateway }, clusters: { s: two, t: tcp } });
    expect(gateways).toMatchObject([expected]);
  });

  it("shares its requests as the only cluster it leads to", () => {
    const cluster = { ...two, gateways: { routes: { a: { weight: "75%" }, b: { weight: "25%" } } } };
    const { gateways } = validPlan({ gateways: { 9050: "s/web" }, clusters: { s: cluster } });
    expect(gateways[0]?.listener.table).toMatchObject({
      gateway: "demo/9050",
      pool: [
        { route: "a", weight: 7500, target: { kind: "backend", name: "demo.a.web" } },
        { route: "b", weight: 2500, target: { kind: "backend", name: "demo.b.web" } },
      ],
    });
  });

  it("leads to the tables of several clusters", () => {
    const routes = { "s/web": { weight: "90%" }, "u/web": { weight: "10%", condition: "host == u.example.com" } };
    const { gateways, clusters } = validPlan({
      gateways: { 9050: { routes } },
      clusters: { s: two, u: { services: version("c") } },
    });
    const { conditions, pool } = gateways[0]?.listener.table ?? {};
    expect(
      pool?.map(({ route, weight, target }) => [route, weight, target.kind === "table" && target.gateway]),
    ).toEqual([
      ["s/web", 9000, "demo/s/web"],
      ["u/web", 1000, "demo/u/web"],
    ]);
    expect(conditions?.map(({ route }) => route)).toEqual(["u/web"]);
    expect(clusters.map(({ routed }) => routed)).toEqual([true, false]);
  });
});

it("a new service of a cluster gets nothing where the others have all", () => {
  const gateways = { web: { routes: { a: { weight: "90%" }, b: { weight: "10%" } } } };
  const { agent } = validPlan({ clusters: { s: { services: [...two.services, version("c")], gateways } } });
  expect(agent?.listeners[0]?.table.pool.map(({ route, weight }) => [route, weight])).toEqual([
    ["a", 9000],
    ["b", 1000],
    ["c", 0],
  ]);
});

describe("what is known only later", () => {
  const later = (path: string) => Later.of({ path });
  const blueprint = (leaf: { image?: unknown; instances?: unknown; weight?: unknown }) => ({
    gateways: { 9050: "s/web" },
    clusters: {
      s: {
        services: [
          {
            breed: { name: "a", deployable: leaf.image ?? "example/a", ports: { web: 8080 } },
            scale: { cpu: 1, memory: "1MB", instances: leaf.instances ?? 1 },
          },
          version("b"),
        ],
        gateways: { routes: { a: { weight: leaf.weight ?? "60%" }, b: { weight: "40%" } } },
      },
    },
  });
  const paths = (structure: unknown) => latersIn(structure).flatMap((one) => one.sources.map(({ path }) => path));
  const known = validPlan(blueprint({}));

  it("is an image, and nothing else", () => {
    const plan = validPlan(blueprint({ image: later("image") }));
    expect(paths(plan)).toEqual(["image"]);
    expect(plan.agent).toEqual(known.agent);
    expect(plan.clusters[0]?.services[0]?.image).toBeInstanceOf(Later);
  });

  it("is a number of instances, and nothing else", () => {
    const plan = validPlan(blueprint({ instances: later("instances") }));
    expect(paths(plan)).toEqual(["instances"]);
    expect(plan.clusters[0]?.services[0]?.scale.instances).toBeInstanceOf(Later);
  });

  it("is the weights of the gateway, and nothing else", () => {
    const plan = validPlan(blueprint({ weight: later("weight") }));
    expect(plan.clusters).toEqual(known.clusters);
    expect(new Set(paths(plan))).toEqual(new Set(["weight"]));
    // Two weights, seen from the gateway, in its plan and in the agent's, and from the cluster.
    expect(paths(plan)).toHaveLength(6);
    const [gateway, cluster] = plan.agent?.listeners ?? [];
    for (const listener of [gateway, cluster])
      expect(listener?.table.pool.map(({ weight }) => weight instanceof Later)).toEqual([true, true]);
  });
});

it("a plan is the same for the same blueprint", () => {
  const blueprint = { gateways: { 9050: "s/web" }, clusters: { s: two, t: tcp } };
  expect(validPlan(blueprint)).toEqual(validPlan(JSON.parse(JSON.stringify(blueprint))));
});

describe("names that would be there twice are refused or made different", () => {
  const sla = {
    type: "response_time_sliding_window",
    threshold: { upper: 1000, lower: 100 },
    window: { interval: 600, cooldown: 600 },
    escalations: { type: "scale_instances", minimum: 1, maximum: 3, scaleBy: 1 },
  };
  const names = (plan: ReturnType<typeof planOf>["plan"]) => [
    ...renderDeployment(plan, environmentPlan()).flatMap(({ key, object: { kind, metadata } }) => [
      `part ${key}`,
      ...("name" in metadata ? [`${kind} ${JSON.stringify(metadata.name)}`] : []),
    ]),
    ...plan.gateways.map(({ serviceName }) => `Service "${serviceName}"`),
    ...(plan.agent?.listeners ?? []).map(({ portName }) => `port ${portName}`),
  ];
  it.each<[string, unknown]>([
    [
      "a gateway and a cluster",
      { gateways: { s: { port: 80, routes: "s/web" } }, clusters: { s: { services: version("a") } } },
    ],
    [
      "a breed and another's autoscaler",
      { clusters: { s: { services: version("web"), sla }, t: { services: version("web-autoscaler") } } },
    ],
    [
      "a breed and the agent's autoscaler",
      { gateways: { 80: "s/web" }, clusters: { s: { services: version("agent-autoscaler") } } },
    ],
    ["a breed and the agent", { gateways: { 80: "s/web" }, clusters: { s: { services: version("agent") } } }],
    [
      "a cluster and a version's Service",
      {
        gateways: { 80: "s/web" },
        clusters: { s: { services: version("x") }, "x-backend": { services: version("y") } },
      },
    ],
    [
      "a gateway's port and a cluster's",
      {
        gateways: { 80: "gw/80" },
        clusters: { gw: { services: [version("a", { ports: { 80: 1 } }), version("b", { ports: { 80: 1 } })] } },
      },
    ],
    [
      "two clusters' ports",
      {
        clusters: {
          a: { services: [version("x", { ports: { "b-c": 1 } }), version("y", { ports: { "b-c": 1 } })] },
          "a-b": { services: [version("z", { ports: { c: 1 } }), version("q", { ports: { c: 1 } })] },
        },
      },
    ],
  ])("%s", (_, blueprint) => {
    const { plan, problems } = planOf(blueprint);
    const refused = problems.some((problem) => problem.startsWith("DuplicateObjectName"));
    if (!refused) expect(new Set(names(plan)).size).toBe(names(plan).length);
  });

  it("two backends", () => {
    const { agent } = validPlan({
      gateways: { 1: "s/b-c", 2: "t/c" },
      clusters: {
        s: { services: version("a", { ports: { "b-c": 80 } }) },
        t: { services: version("a-b", { ports: { c: 90 } }) },
      },
    });
    expect(backendsOf(agent?.listeners.map(({ table }) => table) ?? []).map(({ port }) => port)).toEqual([80, 90]);
  });
});

it.each([
  ["a gateway that speaks HTTP in front of a port that does not", { gateways: { 80: "t/sql" }, clusters: { t: tcp } }],
  [
    "a gateway without HTTP in front of conditions",
    {
      gateways: { "80/tcp": "s/web" },
      clusters: { s: { ...two, gateways: { routes: { a: { condition: "has cookie x" } } } } },
    },
  ],
])("%s is refused", (_, blueprint) => {
  expect(() => validPlan(blueprint)).toThrow();
});

it("a gateway with more decisions than HAProxy counts is refused", () => {
  const services = Array.from({ length: 101 }, (_, index) => version(`v${index}`));
  const routes = Object.fromEntries(
    services.map(({ breed }) => [breed.name, { condition: "has cookie x", conditionStrength: "50%" }]),
  );
  const { problems } = planOf({ clusters: { s: { services, gateways: { routes } } } });
  expect(problems).toEqual(["InvalidValue "]);
});

describe("a share of nothing", () => {
  const services = version("a");

  it("for the only version keeps requests from it: the agent decides", () => {
    const gateways = { routes: { a: { weight: "0%" } } };
    const { clusters, agent } = validPlan({ clusters: { s: { services, gateways } } });
    expect(clusters[0]?.routed).toBe(true);
    expect(agent?.listeners[0]?.table.pool.map(({ weight }) => weight)).toEqual([0]);
  });

  it("for a gateway's only route keeps requests from it", () => {
    const { gateways } = validPlan({
      gateways: { 80: { routes: { "s/web": { weight: "0%" } } } },
      clusters: { s: { services } },
    });
    expect(gateways[0]?.listener.table.pool.map(({ weight }) => weight)).toEqual([0]);
  });
});
