import { describe, expect, it } from "vitest";
import { agentFiles, partsOf } from "../../../sdk/kubernetes/agentFiles.js";
import { Later, type Leaf, latersIn } from "../../../sdk/later.js";
import { sizeOf } from "../../../sdk/planning/agentSize.js";
import type { AgentPlan } from "../../../sdk/planning/plan.js";
import type { Backend, Listener, RoutingTable } from "../../../sdk/routing/table.js";
import type { CertificateSource } from "../../../sdk/routing/traffic.js";
import { backend, listener, table, way } from "../haproxy/listeners.js";
import { validPlan, version } from "../planning/plan.js";

const blueprint = { gateways: { 443: "s/web" }, clusters: { s: { services: [version("a"), version("b")] } } };

function files(certificates: readonly CertificateSource[], settings: object = {}, clients?: CertificateSource) {
  const { agent } = validPlan(blueprint, { agent: settings });
  if (agent === undefined) throw new Error("there is something to route");
  const [first, ...others] = agent.listeners;
  if (first === undefined) throw new Error("there is a listener");
  const tls = { certificates, ...(clients === undefined ? {} : { clients: { ca: clients, required: true } }) };
  const listeners = certificates.length === 0 ? agent.listeners : [{ ...first, tls }, ...others];
  const plan: AgentPlan = { ...agent, listeners };
  return agentFiles(plan, "vamp-shop-test", sizeOf(plan));
}

describe("the files of an agent", () => {
  const kilobytes = (count: number) => "x".repeat(count * 1000);

  it("are shared out over ConfigMaps in their order", () => {
    expect(partsOf({ a: kilobytes(600), b: kilobytes(300), c: kilobytes(600), d: "d" })).toEqual([
      { a: kilobytes(600), b: kilobytes(300) },
      { c: kilobytes(600), d: "d" },
    ]);
  });

  it("are counted in bytes, not in characters", () => {
    expect(partsOf({ a: "ü".repeat(400_000), b: "ü".repeat(400_000) })).toHaveLength(2);
  });

  it("are listed for agents that read them again, which so see whether they are one configuration", () => {
    const data = (settings: object) =>
      files([], settings).objects.flatMap(({ object }) => ("data" in object ? [object.data] : []));
    const [config] = data({ update: "reload" });
    expect(config).toEqual({
      "files.sha256": expect.stringMatching(/^[0-9a-f]{64} {2}haproxy\.cfg\n$/),
      "haproxy.cfg": expect.any(String),
    });
    expect(data({})).toEqual([{ "haproxy.cfg": expect.any(String) }]);
  });

  it("are refused when one of them fits into no ConfigMap", () => {
    expect(() => partsOf({ "hosts.map": kilobytes(1001) })).toThrow(
      /routes: error: `hosts.map` of the gateway agent has 1001009 bytes, and a ConfigMap takes 1000000/,
    );
  });
});

describe("certificates", () => {
  it("of a Secret are projected beside the configuration, with their keys", () => {
    const { objects, volume, rereads } = files(
      [{ kind: "secret", name: "shop-tls" }],
      {},
      { kind: "secret", name: "ca" },
    );
    expect(objects.map(({ object }) => object.kind)).toEqual(["ConfigMap"]);
    expect(rereads).toBe(true);
    expect(volume).toMatchObject({
      projected: {
        defaultMode: 0o440,
        sources: [
          { configMap: { name: expect.any(Later) } },
          {
            secret: {
              name: "shop-tls",
              items: [
                { key: "tls.crt", path: "certificates/gw-443-0.pem" },
                { key: "tls.key", path: "certificates/gw-443-0.pem.key" },
              ],
            },
          },
          { secret: { name: "ca", items: [{ key: "ca.crt", path: "certificates/gw-443-clients.pem" }] } },
        ],
      },
    });
  });

  const given: CertificateSource = { kind: "given", certificate: "PEM", key: Later.of({ path: "key" }).map(String) };

  it("that were given are in a Secret without a name of its own, so that agents roll with it", () => {
    const { objects, volume } = files([given]);
    const secret = objects.find(({ object }) => object.kind === "Secret");
    expect(secret).toMatchObject({
      key: "agent-certificates",
      nameSource: { path: "name of agent-certificates", prefix: "demo-agent-certificates" },
      object: { stringData: { "gw-443-0.pem": "PEM", "gw-443-0.pem.key": expect.any(Later) } },
    });
    expect(secret?.object.metadata).not.toHaveProperty("name");
    expect(volume).toMatchObject({ projected: { sources: [{}, { secret: { name: expect.any(Later) } }] } });
  });

  it("that are secret leave the configuration none: it says only where they are", () => {
    for (const { object } of files([given]).objects)
      expect(latersIn(object)).toHaveLength(object.kind === "Secret" ? 1 : 0);
  });

  it("that backends are trusted by leave the configuration none either, wherever a route leads there", () => {
    const later = Later.of({ path: "ca" }).map(String);
    const trusted = (certificate: Leaf<string>): Backend => ({
      ...backend("a"),
      traffic: { tls: { verify: true, ca: { kind: "given", certificate } } },
    });
    const listeners = (certificate: Leaf<string>): readonly Listener[] => {
      const toA = trusted(certificate);
      const inner = { ...way(backend("b"), 100), target: toA };
      const shared: RoutingTable = { ...table("inner", []), pool: [inner], stickyCookie: "vamp" };
      const outer = { route: "inner", weight: 10_000, target: shared };
      const matching = { route: "a", condition: "has cookie a", strength: 10_000, target: toA };
      return [
        {
          ...listener("gw-80", table("none", [])),
          table: { ...table("outer", []), pool: [outer], conditions: [matching] },
          sites: [{ hosts: ["a.test"], table: { ...table("site", []), pool: [outer, { ...outer, weight: 0 }] } }],
        },
        { ...listener("gw-81", table("none", [])), portName: "gw-81", port: 10_001, table: shared },
      ];
    };
    const configuration = (certificate: Leaf<string>) => {
      const { agent } = validPlan(blueprint);
      if (agent === undefined) throw new Error("there is something to route");
      const plan = { ...agent, listeners: listeners(certificate) };
      return agentFiles(plan, "vamp-shop-test", sizeOf(plan)).objects.flatMap(({ object }) =>
        "data" in object ? [object.data] : [],
      );
    };
    expect(latersIn(configuration(later))).toEqual([]);
    expect(configuration(later)).toEqual(configuration("PEM"));
    const text = JSON.stringify(configuration(later));
    expect(text.match(/acl at:inner /g)).toHaveLength(2);
    expect(text).toContain("certificates/a-ca.pem");
  });

  it("that were given to agents that reload keep the name of their Secret", () => {
    const { objects, volume } = files([given], { update: "reload" });
    expect(objects.find(({ object }) => object.kind === "Secret")).toMatchObject({
      object: { metadata: { name: "demo-agent-certificates" } },
    });
    expect(volume).toMatchObject({ projected: { sources: [{}, { secret: { name: "demo-agent-certificates" } }] } });
  });
});
