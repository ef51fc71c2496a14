import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { Later } from "../../../sdk/later.js";
import { readArtifactObject } from "../../../sdk/reading/artifacts.js";
import { marked, placeOf, readProgram, readText } from "../reading/read.js";

const web = "services: [{name: a, deployable: i, ports: {web: 80}}, {name: b, deployable: i, ports: {web: 80}}]";
const two = "services: [{name: a, deployable: i, ports: {web: 80, admin: 90}}]";
const tcp = "services: [{name: a, deployable: i, ports: {sql: 5432/tcp}}]";

describe("gateways of a blueprint", () => {
  it.each([
    ["UnresolvedGatewayPortError", "no such cluster", "gateways: {80: ▸t/web}"],
    ["UnresolvedGatewayPortError", "no such port", "gateways: {80: ▸s/wbe}"],
    ["UnresolvedGatewayPortError", "no port", "gateways: {80: ▸s}"],
    ["UnresolvedGatewayPortError", "too much", "gateways: {80: ▸s/a/web}"],
    ["UnresolvedGatewayPortError", "the second route", "gateways: {80: {routes: [s/web, ▸s/x]}}"],
    ["UnresolvedGatewayPortError", "a property of every object", "gateways: {80: ▸constructor/web}"],
    ["InvalidGatewayPortError", "no number", "gateways: {▸web: s/web}"],
    ["InvalidGatewayPortError", "too large", "gateways: {▸65536: s/web}"],
    ["InvalidGatewayPortError", "another type", "gateways: {▸80/udp: s/web}"],
    ["DuplicateGatewayPortError", "a number twice", "gateways: {80: s/web, ▸80/http: s/web}"],
    ["DuplicateGatewayPortError", "a number as a name's", "gateways: {80: s/web, ▸x: {port: 80, routes: s/web}}"],
    [
      "DuplicateGatewayPortError",
      "two names' number",
      "gateways: {x: {port: 80, routes: s/web}, ▸y: {port: 80, routes: s/web}}",
    ],
    ["DuplicateKey", "a route twice", "gateways: {80: {routes: [s/web, ▸s/web]}}"],
    ["StickyPortTypeError", "stickiness without HTTP", "gateways: {x: {port: 80/tcp, sticky: ▸route, routes: s/web}}"],
    [
      "ConditionPortTypeError",
      "a condition without HTTP",
      "gateways: {x: {port: 80/tcp, routes: {s/web: {condition: ▸has cookie a}}}}",
    ],
    ["StickyPortTypeError", "stickiness without HTTP, by key", "gateways: {80/tcp: {sticky: ▸route, routes: s/web}}"],
    ["ConditionPortTypeError", "by key", "gateways: {80/tcp: {routes: {s/web: {condition: ▸has cookie a}}}}"],
    ["InvalidGatewayPortError", "port 0 as a key", "gateways: {▸0: s/web}"],
    ["InvalidGatewayPortError", "port 0", "gateways: {x: {port: ▸0, routes: s/web}}"],
    ["GatewayRouteWeightError", "50 %", "gateways: {80: {routes: ▸{s/web: {weight: 50%}}}}"],
  ])("%s: %s", (code, _, source) => {
    const { text, places } = marked(`${source}\nclusters: {s: {${web}}}`);
    expect(readText(text).problems).toEqual([`${code} ${places[0]}`]);
  });

  it.each([
    ["a number with a type", "gateways: {80/tcp: s/web}"],
    ["a name and a port", "gateways: {x: {port: 80/tcp, sticky: none, routes: s/web}}"],
    ["weights and a condition", "gateways: {80: {routes: {s/web: {weight: 100%, condition: host == a.b}}}}"],
  ])("may have %s", (_, source) => {
    expect(readText(`${source}\nclusters: {s: {${web}}}`).problems).toEqual([]);
  });

  it("may name ports of breeds that are not known yet", () => {
    expect(readText("gateways: {80: s/any}\nclusters: {s: a}").problems).toEqual([]);
  });
});

describe("gateways of a cluster", () => {
  it.each([
    ["UnresolvedServiceRouteError", "no such service", `{${web}, gateways: {web: {routes: [a, ▸c]}}}`],
    ["UnresolvedGatewayPortError", "no such port", `{${web}, gateways: {▸wbe: {routes: [a, b]}}}`],
    ["UnexpectedElement", "a port of its own", `{${web}, gateways: {web: {port: ▸80, routes: [a, b]}}}`],
    ["IllegalAnonymousRoutingPortMappingError", "one for two ports", `{${two}, gateways: ▸{routes: a}}`],
    ["GatewayRouteWeightError", "110 %", `{${web}, gateways: {web: {routes: ▸{a: {weight: 60%}, b: {weight: 50%}}}}}`],
    ["GatewayRouteWeightError", "50 % and nothing", `{${web}, gateways: {web: {routes: ▸{a: {weight: 50%}, b: ~}}}}`],
    ["StickyPortTypeError", "stickiness without HTTP", `{${tcp}, gateways: {sql: {sticky: ▸instance}}}`],
    ["StickyPortTypeError", "stickiness without HTTP, port not named", `{${tcp}, gateways: {sticky: ▸instance}}`],
    [
      "ConditionPortTypeError",
      "a condition without HTTP",
      `{${tcp}, gateways: {sql: {routes: {a: {condition: ▸has cookie a}}}}}`,
    ],
  ])("%s: %s", (code, _, cluster) => {
    const { text, places } = marked(`clusters: {s: ${cluster}}`);
    expect(readText(text).problems).toEqual([`${code} ${places[0]}`]);
  });

  it.each([
    ["weights of 0 %", `{${web}, gateways: {web: {routes: {a: {weight: 0%}, b: {weight: 0%}}}}}`],
    ["weights of 100 % and one more route", `{${web}, gateways: {web: {routes: {a: {weight: 100%}, b: ~}}}}`],
    ["fewer routes than services", `{${web}, gateways: {web: {routes: a}}}`],
    ["the only port not named, of breeds that are not known yet", "{services: [a, b], gateways: {routes: [a, b]}}"],
    ["the only port not named", `{${web}, gateways: {routes: [a, b]}}`],
  ])("may have %s", (_, cluster) => {
    expect(readText(`clusters: {s: ${cluster}}`).problems).toEqual([]);
  });

  it("name the nearest service and port", () => {
    const { list } = readText(
      "clusters: {s: {gateways: {wbe: {routes: shop:2}}, services: {name: shop:1, deployable: i, ports: {web: 80}}}}",
    );
    expect(list.map(({ code, nearest }) => `${code} ${nearest}`)).toEqual([
      "UnresolvedGatewayPortError web",
      "UnresolvedServiceRouteError shop:1",
    ]);
  });
});

describe("weights", () => {
  const gateway = (weights: Readonly<Record<string, unknown>>) => {
    const problems = new Problems();
    const routes = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`[${name}:80]`, { weight }]));
    readArtifactObject("gateways", { port: 80, routes }, "edge", problems);
    return problems.list.map(placeOf);
  };

  it("that are known only later are not checked yet", () => {
    expect(gateway({ a: Later.of({ path: "w" }), b: "70%" })).toEqual([]);
  });

  it("that cannot be read are not summed", () => {
    expect(gateway({ a: "many", b: "70%" })).toEqual(['UnexpectedTypeError routes["[a:80]"].weight']);
  });

  it.each([
    [["99.99%", "0.01%"], 0],
    [["33.33%", "33.33%", "33.34%"], 0],
    [["33.33%", "33.33%", "33.33%"], 1],
    [["100%", "100%"], 1],
    [["0.01%"], 1],
  ])("%j has %i problem", (weights, count) => {
    const problems = gateway(Object.fromEntries(weights.map((weight, index) => [`r${index}`, weight])));
    expect(problems).toEqual(Array(count).fill("GatewayRouteWeightError routes"));
  });
});

it("a gateway of an object has property paths", () => {
  const services = { name: "a", deployable: "i", ports: { web: 80 } };
  const gateways = { 80: { routes: { "s/web": { condition: "hots == x" } } }, 81: "s/x" };
  expect(readProgram({ gateways, clusters: { s: { services } } }).problems).toEqual([
    'ConditionParseError gateways["80"].routes["s/web"].condition',
    'UnresolvedGatewayPortError gateways["81"]',
  ]);
});
