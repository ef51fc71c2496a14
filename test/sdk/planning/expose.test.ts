import { describe, expect, it } from "vitest";
import { gatewaySettings } from "../../../sdk/artifacts/settings.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { planDeployment } from "../../../sdk/planning/deployment.js";
import type { DeploymentPlan } from "../../../sdk/planning/plan.js";
import { readSettings } from "../../../sdk/reading/settings.js";
import { formatPath } from "../../../sdk/reading/source.js";
import { readProgram } from "../reading/read.js";
import { environmentPlan } from "./environments.js";
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
  const { planned, problems, list } = planGatewayOf(
    { port: 80, ...gateway },
    { deployments, settings: settings ?? {} },
  );
  const { sites = [], table } = planned?.gateway.listener ?? {};
  const found = sites.map((site) => `${site.hosts.join()} ${site.table.pool.map(({ route }) => route).join()}`);
  const messages = list.map(({ location, message }) => `${formatPath(location.path)}: ${message}`);
  return { sites: found, otherwise: table?.otherwise, problems, messages };
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

  it.each<[string, string | string[]]>([
    ["below a wildcard of its virtual hosts", "www.shop.example.com"],
    ["in other letters", "Shop.example.COM"],
    ["that is a wildcard of its own", "*.eu.shop.example.com"],
  ])("takes a host of a gateway %s", (_, host) => {
    const { sites, problems } = exposed({ hosts: { "demo/web": host } }, {}, [hosted]);
    expect(problems).toEqual([]);
    expect(sites).toEqual([`${String(host).toLowerCase()} demo/web`]);
  });

  describe("refuses one host for two gateways, and names both", () => {
    const named = (name: string, host?: string) => {
      const gateways = { 80: host === undefined ? "s/web" : { routes: "s/web", virtual_hosts: host } };
      const { blueprint } = readProgram({ gateways, clusters: { s: { services: version("a") } } });
      if (blueprint === undefined) throw new Error(name);
      return planDeployment({ name, environment: environmentPlan(), blueprint, settings: {} }, new Problems());
    };

    it.each<[string, object, DeploymentPlan[], string]>([
      [
        "as their virtual host",
        {},
        [named("a", "shop.example.com"), named("b", "Shop.example.com")],
        "expose: `shop.example.com` would be the host of two gateways: `a/80`, `b/80`",
      ],
      [
        "where it is chosen for both",
        { hosts: { "a/80": "x.test", "b/80": "x.test" } },
        [named("a"), named("b")],
        'expose.hosts["b/80"]: `x.test` would be the host of two gateways: `a/80`, `b/80`',
      ],
      [
        "where it is chosen for one",
        { hosts: { "a/80": "80.b.vamp" } },
        [named("a"), named("b")],
        'expose.hosts["a/80"]: `80.b.vamp` would be the host of two gateways: `a/80`, `b/80`',
      ],
      [
        "as the name that is made for them",
        {},
        [named("x-y"), named("x.y")],
        "expose: `80.x-y.vamp` would be the host of two gateways: `x-y/80`, `x.y/80`",
      ],
    ])("%s", (_, expose, deployments, message) => {
      expect(exposed(expose, {}, deployments).messages).toEqual([message]);
    });

    it("unless it says itself what this host does", () => {
      const deployments = [named("a", "shop.example.com"), named("b", "shop.example.com")];
      expect(exposed({}, { hosts: { "Shop.example.com": "b/80" } }, deployments)).toMatchObject({
        sites: ["shop.example.com b/80"],
        problems: [],
      });
    });
  });
});
