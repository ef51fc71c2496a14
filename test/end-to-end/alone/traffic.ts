import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drainTime } from "../../../sdk/kubernetes/agent.js";
import { reached, readTrace, sendRequests, setDns, startTraffic } from "../lab.js";
import { deploy, shopBlueprint } from "../programs.js";
import { Stack } from "../stack.js";

const traceFile = () => join(mkdtempSync(join(tmpdir(), "vamp-trace-")), "requests");
const seconds = 1000;

/**
 * Shares and shifts of requests with the cluster's DNS as real clusters have it, which keeps answers for 30 seconds, or
 * with the lab's fast one.
 */
export function describeTraffic(dns: "real" | "fast"): void {
  describe(`with the ${dns} cluster DNS`, () => {
    const stack = new Stack(`traffic${dns}`);
    beforeAll(() => setDns(dns));
    afterAll(() => {
      stack.dispose();
      setDns("fast");
    });

    it("sends each version its share, within 2 requests of exact per agent", async () => {
      await stack.up(deploy(shopBlueprint({ "1.0.0": 90, "1.1.0": 10 })));
      const summary = sendRequests(await stack.serviceUrl("shop-9050"), 1000);
      expect(summary.failed).toBe(0);
      const agents = 2;
      expect(Math.abs(reached(summary, "1.1.0") - 100)).toBeLessThanOrEqual(2 * agents);
      expect(reached(summary, "1.0.0") + reached(summary, "1.1.0")).toBe(1000);
    });

    it("sends each version its share also after an update, of 10,000 requests on 32 connections", async () => {
      await stack.up(deploy(shopBlueprint({ "1.0.0": 99, "1.1.0": 1 })));
      const summary = sendRequests(await stack.serviceUrl("shop-9050"), 10_000, "--connections", "32");
      expect(summary.failed).toBe(0);
      const agents = 2;
      expect(Math.abs(reached(summary, "1.1.0") - 100)).toBeLessThanOrEqual(2 * agents);
      expect(reached(summary, "1.0.0") + reached(summary, "1.1.0")).toBe(10_000);
    });

    it("shifts to 50/50 to 0/100 without a failed request, and new connections see the new split at once", async () => {
      const trace = traceFile();
      const traffic = startTraffic(await stack.serviceUrl("shop-9050"), trace);
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

    it("replaces a version by another one in a single update without a failed request, and is done when it says so", async () => {
      const trace = traceFile();
      const traffic = startTraffic(await stack.serviceUrl("shop-9050"), trace);
      await sleep(2 * seconds);
      // The new version's Deployment comes first, which is when the provider has been seen not to wait for the agents'.
      await stack.up(deploy(shopBlueprint({ "1.2.0": 100 })));
      const replaced = Date.now();
      await sleep(3 * seconds);
      const summary = await traffic.stop();

      expect(summary.failures).toEqual([]);
      expect(reached(summary, "1.1.0")).toBeGreaterThan(0);
      expect(reached(summary, "1.2.0")).toBeGreaterThan(0);
      const old = readTrace(trace).filter((request) => request.version !== "1.2.0");
      expect(old.filter((request) => request.opened > replaced)).toEqual([]);
    });

    it("takes a second version in and out again behind a cluster's Service without a failed request", async () => {
      await stack.up(deploy(shopBlueprint({ "1.0.0": 100 }, false)));
      const trace = traceFile();
      const traffic = startTraffic(await stack.serviceUrl("shop-shop"), trace);
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
}
