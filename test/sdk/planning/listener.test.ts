import { describe, expect, it } from "vitest";
import type { ServiceSettings } from "../../../sdk/artifacts/serviceSettings.js";
import { Later } from "../../../sdk/later.js";
import { formatPath } from "../../../sdk/reading/source.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import { requestOf } from "../../../sdk/routing/request.js";
import { simulate } from "../../../sdk/routing/simulate.js";
import { backendsOf } from "../../../sdk/routing/table.js";
import { planGatewayOf, planned } from "./gateways.js";

const routes = "demo/9050";

describe("a gateway listens", () => {
  const listener = (gateway: object): Listener => planned({ port: 80, ...gateway }).listener;

  it("for all hosts, on one port, in plain text, where it says nothing else", () => {
    const { listener, others } = planned({ port: 80, routes });
    expect(listener).toEqual({ portName: expect.any(String), port: 10_000, mode: "http", table: expect.anything() });
    expect(others).toEqual([]);
  });

  it("for its virtual hosts only, and tells others that they are unknown", () => {
    const { table, sites } = listener({ routes, virtualHosts: ["Shop.example.com", "*.shop.example.com"] });
    expect(sites).toMatchObject([
      { hosts: ["shop.example.com", "*.shop.example.com"], table: { pool: [{ route: routes }] } },
    ]);
    expect(table).toMatchObject({ pool: [], otherwise: { status: 404, reason: "unknown-host" } });
  });

  it("for hosts with routes of their own, which have its own edits, stickiness of theirs and its answer", () => {
    const { table, sites } = listener({
      routes,
      otherwise: { status: 410 },
      headers: { request: { set: { "x-edge": "1" } } },
      hosts: { "A.example.com": { routes: "demo/db/sql", sticky: "route" }, "*.example.com": "demo/cart/web" },
    });
    expect(sites).toMatchObject([
      {
        hosts: ["a.example.com"],
        table: {
          gateway: "edge/a.example.com",
          stickyCookie: expect.stringMatching(/^vamp\.edge\.a-example-com/),
          otherwise: { status: 410 },
        },
      },
      { hosts: ["*.example.com"], table: { pool: [{ route: "demo/cart/web" }] } },
    ]);
    for (const { edits } of backendsOf((sites ?? []).map((site) => site.table)))
      expect(edits).toEqual({ requestHeaders: { set: { "x-edge": "1" } } });
    expect(table).toMatchObject({ gateway: "edge", pool: [{ route: routes }] });
  });

  it("for no other host, where only hosts have routes", () => {
    expect(listener({ hosts: { "a.b": routes } }).table).toMatchObject({ pool: [], otherwise: { status: 404 } });
    expect(listener({ hosts: { "a.b": routes }, otherwise: { status: 421 } }).table.otherwise).toMatchObject({
      status: 421,
    });
  });

  it("with TLS, as it says", () => {
    const tls = {
      certificates: [
        { secret: "a" },
        { certificate: "-----BEGIN CERTIFICATE-----", key: "-----BEGIN PRIVATE KEY-----" },
      ],
      minVersion: "1.3",
      clients: { ca: { secret: "ca" } },
      hsts: { includeSubdomains: true },
    };
    expect(listener({ port: 443, routes, tls }).tls).toEqual({
      certificates: [
        { kind: "secret", name: "a" },
        { kind: "given", certificate: "-----BEGIN CERTIFICATE-----", key: "-----BEGIN PRIVATE KEY-----" },
      ],
      minVersion: "1.3",
      clients: { ca: { kind: "secret", name: "ca" }, required: true },
      hsts: { maxAge: 31_536_000, includeSubdomains: true, preload: false },
    });
  });

  it("on a plain port too, from which it sends clients to TLS", () => {
    const { number, others } = planned({
      port: 8443,
      routes,
      tls: { certificates: { secret: "a" }, redirectFrom: 80 },
    });
    const redirect = { kind: "redirect", status: 308, scheme: "https", port: 8443 };
    expect(number).toBe(8443);
    expect(others).toMatchObject([
      {
        number: 80,
        listener: {
          port: 10_001,
          mode: "http",
          table: { conditions: [], pool: [{ weight: 10_000, target: redirect }] },
        },
      },
    ]);
    expect(others[0]?.listener.tls).toBeUndefined();
  });

  describe("on a plain port of every node, from which it sends clients", () => {
    const tls = { certificates: { secret: "a" }, redirectFrom: 80 };
    const plan = (service: ServiceSettings) => planGatewayOf({ port: 443, routes, tls }, { settings: { service } });
    const sentBy = (service: ServiceSettings, host: string) => {
      const [plain] = plan(service).planned?.gateway.others ?? [];
      if (plain === undefined) throw new Error("no plain port");
      const [end] = simulate(plain.listener, requestOf({ host })).cases.flatMap(({ ways }) =>
        ways.map((way) => way.end),
      );
      return end?.kind === "redirect" ? end.location : end?.kind;
    };

    it.each([
      ["to the other port of the node, who came by the node", "node:30080", "https://node:30443/"],
      ["to the Service's port, who came by a load balancer before it", "shop.example.com", "https://shop.example.com/"],
    ])("%s", (_, host, location) => {
      const service: ServiceSettings = { type: "NodePort", nodePorts: { 443: 30443, 80: 30080 } };
      expect(plan(service).problems).toEqual([]);
      expect(sentBy(service, host)).toBe(location);
    });

    it("to the other port that its own number chose", () => {
      const service: ServiceSettings = { type: "NodePort", nodePort: 30443, nodePorts: { 80: 30080 } };
      expect(sentBy(service, "node:30080")).toBe("https://node:30443/");
    });

    it.each<[string, ServiceSettings]>([
      ["neither is chosen", {}],
      ["only the one is chosen", { nodePorts: { 443: 30443 } }],
      ["only the other is chosen", { nodePorts: { 80: 30080 } }],
      ["one is known only later", { nodePorts: { 443: 30443, 80: Later.of({ path: "x" }).map(Number) } }],
    ])("with a warning, where %s", (_, chosen) => {
      const { list } = plan({ type: "NodePort", ...chosen });
      expect(list.map(({ severity, location }) => [severity, formatPath(location.path)])).toEqual([
        ["warning", "tls.redirectFrom"],
      ]);
    });

    it("to the Service's port, where a load balancer has it", () => {
      const service: ServiceSettings = { type: "LoadBalancer", nodePorts: { 443: 30443, 80: 30080 } };
      expect(plan(service).problems).toEqual([]);
      expect(sentBy(service, "shop.example.com")).toBe("https://shop.example.com/");
    });
  });

  it("on further ports, which are other names for the same", () => {
    const { listener, others } = planned({ port: 80, ports: [8080, 8081], routes });
    expect(others.map(({ number }) => number)).toEqual([8080, 8081]);
    expect(new Set(others.map(({ name }) => name)).size).toBe(2);
    for (const other of others) expect(other.listener).toBe(listener);
  });

  it.each<[string, object, object, readonly string[] | undefined]>([
    ["keeps what they say of clients, inside of the cluster", {}, {}, undefined],
    ["trusts nobody, behind a load balancer", { type: "LoadBalancer" }, {}, []],
    ["trusts nobody, on a port of each node", { type: "NodePort" }, {}, []],
    ["trusts those it names", { type: "LoadBalancer" }, { trustedProxies: "10.0.0.0/8" }, ["10.0.0.0/8"]],
    ["trusts nobody inside of the cluster either, when it says so", {}, { trustedProxies: [] }, []],
    ["does not ask, without HTTP", { type: "LoadBalancer" }, { port: "80/tcp", routes: "demo/db/sql" }, undefined],
  ])("to proxies: %s", (_, service, more, trusted) => {
    const { planned: plan, problems } = planGatewayOf({ port: 80, routes, ...more }, { settings: { service } });
    expect(problems).toEqual([]);
    expect(plan?.gateway.listener.trustedProxies).toEqual(trusted);
  });

  it("behind proxies, with a limit, and compresses", () => {
    const said = { acceptProxy: true, trustedProxies: ["198.18.0.0/15"], compression: ["text/html"] };
    expect(listener({ routes, ...said, maxClients: 5 })).toMatchObject({ ...said, maxConnections: 5 });
  });
});

describe("refuses", () => {
  it.each<[string, object, string[]]>([
    ["a host twice", { routes, virtualHosts: "a.b", hosts: { "A.b": routes } }, ['DuplicateKey hosts["A.b"]']],
    ["a port twice", { routes, ports: [80] }, ["DuplicateGatewayPortError ports[0]"]],
    [
      "its port to send clients to TLS from",
      { routes, tls: { certificates: { secret: "a" }, redirectFrom: 80 } },
      ["DuplicateGatewayPortError tls.redirectFrom"],
    ],
    ["TLS without a certificate", { routes, tls: { certificates: [] } }, ["MissingPathValueError tls.certificates"]],
    ["a certificate from nowhere", { routes, tls: { certificates: {} } }, ["MissingPathValueError tls.certificates"]],
    [
      "a certificate from two places",
      { routes, tls: { certificates: { secret: "a", certificate: "-----BEGIN X-----", key: "-----BEGIN X-----" } } },
      ["InvalidValue tls.certificates.certificate", "UnexpectedElement tls.certificates.key"],
    ],
    [
      "a certificate without its key",
      { routes, tls: { certificates: { certificate: "-----BEGIN X-----" } } },
      ["MissingPathValueError tls.certificates"],
    ],
    ["what is no host", { hosts: { "a b": routes } }, ['InvalidValue hosts["a b"]']],
    ["a network that is none", { routes, trustedProxies: ["x"] }, ["InvalidValue trustedProxies[0]"]],
    [
      "HTTP on a port that speaks TCP",
      { port: "80/tcp", routes: "demo/db/sql", compression: ["text/html"], cors: { origins: "*" } },
      ["InvalidValue compression", "InvalidValue cors"],
    ],
    [
      "an answer by HTTP of a host, on a port that speaks TCP",
      { port: "80/tcp", hosts: { "a.b": { routes: "demo/db/sql", otherwise: { status: 404 } } } },
      ['InvalidValue hosts["a.b"].otherwise'],
    ],
    ["a host that leads nowhere", { hosts: { "a.b": "demo/nothing" } }, ['UnsupportedRoutePathError hosts["a.b"]']],
  ])("%s", (_, gateway, problems) => {
    expect(planGatewayOf({ port: 80, ...gateway }).problems).toEqual(problems);
  });
});
