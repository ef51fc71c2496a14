import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drainTime } from "../../sdk/kubernetes/agent.js";
import { reached, sendRequests, setDns, startTraffic } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

interface TracedRequest {
  readonly opened: number;
  readonly sent: number;
  readonly version: string;
}

function readTrace(file: string): readonly TracedRequest[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [opened, sent, , , version = ""] = line.split(" ");
      return { opened: Number(opened), sent: Number(sent), version };
    });
}

const traceFile = () => join(mkdtempSync(join(tmpdir(), "vamp-trace-")), "requests");
const seconds = 1000;

describe.each(["fast", "real"] as const)("with the %s cluster DNS", (dns) => {
  const stack = new Stack(`traffic${dns}`);
  beforeAll(() => setDns(dns));
  afterAll(() => {
    stack.dispose();
    setDns("fast");
  });

  it("sends each version its share, within 2 requests of exact per agent", async () => {
    await stack.up(deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 })));
    const summary = sendRequests(stack.serviceUrl("shop-9050"), 1000);
    expect(summary.failed).toBe(0);
    const agents = 2;
    expect(Math.abs(reached(summary, "1.1.0") - 100)).toBeLessThanOrEqual(2 * agents);
    expect(reached(summary, "1.0.0") + reached(summary, "1.1.0")).toBe(1000);
  });

  it("shifts 90/10 to 50/50 to 0/100 without a failed request, and new connections see the new split at once", async () => {
    const trace = traceFile();
    const traffic = startTraffic(stack.serviceUrl("shop-9050"), trace);
    await sleep(2 * seconds);
    await stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 })));
    await sleep(2 * seconds);
    await stack.up(deploy(shopBlueprint({ "1.0.0": 0, "1.1.0": 100 })));
    const shifted = Date.now();
    await sleep((drainTime + 3) * seconds);
    const summary = await traffic.stop();

    expect(summary.failures).toEqual([]);
    expect(summary.requests).toBeGreaterThan(5000);
    const old = readTrace(trace).filter((request) => request.version === "1.0.0");
    expect(old.length).toBeGreaterThan(0);
    expect(old.filter((request) => request.opened > shifted)).toEqual([]);
    expect(old.filter((request) => request.sent > shifted + drainTime * seconds)).toEqual([]);
  });

  it("takes a second version in and out again behind a cluster's Service without a failed request", async () => {
    await stack.up(deploy(shopBlueprint({ "1.0.0": 100 }, false)));
    const trace = traceFile();
    const traffic = startTraffic(stack.serviceUrl("shop-shop"), trace);
    await sleep(2 * seconds);
    await stack.up(deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 }, false)));
    await sleep(3 * seconds);
    await stack.up(deploy(shopBlueprint({ "1.1.0": 100 }, false)));
    await sleep(3 * seconds);
    const summary = await traffic.stop();

    expect(summary.failures).toEqual([]);
    expect(reached(summary, "1.0.0")).toBeGreaterThan(0);
    expect(reached(summary, "1.1.0")).toBeGreaterThan(0);
    expect(readTrace(trace).at(-1)?.version).toBe("1.1.0");
  });
});
