import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteAgents, killAgent, restartKubelet } from "../disturbances.js";
import { type LoadSummary, readTrace, startTraffic } from "../lab.js";
import { deploy, shopBlueprint } from "../programs.js";
import { Stack } from "../stack.js";

const seconds = 1000;

/** Nodes learn of an endpoint that was withdrawn within this time. */
const spread = 1 * seconds;

describe("requests to two agents", () => {
  const stack = new Stack("disturbances");
  const trace = join(mkdtempSync(join(tmpdir(), "vamp-trace-")), "requests");
  beforeAll(() => stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 }))));
  afterAll(() => stack.dispose());

  async function during(work: () => Promise<unknown>): Promise<LoadSummary> {
    const traffic = startTraffic(await stack.serviceUrl("shop-9050"), trace, 200);
    await sleep(2 * seconds);
    const failure = await work().catch((error: unknown) => error ?? new Error("failed"));
    await sleep(3 * seconds);
    const summary = await traffic.stop();
    if (failure instanceof Error) throw failure;
    return summary;
  }

  it("do not fail while the agents are deleted and the kubelet of a node is killed", async () => {
    let deleted = 0;
    const summary = await during(async () => {
      deleted = await deleteAgents(stack);
      await restartKubelet(2);
    });
    expect(deleted).toBe(2);
    expect(summary.failures).toEqual([]);
    expect(summary.requests).toBeGreaterThan(1000);
  });

  it("fail only between an agent's being killed and its endpoint's being withdrawn", async () => {
    let times = { killed: 0, withdrawn: 0 };
    const summary = await during(async () => {
      times = await killAgent(stack, "shop-9050");
    });
    const failed = readTrace(trace).filter(({ version }) => version.startsWith("!"));
    expect(failed).toHaveLength(summary.failed);
    expect(failed.filter(({ answered }) => answered < times.killed)).toEqual([]);
    expect(failed.filter(({ sent }) => sent > times.withdrawn + spread)).toEqual([]);
    expect(times.withdrawn - times.killed).toBeLessThan(10 * seconds);
    expect(summary.requests - summary.failed).toBeGreaterThan(500);
  });
});
