import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, labEnvironment, reached, root, run, sendRequests } from "./lab.js";
import { echoImage } from "./programs.js";

const folder = join(root, "examples/shop");
const stack = "exampletest";
const environment = {
  ...labEnvironment(),
  PULUMI_BACKEND_URL: `file://${mkdtempSync(join(tmpdir(), "vamp-example-"))}`,
};
const pulumi = (...args: readonly string[]) =>
  run("pulumi", [...args, "--stack", stack, "--cwd", folder], 250, environment);

describe("examples/shop", () => {
  beforeAll(() => {
    run("pulumi", ["stack", "init", stack, "--cwd", folder], 60, environment);
    pulumi("up", "--yes", "--skip-preview", "--config", `image=${echoImage}`);
  });
  afterAll(() => pulumi("destroy", "--yes", "--skip-preview"));

  it("shares requests as its blueprint says, and sends the cookie's to the new version", () => {
    const namespace = pulumi("stack", "output", "namespace").trim();
    const address = kubectl(
      "-n",
      namespace,
      "get",
      "service",
      "-o",
      "jsonpath={.items[?(@.spec.ports[0].port==9050)].spec.clusterIP}",
    );
    const all = sendRequests(`http://${address}:9050/`, 1000);
    expect(all.failed).toBe(0);
    expect(Math.abs(reached(all, "1.1.0") - 100)).toBeLessThanOrEqual(4);
    const beta = sendRequests(`http://${address}:9050/`, 50, "--header", "Cookie: beta=1");
    expect([beta.failed, reached(beta, "1.1.0")]).toEqual([0, 50]);
  });
});
