import { describe, expect, it } from "vitest";
import { gatewaySettings } from "../../../sdk/artifacts/settings.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readGateways } from "../../../sdk/planning/gateways.js";
import { readSettings } from "../../../sdk/reading/settings.js";
import { planGatewayOf } from "./gateways.js";
import { validPlan, version } from "./plan.js";

const tls = { certificates: { secret: "a" } };
const deployments = [
  validPlan({
    gateways: {
      80: "web/http",
      443: { routes: "web/http", tls },
      8080: { routes: "web/http", acceptProxy: true },
      8443: { routes: "web/http", acceptProxy: true, tls },
      "25/tcp": { routes: "web/smtp", tls },
    },
    clusters: { web: { services: version("a", { ports: { http: 80, smtp: "25/tcp" } }) } },
  }),
];

const problemsOf = (gateway: object) => planGatewayOf({ port: 80, ...gateway }, { deployments }).problems;

describe("a route to a gateway of a deployment", () => {
  it.each<[string, object, string[]]>([
    ["that ends TLS, in plain text", { routes: "demo/443" }, ["InvalidValue routes"]],
    [
      "that ends TLS, of a host",
      { hosts: { "a.b": { routes: { "demo/443": {} } } } },
      ['InvalidValue hosts["a.b"].routes["demo/443"]'],
    ],
    [
      "that ends TLS, within a route",
      { routes: { x: { routes: { "demo/443": {} } } } },
      ['InvalidValue routes.x.routes["demo/443"]'],
    ],
    ["that expects the PROXY protocol", { routes: "demo/8080" }, ["InvalidValue routes"]],
    ["that expects both, with one", { routes: { "demo/8443": { tls: {} } } }, ['InvalidValue routes["demo/8443"]']],
    [
      "that ends TLS, behind one that has ended it",
      { port: "25/tcp", tls, routes: "demo/25" },
      ["InvalidValue routes"],
    ],
  ])("%s, is refused", (_, gateway, problems) => {
    expect(problemsOf(gateway)).toEqual(problems);
  });

  it.each<[string, object]>([
    ["that expects nothing", { routes: "demo/80" }],
    ["that ends TLS, with TLS", { routes: { "demo/443": { tls: {} } } }],
    ["that ends TLS, with TLS of the route above it", { routes: { x: { tls: {}, routes: { "demo/443": {} } } } }],
    ["that expects the PROXY protocol, with it", { routes: { "demo/8080": { proxyProtocol: 2 } } }],
    ["that expects the PROXY protocol, with the gateway's", { routes: "demo/8080", proxyProtocol: 1 }],
    ["that expects both, with both", { routes: { "demo/8443": { tls: {}, proxyProtocol: 2 } } }],
    ["that ends TLS, by TCP, where the client's TLS goes through", { port: "25/tcp", routes: "demo/25" }],
  ])("%s, is fine", (_, gateway) => {
    expect(problemsOf(gateway)).toEqual([]);
  });

  it("is told what is missing, in the words of what it was read from", () => {
    const listens = "{routes: s/web, accept_proxy: true}";
    const deployment = `name: d\ngateways: {80: ${listens}}\nclusters: {s: {breed: {name: a, deployable: i, ports: {web: 80}}}}\n`;
    const gateway = "kind: gateways\nname: edge\nport: 80\nroutes: d/80\n";
    expect(() => readGateways([{ name: "a.yml", text: `${deployment}---\n${gateway}` }])).toThrow(
      /`d\/80` expects the PROXY protocol, and this route does not send it.*`proxy_protocol: 2` on the route/s,
    );
  });
});

describe("a gateway that exposes others", () => {
  const exposed = (expose: object, gateway: object = {}) => {
    const settings = readSettings(gatewaySettings, { expose }, "", new Problems()) ?? {};
    const { planned, problems } = planGatewayOf({ port: 80, ...gateway }, { deployments, settings });
    return { hosts: (planned?.gateway.listener.sites ?? []).flatMap(({ hosts }) => hosts), problems };
  };

  it("leaves out those that expect what only a route can say", () => {
    expect(exposed({})).toEqual({ hosts: ["80.demo.vamp"], problems: [] });
  });

  it("has those that expect what it says for all", () => {
    expect(exposed({}, { proxyProtocol: 2 }).hosts).toEqual(["80.demo.vamp", "8080.demo.vamp"]);
  });

  it("passes TLS on by TCP", () => {
    expect(exposed({}, { port: "25/tcp" }).hosts).toEqual(["25.demo.vamp"]);
  });

  it("refuses to have one at a chosen host that expects what only a route can say", () => {
    const { problems } = exposed({ hosts: { "demo/443": "a.b" } });
    expect(problems).toEqual(['InvalidValue expose.hosts["demo/443"]']);
  });
});
