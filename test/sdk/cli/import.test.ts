import { describe, expect, it } from "vitest";
import { conformanceTests, manifestsOf } from "../../conformance/cases.js";
import { runVamp } from "./world.js";

/** Every set of manifests of the conformance tests, once. */
const sets = new Map(
  conformanceTests.map((test) => {
    const manifests = manifestsOf(test);
    return [manifests.map(({ name }) => name).join(" "), manifests] as const;
  }),
);

describe("what `vamp import` prints is read as it is", () => {
  it.each([...sets])("%s", (names, manifests) => {
    const files = Object.fromEntries(manifests.map(({ name, text }) => [name, text]));
    const imported = runVamp(files, `import ${names}`);
    if (imported.code !== 0) return;
    expect(runVamp({ "imported.yml": imported.out }, "check --json imported.yml")).toMatchObject({ code: 0 });
    const { code, said } = runVamp({ "imported.yml": imported.out }, "route --host example.com imported.yml");
    expect({ code, said: code === 0 ? "" : said }).toEqual(
      code === 0
        ? { code: 0, said: "" }
        : { code: 2, said: expect.stringMatching(/^(which gateway\?|there is no gateway in)/m) },
    );
  });

  it("is a gateway for a route with host names", () => {
    const text = `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge}, spec: {listeners: [{name: a, port: 80, protocol: HTTP}]}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop}, spec: {parentRefs: [{name: edge}], hostnames: [a.example.com], rules: [{backendRefs: [{name: web, port: 80}]}]}}
`;
    const { out, code } = runVamp({ "routes.yml": text }, "import routes.yml");
    expect(code).toBe(0);
    expect(runVamp({ "edge.yml": out }, "route --host a.example.com edge.yml")).toMatchObject({
      code: 0,
      out: expect.stringContaining("[web.default.svc.cluster.local:80]"),
    });
  });
});
