import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, type LoadSummary, run, startTraffic } from "../lab.js";
import { deploy, echoImage, echoService, shopBlueprint } from "../programs.js";
import { Stack } from "../stack.js";

const seconds = 1000;

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName: string; readonly containers: readonly { readonly image: string }[] };
}

describe("services of two instances, one behind agents and one behind a plain Service, do not fail a request", () => {
  const stack = new Stack("availability");
  const plain = { clusters: { shop: { services: [echoService("1.0.0")] } } };
  const program = (more: object = {}, morePlain: object = more) =>
    `${deploy(shopBlueprint({ "1.0.0": 50, "1.1.0": 50 }), more)}
new vamp.VampDeployment("plain", { environment, blueprint: ${JSON.stringify(plain)}, ...${JSON.stringify(morePlain)} });`;

  // The same image by another name: enough for Kubernetes to roll it out.
  const newImage = { images: { [echoImage]: `docker.io/${echoImage}` } };

  /** The services' pods that are there to stay. */
  const pods = (): readonly Pod[] => {
    const { items } = JSON.parse(
      kubectl("-n", stack.namespace, "get", "pods", "-l", "io.vamp=deployment-service", "-o", "json"),
    ) as { items: readonly Pod[] };
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  };

  beforeAll(() => stack.up(program()));
  afterAll(() => stack.dispose());

  /** Does something while requests go to both, and gives what became of them. */
  async function underLoad(work: () => Promise<unknown>): Promise<readonly LoadSummary[]> {
    const folder = mkdtempSync(join(tmpdir(), "vamp-load-"));
    const services = ["shop-9050", "plain-shop"];
    const urls = await Promise.all(services.map((service) => stack.serviceUrl(service)));
    const traffic = urls.map((url, index) => startTraffic(url, join(folder, String(index)), 200));
    const failure = await sleep(2 * seconds)
      .then(work)
      .then(() => sleep(3 * seconds))
      .catch((error: unknown) => error);
    const summaries = await Promise.all(traffic.map((one) => one.stop()));
    if (failure !== undefined) throw failure;
    for (const summary of summaries) {
      expect(summary.failures).toEqual([]);
      expect(summary.requests).toBeGreaterThan(500);
    }
    return summaries;
  }

  it("while a new image is rolled out", async () => {
    const before = new Set(pods().map(({ metadata }) => metadata.name));
    await underLoad(() => stack.up(program(newImage)));
    expect(pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(Array(6).fill(newImage.images[echoImage]));
    expect(pods().filter(({ metadata }) => before.has(metadata.name))).toEqual([]);
  });

  it("while they are scaled from two to six and back", async () => {
    const [old, next] = ["shop:1.0.0", "shop:1.1.0"];
    const scaled = (instances: number) =>
      program(
        { ...newImage, scale: { [old]: { instances }, [next]: { instances } } },
        { ...newImage, scale: { [old]: { instances } } },
      );
    let most: readonly Pod[] = [];
    const summaries = await underLoad(async () => {
      await stack.up(scaled(6));
      await sleep(3 * seconds);
      most = pods();
      await stack.up(scaled(2));
    });
    expect(most).toHaveLength(18);
    const reached = summaries.flatMap((summary) => Object.keys(summary.pods));
    expect(reached).toEqual(expect.arrayContaining(most.map(({ metadata }) => metadata.name)));
    expect(pods()).toHaveLength(6);
  });

  it("while a node is drained", async () => {
    try {
      await underLoad(async () => {
        run("kubectl", ["drain", "node2", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=150s"], 160);
        await sleep(2 * seconds);
      });
      expect(new Set(pods().map(({ spec }) => spec.nodeName))).toEqual(new Set(["node1"]));
    } finally {
      kubectl("uncordon", "node2");
    }
  });
});
