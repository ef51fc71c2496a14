import { describe, expect, it } from "vitest";
import { Later } from "../../../sdk/later.js";
import { sizeOf } from "../../../sdk/planning/agentSize.js";
import type { Listener } from "../../../sdk/routing/listener.js";
import { validPlan, version } from "./plan.js";

const mebi = 2 ** 20;
const blueprint = { gateways: { 443: "s/web" }, clusters: { s: { services: [version("a"), version("b")] } } };

/** The size of an agent with some listeners, all alike: none is encrypted, and each takes all that there is room for. */
function size(settings: object = {}, like: Partial<Listener> = {}, listeners = 1) {
  const { agent } = validPlan(blueprint, { agent: settings });
  const [listener] = agent?.listeners ?? [];
  if (agent === undefined || listener === undefined) throw new Error("there is something to route");
  return sizeOf({ ...agent, listeners: Array.from({ length: listeners }, () => ({ ...listener, ...like })) });
}

const encrypted = { tls: { certificates: [{ kind: "secret", name: "s" } as const] } };

describe("the size of an agent", () => {
  it("is for 4,000 connections on up to a core, where nobody says anything", () => {
    expect(size()).toEqual({
      connections: 4000,
      memory: { request: 64 * mebi, limit: 256 * mebi },
      cpu: { request: 100, limit: 1000 },
      threads: 1,
    });
    expect(size({}, encrypted)).toMatchObject({ connections: 4000, memory: { request: 80 * mebi, limit: 496 * mebi } });
  });

  it.each([
    [2, 4000, 336],
    [4, 2000, 336],
    [8, 1000, 336],
    [100, 1000, 3744],
  ])(
    "is for a share of 8,000 connections at each of %i listeners, %i, but not for fewer than 1,000",
    (listeners, connections, limit) => {
      expect(size({}, {}, listeners)).toMatchObject({
        connections,
        memory: { request: 64 * mebi, limit: limit * mebi },
      });
    },
  );

  it("counts what each listener takes: as many as there is room for, or fewer", () => {
    const memory = (listeners: number, maxConnections?: number) =>
      Number(size({ connections: 20_000 }, { maxConnections }, listeners).memory.limit) / mebi;
    expect(memory(2)).toBe(1520);
    expect(memory(2, 30_000)).toBe(1520);
    expect(memory(2, 10_000)).toBe(784);
    expect(size({ resources: { memory: "1520Mi" } }, {}, 2)).toMatchObject({ connections: 20_048 });
  });

  it("goes with the connections that are expected, is sure, and twice as much where agents reload or have certificates", () => {
    const memory = (settings: object, like = {}) => {
      const { connections, memory } = size({ connections: 20_000, ...settings }, like);
      expect(connections).toBe(20_000);
      expect(memory.request).toBe(memory.limit);
      return Number(memory.limit) / mebi;
    };
    expect(memory({})).toBe(784);
    expect(memory({ update: "reload" })).toBe(1552);
    expect(memory({}, encrypted)).toBe(2176);
    expect(memory({ update: "reload" }, encrypted)).toBe(2176);
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
