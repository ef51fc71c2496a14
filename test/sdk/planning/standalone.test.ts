import { describe, expect, it } from "vitest";
import { readGateways } from "../../../sdk/planning/gateways.js";
import { planGatewayOf } from "./gateways.js";

const path = "demo/cart/web";

describe("a gateway that stands alone refuses what is about single instances, and tells where to say it", () => {
  it.each<[string, object, string[]]>([
    ["stickiness by instance", { routes: path, sticky: "instance" }, ["NotSupportedYet sticky"]],
    [
      "stickiness by instance of a host",
      { hosts: { "a.b": { routes: path, sticky: "instance" } } },
      ['NotSupportedYet hosts["a.b"].sticky'],
    ],
    ["a balance", { routes: { [path]: { balance: "leastconn" } } }, [`NotSupportedYet routes["${path}"].balance`]],
    [
      "a balance of what is outside",
      { routes: { "[a.b:80]": { balance: "leastconn" } } },
      ['NotSupportedYet routes["[a.b:80]"].balance'],
    ],
    [
      "a balance of a route within another",
      { routes: { x: { routes: { [path]: { balance: "leastconn" } } } } },
      [`NotSupportedYet routes.x.routes["${path}"].balance`],
    ],
    ["a slow start", { routes: path, slowStart: "30s" }, ["NotSupportedYet slowStart"]],
    [
      "a slow start of a route",
      { routes: { [path]: { slowStart: "30s" } } },
      [`NotSupportedYet routes["${path}"].slowStart`],
    ],
  ])("%s", (_, gateway, problems) => {
    expect(planGatewayOf({ port: 80, ...gateway }).problems).toEqual(problems);
  });

  it("in the words of what it was read from", () => {
    const deployment = "name: d\nclusters: {s: {breed: {name: a, deployable: i, ports: {web: 80}}}}\n";
    const gateway = "kind: gateways\nname: edge\nport: 80\nroutes: {d/s/web: {slow_start: 30s}}\n";
    const read = () => readGateways([{ name: "a.yml", text: `${deployment}---\n${gateway}` }]);
    expect(read).toThrow(/`slow_start` needs an agent that knows the instances.*\n.*on the gateway of the cluster/s);
  });

  it.each<[string, object]>([
    ["stickiness by route", { routes: path, sticky: "route" }],
    ["the balance that Kubernetes has", { routes: { [path]: { balance: "default" } } }],
    [
      "what is about a Service as a whole",
      { routes: path, outlier: {}, maxConnections: 5, healthCheck: { path: "/" } },
    ],
  ])("but not %s", (_, gateway) => {
    expect(planGatewayOf({ port: 80, ...gateway }).problems).toEqual([]);
  });
});
