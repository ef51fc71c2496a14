import { describe, expect, it } from "vitest";
import { Later, type LaterSource } from "../../../sdk/later.js";
import { marked } from "../reading/read.js";
import { planOf, validPlan, version } from "./plan.js";

const clusterOf = (cluster: unknown, request = {}) => validPlan({ clusters: { s: cluster } }, request).clusters[0];
const serviceOf = (service: unknown, request = {}) => clusterOf({ services: service }, request)?.services[0];

describe("names", () => {
  it("are Vamp's, made fit for Kubernetes", () => {
    expect(serviceOf(version("shop:1.0.0"))).toMatchObject({
      name: "shop:1.0.0",
      cluster: "s",
      deployment: "demo",
      key: expect.stringMatching(/^shop-1-0-0-[0-9a-f]{5}$/),
      objectName: expect.stringMatching(/^demo-shop-1-0-0-[0-9a-f]{5}$/),
      backendName: expect.stringMatching(/^demo-shop-1-0-0-[0-9a-f]{5}-backend$/),
    });
    expect(clusterOf({ services: version("a") })).toMatchObject({ name: "s", serviceName: "demo-s" });
  });

  it("stay while versions and weights change", () => {
    const one = validPlan({ clusters: { s: { services: [version("a")] } } });
    const two = validPlan({
      clusters: {
        s: {
          services: [version("b"), version("a")],
          gateways: { routes: { a: { weight: "1%" }, b: { weight: "99%" } } },
        },
      },
    });
    const names = (plan: typeof one) => ({
      service: plan.clusters[0]?.serviceName,
      ports: plan.clusters[0]?.ports,
      a: plan.clusters[0]?.services.find((service) => service.name === "a")?.objectName,
    });
    expect(names(two)).toEqual(names(one));
  });
});

describe("the hop over an agent", () => {
  const two = [version("a"), version("b")];
  it.each<[string, unknown, Readonly<Record<string, unknown>>, boolean]>([
    ["one version needs none", { services: version("a") }, {}, false],
    ["two versions need one", { services: two }, {}, true],
    [
      "two versions need one whatever their weights",
      { services: two, gateways: { routes: { a: { weight: "100%" } } } },
      {},
      true,
    ],
    ["`always` has one", { services: version("a") }, { hop: "always" }, true],
    [
      "a condition needs one",
      { services: version("a"), gateways: { routes: { a: { condition: "has cookie x" } } } },
      {},
      true,
    ],
    [
      "a gateway with one route needs none",
      { services: version("a"), gateways: { routes: { a: { weight: "100%" } } } },
      {},
      false,
    ],
    ["no port has none", { services: version("a", { ports: {} }) }, {}, false],
  ])("%s", (_, cluster, request, routed) => {
    expect(clusterOf(cluster, request)?.routed).toBe(routed);
    expect(validPlan({ clusters: { s: cluster } }, request).agent !== undefined).toBe(routed);
  });

  it("is not made by a gateway of the blueprint", () => {
    const plan = validPlan({ gateways: { 9050: "s/web" }, clusters: { s: { services: version("a") } } });
    expect(plan.clusters.map(({ routed }) => routed)).toEqual([false]);
    // The gateway's agent reaches the version all the same.
    expect(plan.clusters[0]?.services.map(({ routed }) => routed)).toEqual([true]);
  });

  it("is for the one cluster that needs it", () => {
    const plan = validPlan({ clusters: { s: { services: two }, t: { services: version("c") } } });
    expect(plan.clusters.map(({ name, routed }) => `${name} ${routed}`)).toEqual(["s true", "t false"]);
    expect(plan.clusters.flatMap(({ services }) => services.map(({ name, routed }) => `${name} ${routed}`))).toEqual([
      "a true",
      "b true",
      "c false",
    ]);
  });
});

describe("ports", () => {
  it("are those of all versions, in their order", () => {
    const services = [version("a"), version("b", { ports: { admin: "9000/tcp", web: 8080 } })];
    expect(clusterOf({ services })?.ports).toEqual([
      { name: "web", number: 8080, type: "http", portName: "s-web" },
      { name: "admin", number: 9000, type: "tcp", portName: "s-admin" },
    ]);
  });

  it("that versions disagree about need a number", () => {
    const { text, places } = marked(
      "clusters: {s: {services: ▸[{name: a, deployable: i, ports: {web: 80}}, {name: b, deployable: i, ports: {web: 81}}]}}",
    );
    expect(planOf(text).problems).toEqual([`AmbiguousPortError ${places[0]}`]);
    const { clusters, agent } = validPlan(text, { ports: { "s.web": 8000 } });
    expect(clusters[0]?.ports.map(({ number }) => number)).toEqual([8000]);
    // An agent asks each version on its own number.
    expect(agent?.listeners[0]?.table.pool.map(({ target }) => target.kind === "backend" && target.port)).toEqual([
      80, 81,
    ]);
  });

  it("that versions disagree about whether it speaks HTTP are refused", () => {
    const services = [version("a"), version("b", { ports: { web: "8080/tcp" } })];
    expect(planOf({ clusters: { s: { services } } }).problems).toEqual(["AmbiguousPortError clusters.s.services"]);
    expect(planOf({ clusters: { s: { services } } }, { ports: { "s.web": 80 } }).problems).toHaveLength(1);
  });

  it("have names of at most 15 characters that the Service and the pods share", () => {
    const name = "a-cluster-with-a-long-name";
    const [cluster] = validPlan({ clusters: { [name]: { services: version("a") } } }).clusters;
    const [port] = cluster?.ports ?? [];
    expect(port?.portName).toMatch(/^a-cluster-[0-9a-f]{5}$/);
    expect(cluster?.services[0]?.ports[0]?.portName).toBe(port?.portName);
  });
});

describe("scale", () => {
  it.each([
    [undefined, { cpu: 1000, memory: 1_000_000_000, instances: 1 }],
    [
      { cpu: 0.2, memory: "64MB" },
      { cpu: 200, memory: 64_000_000, instances: 1 },
    ],
    [
      { cpu: "200m", memory: "1Gi", instances: 0 },
      { cpu: 200, memory: 2 ** 30, instances: 0 },
    ],
  ])("%j is %j", (scale, expected) => {
    expect(serviceOf({ ...version("a"), scale })?.scale).toEqual(expected);
  });

  it("may be known only later, and is checked then", () => {
    const source: LaterSource = { path: "blueprint.instances" };
    const scale = serviceOf({ ...version("a"), scale: { cpu: 1, memory: "1MB", instances: Later.of(source) } })?.scale;
    if (!(scale?.instances instanceof Later)) throw new Error("it is known already");
    const { instances } = scale;
    expect({ ...scale, instances: 0 }).toEqual({ cpu: 1000, memory: 1_000_000, instances: 0 });
    expect(instances.compute(new Map([[source, 3]]))).toBe(3);
    expect(instances.compute(new Map([[source, "3"]]))).toBe(3);
    for (const wrong of [-1, 1.5, "many", null, {}])
      expect(() => instances.compute(new Map([[source, wrong]]))).toThrow("scale.instances");
  });
});

describe("what cannot be planned", () => {
  it.each([
    ["ArtifactNotFound", "a breed by name", "clusters: {s: {breed: ▸shop}}"],
    ["ArtifactNotFound", "a scale by name", "clusters: {s: {breed: {name: a, deployable: i}, scale: ▸large}}"],
    [
      "UnsupportedDeployableType",
      "rkt",
      "clusters: {s: {breed: {name: a, deployable: {type: ▸container/rkt, definition: i}}}}",
    ],
    ["UndefinedDockerImage", "no image", "clusters: {s: {breed: {name: a, deployable: ▸''}}}"],
  ])("%s: %s", (code, _, source) => {
    const { text, places } = marked(source);
    expect(planOf(text).problems).toEqual([`${code} ${places[0]}`]);
  });

  it.each(["docker", "container/docker"])("%s can", (type) => {
    expect(serviceOf({ name: "a", deployable: { type, definition: "i" } })?.image).toBe("i");
  });
});

it("images are overridden", () => {
  expect(serviceOf(version("a"), { images: { "example/*": "echo:1" } })?.image).toBe("echo:1");
});

it("versions need the clusters of the breeds they depend on", () => {
  const plan = validPlan({
    clusters: {
      shop: { services: [version("shop", { dependencies: { a: "cart", b: "db*" } }), version("shop2")] },
      cart: { services: version("cart", { dependencies: { db: "db" } }) },
      db: { services: version("db") },
    },
  });
  expect(plan.clusters.map(({ name, services }) => [name, services[0]?.needs])).toEqual([
    ["shop", ["cart", "db"]],
    ["cart", ["db"]],
    ["db", []],
  ]);
});

describe("ports that only some versions have", () => {
  const admin = version("b", { ports: { admin: 9000 } });

  it("need an agent that knows which", () => {
    expect(clusterOf({ services: [version("a"), admin] })?.routed).toBe(true);
    expect(clusterOf({ services: [version("a", { ports: {} }), version("b")] })?.routed).toBe(true);
  });

  it("may be called as a property of every object", () => {
    const services = [version("a", { ports: { web: 8080, constructor: 80 } }), version("b")];
    expect(clusterOf({ services })?.ports.map(({ name, number }) => [name, number])).toEqual([
      ["web", 8080],
      ["constructor", 80],
    ]);
  });

  it("cannot be routed to the others", () => {
    const gateways = { web: { routes: { a: { weight: "50%" }, b: { weight: "50%" } } } };
    expect(() => planOf({ clusters: { s: { services: [version("a"), admin], gateways } } })).toThrow(
      /^UnresolvedServiceRouteError clusters\.s\.gateways\.web\.routes\.b$/,
    );
  });
});
