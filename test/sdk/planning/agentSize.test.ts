import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { sizeOf } from "../../../sdk/planning/agentSize.js";
import { validPlan, version } from "./plan.js";

const mebi = 2 ** 20;
const blueprint = { gateways: { 443: "s/web" }, clusters: { s: { services: [version("a"), version("b")] } } };

function size(settings: object = {}, encrypted = false) {
  const { agent } = validPlan(blueprint, { agent: settings });
  if (agent === undefined) throw new Error("there is something to route");
  const tls = { certificates: [{ kind: "secret", name: "s" } as const] };
  return sizeOf({ ...agent, listeners: agent.listeners.map((one) => (encrypted ? { ...one, tls } : one)) });
}

describe("the size of an agent", () => {
  it("is for 4,000 connections on up to a core, where nobody says anything", () => {
    for (const encrypted of [false, true])
      expect(size({}, encrypted)).toEqual({
        connections: 4000,
        memory: { request: 64 * mebi, limit: 256 * mebi },
        cpu: { request: 100, limit: 1000 },
        threads: 1,
      });
  });

  it("goes with the connections that are expected, is sure, and more when they are encrypted or agents reload", () => {
    const memory = (settings: object, encrypted = false) => {
      const { connections, memory } = size({ connections: 20_000, ...settings }, encrypted);
      expect(connections).toBe(20_000);
      expect(memory.request).toBe(memory.limit);
      return Number(memory.limit) / mebi;
    };
    expect(memory({})).toBe(784);
    expect(memory({}, true)).toBe(1088);
    expect(memory({ update: "reload" })).toBe(1552);
  });

  it("makes of memory as many connections as it is for", () => {
    expect(size({ resources: { memory: "784Mi" } })).toMatchObject({
      memory: { request: 784 * mebi, limit: 784 * mebi },
      connections: 20_263,
    });
    expect(size({ resources: { memory: "1Gi" }, connections: 100 })).toMatchObject({ connections: 100 });
  });

  it("has a thread for each whole core", () => {
    expect(size({ resources: { cpu: 0.5 } })).toMatchObject({ cpu: { request: 500, limit: 500 }, threads: 1 });
    expect(size({ resources: { cpu: "3500m" } })).toMatchObject({ cpu: { request: 3500, limit: 3500 }, threads: 3 });
  });

  it("may be known only later", () => {
    const connections = Later.of({ path: "connections" });
    expect(size({ connections })).toMatchObject({
      connections: expect.any(Later),
      memory: { limit: expect.any(Later) },
    });
  });
});
