import { describe, expect, it } from "vitest";
import { gatewaySettings } from "../../../sdk/artifacts/settings.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readSettings } from "../../../sdk/reading/settings.js";
import { planGatewayOf, shop } from "./gateways.js";
import { validPlan, version } from "./plan.js";

const hosted = {
  ...validPlan({
    gateways: {
      web: { port: 80, virtual_hosts: ["shop.example.com", "*.shop.example.com"], routes: "a/web" },
      "25/tcp": "a/smtp",
    },
    clusters: { a: { services: version("d", { ports: { web: 8080, smtp: "25/tcp" } }) } },
  }),
};

function exposed(expose: object, gateway: object = {}, deployments = [shop, hosted]) {
  const settings = readSettings(gatewaySettings, { expose }, "", new Problems());
  const { planned, problems } = planGatewayOf({ port: 80, ...gateway }, { deployments, settings: settings ?? {} });
  const { sites = [], table } = planned?.gateway.listener ?? {};
  const found = sites.map((site) => `${site.hosts.join()} ${site.table.pool.map(({ route }) => route).join()}`);
  return { sites: found, otherwise: table?.otherwise, problems };
}

describe("a gateway that exposes others", () => {
  it("answers for their virtual hosts, for the others under Vamp's automatic names, and for nothing else", () => {
    const { sites, otherwise, problems } = exposed({});
    expect(problems).toEqual([]);
    expect(sites).toEqual([
      "9050.demo.vamp demo/9050",
      "admin.demo.vamp demo/admin",
      "shop.example.com demo/web",
      "*.shop.example.com demo/web",
    ]);
    expect(otherwise).toMatchObject({ status: 404, reason: "unknown-host" });
  });

  it("takes another domain, and hosts that are chosen", () => {
    const hosts = { "demo/9050": ["a.example.com", "b.example.com"] };
    expect(exposed({ domain: "test.example.com", hosts }, {}, [shop]).sites).toEqual([
      "a.example.com demo/9050",
      "b.example.com demo/9050",
      "admin.demo.test.example.com demo/admin",
    ]);
  });

  it("does what it says itself of a host, and of all requests", () => {
    const own = { hosts: { "admin.demo.vamp": "demo/cart/web" }, headers: { request: { set: { a: "b" } } } };
    expect(exposed({}, own, [shop]).sites).toEqual(["9050.demo.vamp demo/9050", "admin.demo.vamp demo/cart/web"]);
  });

  it("exposes what speaks as it does", () => {
    expect(exposed({}, { port: "443/tcp" }).sites).toEqual(["25.demo.vamp demo/25"]);
  });

  it.each<[string, object, string[]]>([
    ["a gateway that is not there", { "demo/905": "a.b" }, ['UnsupportedRoutePathError expose.hosts["demo/905"]']],
    ["one that speaks something else", { "demo/25": "a.b" }, ['UnsupportedRoutePathError expose.hosts["demo/25"]']],
    ["hosts that a gateway does not answer for", { "demo/web": "a.b" }, ['InvalidValue expose.hosts["demo/web"]']],
  ])("refuses %s", (_, hosts, problems) => {
    expect(exposed({ hosts }).problems).toEqual(problems);
  });
});
