import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharesOf } from "../../../sdk/gatewayApi/backends.js";
import { edge, gatewayOf, route, service, to, translated } from "./manifests.js";

/** What the only rule of a route becomes. */
function only(rule: object) {
  const [first, ...more] = gatewayOf(edge(), route("r", [rule])).routes ?? [];
  if (first === undefined || more.length > 0) throw new Error("there is one route");
  return first;
}

describe("weights", () => {
  const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 16 });

  it("are shares that sum to 100 %, none wrong by 0.01 % or more", () => {
    fc.assert(
      fc.property(weights, (given) => {
        const sum = given.reduce((total, weight) => total + weight, 0);
        const shares = sharesOf(given);
        expect(shares?.reduce((total, share) => total + share, 0)).toBe(sum === 0 ? undefined : 10_000);
        for (const [index, share] of (shares ?? []).entries())
          expect(Math.abs(share - ((given[index] ?? 0) * 10_000) / sum)).toBeLessThan(1);
      }),
    );
  });

  it("of 0 get nothing", () => {
    fc.assert(
      fc.property(weights, (given) => {
        for (const [index, share] of (sharesOf(given) ?? []).entries()) if (given[index] === 0) expect(share).toBe(0);
      }),
    );
  });

  it.each([
    [
      [1, 1, 1],
      [3334, 3333, 3333],
    ],
    [
      [70, 30, 0],
      [7000, 3000, 0],
    ],
    [
      [1, 999_999],
      [0, 10_000],
    ],
  ])("%j are %j", (given, shares) => {
    expect(sharesOf(given)).toEqual(shares);
  });
});

describe("a rule", () => {
  it("shares among its backends", () => {
    const { routes } = only({ backendRefs: [to("a", { weight: 1 }), to("b", { weight: 2 })] });
    expect(routes).toEqual([
      { path: service("a"), weight: 3333 },
      { path: service("b"), weight: 6667 },
    ]);
  });

  it("counts a backend that is named twice once, with all of its weight", () => {
    const { routes } = only({ backendRefs: [to("a"), to("b"), to("a", { weight: 2 })] });
    expect(routes).toEqual([
      { path: service("a"), weight: 7500 },
      { path: service("b"), weight: 2500 },
    ]);
  });

  it("answers 500 where it leads nowhere", () => {
    for (const rule of [{}, { backendRefs: [] }, { backendRefs: [to("a", { weight: 0 })] }])
      expect(only(rule)).toEqual({ path: "r", answer: { status: 500 } });
  });

  it.each<[string, object, string]>([
    ["another kind", { kind: "Bucket", group: "x.io" }, "the Bucket `a` is no Service"],
    ["no port", { port: undefined }, "the Service `a` is named without a port"],
    [
      "another Namespace without a grant",
      { namespace: "other" },
      "no ReferenceGrant lets routes of `shop` use the Service `a` of `other`",
    ],
  ])("gives the share of %s 500", (_, more, why) => {
    const { gateways, said } = translated(edge(), route("r", [{ backendRefs: [to("a", more), to("b")] }]));
    expect(said).toEqual([`DroppedByImport: ${why}: its requests get 500`]);
    expect(gateways.get("edge/80")?.routes?.[0]?.routes).toEqual([
      { path: "unresolved", weight: 5000, answer: { status: 500 } },
      { path: service("b"), weight: 5000 },
    ]);
  });

  it.each<[string, object, boolean]>([
    ["all Services", {}, true],
    ["this Service", { name: "a" }, true],
    ["another Service", { name: "b" }, false],
  ])("leads to another Namespace that grants %s: %j %s", (_, more, granted) => {
    const grant = {
      apiVersion: "gateway.networking.k8s.io/v1beta1",
      kind: "ReferenceGrant",
      metadata: { name: "g", namespace: "other" },
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop" }],
        to: [{ group: "", kind: "Service", ...more }],
      },
    };
    const rule = { backendRefs: [to("a", { namespace: "other" })] };
    const { gateways } = translated(edge(), grant, route("r", [rule]));
    const [first] = gateways.get("edge/80")?.routes ?? [];
    expect(first?.routes?.[0]?.path).toBe(granted ? service("a", "other") : undefined);
  });

  it("speaks HTTP/2 to a Service that says so", () => {
    const manifest = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "a", namespace: "shop" },
      spec: { ports: [{ port: 80, appProtocol: "kubernetes.io/h2c" }] },
    };
    const [first] = gatewayOf(edge(), manifest, route("r", [{ backendRefs: [to("a")] }])).routes ?? [];
    expect(first?.routes).toEqual([{ path: service("a"), protocol: "h2" }]);
  });

  it.each<[object, number]>([
    [{ request: "1h2m3s4ms" }, 3_723_004],
    [{ request: "10s", backendRequest: "500ms" }, 500],
    [{ request: "0s", backendRequest: "2s" }, 2000],
    [{ request: "0s" }, 24 * 24 * 3_600_000],
  ])("waits as %j say", (timeouts, milliseconds) => {
    expect(only({ timeouts, backendRefs: [to("a")] }).timeouts).toEqual({ request: milliseconds });
  });
});

describe("filters", () => {
  const backendRefs = [to("a")];
  const path = { type: "ReplacePrefixMatch", replacePrefixMatch: "/new" };
  const matches = [{ path: { value: "/old" } }];

  it.each<[string, object, object]>([
    [
      "RequestHeaderModifier",
      { requestHeaderModifier: { set: [{ name: "a", value: "1" }], add: [{ name: "b", value: "2" }], remove: ["c"] } },
      { headers: { request: { remove: ["c"], set: { a: "1" }, add: { b: "2" } } } },
    ],
    [
      "ResponseHeaderModifier",
      { responseHeaderModifier: { remove: ["c"] } },
      { headers: { response: { remove: ["c"] } } },
    ],
    [
      "URLRewrite",
      { urlRewrite: { hostname: "b.c", path } },
      { rewrites: [{ inline: { prefix: { from: "/old", to: "/new" } } }, { inline: { host: "b.c" } }] },
    ],
    [
      "URLRewrite",
      { urlRewrite: { path: { type: "ReplaceFullPath", replaceFullPath: "/x" } } },
      { rewrites: [{ inline: { fullPath: "/x" } }] },
    ],
    [
      "CORS",
      { cors: { allowOrigins: ["*"], allowMethods: ["PUT"], allowCredentials: true, maxAge: 60 } },
      { cors: { origins: ["*"], methods: ["PUT"], credentials: true, maxAge: 60_000 } },
    ],
  ])("%s of a rule and of a backend", (type, filter, settings) => {
    const filters = [{ type, ...filter }];
    expect(only({ matches, filters, backendRefs })).toMatchObject(settings);
    expect(only({ matches, backendRefs: [to("a", { filters })] }).routes).toMatchObject([settings]);
  });

  it.each<[object, object]>([
    [{}, { port: 80 }],
    [
      { port: 81, statusCode: 301 },
      { port: 81, status: 301 },
    ],
    [
      { scheme: "https", hostname: "b.c" },
      { scheme: "https", host: "b.c" },
    ],
    [{ path }, { port: 80, prefix: { from: "/old", to: "/new" } }],
  ])("RequestRedirect %j", (requestRedirect, redirect) => {
    expect(only({ matches, filters: [{ type: "RequestRedirect", requestRedirect }] })).toEqual(
      expect.objectContaining({ redirect }),
    );
  });

  it("make routes of matches with several beginnings that they replace", () => {
    const rule = {
      matches: [{ path: { value: "/one" } }, { path: { value: "/two" } }],
      filters: [{ type: "URLRewrite", urlRewrite: { path } }],
      backendRefs,
    };
    const { routes = [] } = gatewayOf(edge(), route("r", [rule]));
    expect(routes.map((one) => one.rewrites)).toEqual([
      [{ inline: { prefix: { from: "/one", to: "/new" } } }],
      [{ inline: { prefix: { from: "/two", to: "/new" } } }],
    ]);
  });

  it.each<[string, object, string, object]>([
    ["that mirror are left out", { type: "RequestMirror", requestMirror: {} }, "is not mirrored", {}],
    ["that nobody knows let nothing pass", { type: "ExtensionRef" }, "get 500", { answer: { status: 500 } }],
  ])("%s", (_, filter, why, does) => {
    const { gateways, said } = translated(edge(), route("r", [{ filters: [filter], backendRefs }]));
    expect(said).toEqual([expect.stringContaining(why)]);
    expect(gateways.get("edge/80")?.routes).toMatchObject([does]);
  });
});

describe("tells", () => {
  it.each<[string, object, string]>([
    [
      "a beginning that no match has",
      {
        filters: [{ type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch" } } }],
        matches: [{ path: { type: "Exact", value: "/x" } }],
      },
      "InvalidValue",
    ],
    ["a time that is none", { timeouts: { request: "1 s" } }, "InvalidValue"],
    [
      "a backend twice that does not do the same",
      { backendRefs: [to("a"), to("a", { filters: [{ type: "CORS", cors: { allowOrigins: ["*"] } }] })] },
      "DuplicateKey",
    ],
    ["what nobody knows", { sessionPersistence: {} }, "DroppedByImport"],
  ])("%s", (_, rule, code) => {
    const { said } = translated(edge(), route("r", [{ backendRefs: [to("a")], ...rule }]));
    expect(said).toEqual([expect.stringMatching(new RegExp(`^${code}: `))]);
  });

  it("what belongs to the Gateway API and has no equivalent", () => {
    const { said } = translated(edge(), {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GRPCRoute",
      metadata: { name: "r" },
    });
    expect(said).toEqual(["DroppedByImport: a GRPCRoute has no equivalent in a gateway, and is left out"]);
  });

  it("nothing of manifests in a list, and of others", () => {
    const items = [edge(), route("r", [{ backendRefs: [to("a")] }]), { apiVersion: "apps/v1", kind: "Deployment" }];
    const { gateways, said } = translated({ apiVersion: "v1", kind: "List", items });
    expect(said).toEqual([]);
    expect([...gateways.keys()]).toEqual(["edge/80"]);
  });
});
