import { describe, expect, it } from "vitest";
import { intersection } from "../../../sdk/gatewayApi/hosts.js";
import { edge, gatewayOf, route, to, translated } from "./manifests.js";

describe("hosts of a listener and of a route", () => {
  it.each<[string | undefined, string | undefined, readonly (string | undefined)[]]>([
    [undefined, undefined, [undefined]],
    ["a.b", undefined, ["a.b"]],
    [undefined, "*.b", ["*.b"]],
    ["a.b", "a.b", ["a.b"]],
    ["a.b", "*.b", ["a.b"]],
    ["*.b", "x.a.b", ["x.a.b"]],
    ["*.b", "*.a.b", ["*.a.b"]],
    ["*.b", "b", []],
    ["*.b", "ab", []],
    ["a.b", "c.b", []],
    ["*.a.b", "*.c.b", []],
  ])("%s and %s have %j in common", (listener, own, common) => {
    expect(intersection(listener, own)).toEqual(common);
    expect(intersection(own, listener)).toEqual(common);
  });
});

const rules = (name: string) => [{ matches: [{ path: { value: `/${name}` } }], backendRefs: [to(name)] }];
const hostsOf = (...manifests: readonly object[]) => {
  const { hosts = {}, routes } = gatewayOf(...manifests);
  const names = Object.entries(hosts).map(([host, own]) => [host, own.routes?.map((one) => one.path)]);
  return { ...Object.fromEntries(names), ...(routes && { else: routes.map((one) => one.path) }) };
};

describe("a gateway", () => {
  it("has the routes of each host, those for more hosts behind", () => {
    const all = [
      route("any", rules("any")),
      route("wild", rules("wild"), { hostnames: ["*.b"] }),
      route("one", rules("one"), { hostnames: ["a.b", "C.d"] }),
    ];
    expect(hostsOf(edge(), ...all)).toEqual({
      "a.b": ["one", "wild", "any"],
      "c.d": ["one", "any"],
      "*.b": ["wild", "any"],
      else: ["any"],
    });
  });

  it("gives a host to its narrowest listener, with routes or without", () => {
    const listeners = [{ hostname: "*.b" }, { hostname: "a.b" }, {}];
    const at = (name: string, sectionName: string) =>
      route(name, rules(name), { parentRefs: [{ name: "edge", namespace: "shop", sectionName }] });
    expect(hostsOf(edge(...listeners), at("wild", "l0"), at("any", "l2"))).toEqual({
      "a.b": [],
      "*.b": ["wild"],
      else: ["any"],
    });
  });

  it("says 404 where no route is", () => {
    expect(gatewayOf(edge(), route("r", rules("r")))).toMatchObject({ otherwise: { status: 404 } });
  });

  it("is one for each port, with its certificates", () => {
    const tls = { certificateRefs: [{ name: "shop-tls" }] };
    const listeners = [
      {},
      { port: 443, protocol: "HTTPS", tls },
      { port: 443, protocol: "HTTPS", hostname: "a.b", tls },
    ];
    const { gateways, said } = translated(edge(...listeners), route("r", rules("r")));
    expect(said).toEqual([]);
    expect([...gateways.keys()]).toEqual(["edge/80", "edge/443"]);
    expect(gateways.get("edge/443")?.tls).toEqual({ certificates: [{ secret: "shop-tls" }] });
  });
});

describe("a route is taken", () => {
  const namespace = (name: string, labels: object) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
  });
  const elsewhere = route("r", rules("r"), {}, { namespace: "other" });
  const from = (selector: object) => ({ allowedRoutes: { namespaces: { from: "Selector", selector } } });
  it.each<[string, object, boolean]>([
    ["from the same Namespace only, where nothing is said", {}, false],
    ["from all", { allowedRoutes: { namespaces: { from: "All" } } }, true],
    ["from none", { allowedRoutes: { namespaces: { from: "None" } } }, false],
    ["by a label", from({ matchLabels: { team: "x" } }), true],
    ["by another label", from({ matchLabels: { team: "y" } }), false],
    ["by its name", from({ matchLabels: { "kubernetes.io/metadata.name": "other" } }), true],
    ["by one of some values", from({ matchExpressions: [{ key: "team", operator: "In", values: ["x"] }] }), true],
    ["by none of some values", from({ matchExpressions: [{ key: "team", operator: "NotIn", values: ["x"] }] }), false],
    ["by a label that is there", from({ matchExpressions: [{ key: "team", operator: "Exists" }] }), true],
    ["by a label that is not", from({ matchExpressions: [{ key: "team", operator: "DoesNotExist" }] }), false],
  ])("%s", (_, listener, taken) => {
    const { gateways, said } = translated(edge(listener), namespace("other", { team: "x" }), elsewhere);
    expect(gateways.get("edge/80")?.routes !== undefined).toBe(taken);
    expect(said).toEqual(
      taken ? [] : ["DroppedByImport: no listener of a Gateway given here takes the HTTPRoute `r`, and it is left out"],
    );
  });
});
