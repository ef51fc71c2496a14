import { describe, expect, it } from "vitest";
import { runVamp } from "./world.js";

const shop = `name: shop
gateways: {9050: cart/web}
clusters:
  cart:
    services:
      - {breed: {name: a, deployable: example/a:1, ports: {web: 8080}}, scale: small}
      - {breed: {name: b, deployable: example/b:1, ports: {web: 8080}}, scale: small}
`;
const files: Readonly<Record<string, string>> = {
  "shop.yml": shop,
  "small.yml": "kind: scales\nname: small\ncpu: 0.2\nmemory: 64MB\n",
  "edge.yml": "kind: gateways\nname: edge\nport: 80\nroutes: [shop/9050]\n",
  "bad.yml": shop.replace("cart/web", "card/web"),
  "metrics.yml": "name: metrics\nbreed: {name: m, deployable: i}\nschedule: {time: P1D}\n",
  "nameless.yml": "clusters: {c: {breed: {name: a, deployable: i}}}\n",
};
const run = (line: string) => runVamp(files, line);

describe("vamp render", () => {
  it("prints a document for every object, the Namespace first", () => {
    const { code, out, said } = run("render --organisation acme --environment test shop.yml small.yml");
    expect({ code, said }).toEqual({ code: 0, said: "" });
    const documents = out.split("---\n").map((document) => /^kind: (\w+)$/m.exec(document)?.[1]);
    expect(documents.slice(0, 3)).toEqual(["Namespace", "NetworkPolicy", "Service"]);
    expect(out).toContain("name: vamp-acme-test\n");
    expect(out).toContain("haproxy.cfg: |\n    # ");
  });

  it("refuses two deployments or gateways that would have objects of one name, with their places", () => {
    for (const line of [
      "render shop.yml small.yml again.yml",
      "route shop.yml small.yml again.yml",
      "graph shop.yml small.yml again.yml",
    ]) {
      const { code, out, said } = runVamp({ ...files, "again.yml": `# another\n${shop}` }, line);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(said).toContain(
        "again.yml:2:7: error: the blueprint `shop` at again.yml:2:7 and the blueprint `shop` at shop.yml:1:7 would both have the",
      );
    }
    const named = "kind: gateways\nname: shop-9050\nport: 80\nroutes: [shop/9050]\n";
    expect(runVamp({ ...files, "named.yml": named }, "render shop.yml small.yml named.yml").said).toContain(
      "the gateway `shop-9050` at named.yml:2:7 and the blueprint `shop` at shop.yml:1:7 would both have the",
    );
    expect(runVamp({ ...files, "again.yml": shop }, "check shop.yml small.yml again.yml").code).toBe(0);
  });

  it("writes a file for every object, and each configuration beside it", () => {
    const { out, written } = run("render -o out shop.yml small.yml edge.yml");
    expect(out).toBe("");
    const names = Object.keys(written).map((name) => name.replace(/-[0-9a-f]{10}/, "-*"));
    expect(names).toEqual(expect.arrayContaining(["out/configmap-shop-agent-*.haproxy.cfg", "out/service-edge.yaml"]));
    const configuration = Object.entries(written).find(([name]) => name.endsWith("haproxy.cfg"));
    expect(configuration?.[1]).toMatch(/^# .*\n/);
  });

  it("prints when the folder is `-`", () => {
    const { out, written } = run("render -o - shop.yml small.yml");
    expect({ out, written }).toEqual({ out: run("render shop.yml small.yml").out, written: {} });
  });

  it("prints workflows beside a blueprint", () => {
    expect(run("render shop.yml small.yml metrics.yml").out).toContain("kind: CronJob\n");
    expect(run("render metrics.yml")).toMatchObject({ code: 2, said: expect.stringContaining("none is given") });
  });

  it("prints nothing of what has a mistake", () => {
    const { code, out, said } = run("render bad.yml small.yml");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(said).toContain("bad.yml:2:18: error:");
  });

  it("prints nothing of what cannot be planned, or of a condition that cannot be read", () => {
    const wrong = shop.replace("scale: small", "condition: x").replace("gateways: {9050: cart/web}\n", "");
    const routes = "    gateways: {routes: {a: {condition: 'hots == x'}, b: {}}}\n";
    for (const text of [wrong, shop + routes]) {
      const result = runVamp({ ...files, "wrong.yml": text }, "render wrong.yml small.yml");
      expect(result).toMatchObject({ code: 1, out: "" });
    }
  });

  it("needs every name among its files", () => {
    expect(run("render shop.yml")).toMatchObject({ code: 1, said: expect.stringContaining("ArtifactNotFound") });
  });

  it("needs a name for what the objects are named by", () => {
    expect(run("render nameless.yml")).toMatchObject({ code: 2, said: expect.stringContaining("has no `name`") });
  });
});
