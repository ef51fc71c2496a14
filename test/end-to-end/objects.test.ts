import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, labEnvironment, root } from "./lab.js";

const folder = join(root, "test/sdk/kubernetes/golden");
const files = readdirSync(folder).filter((file) => file.endsWith(".objects.yaml"));
const namespace = "vamp-acme-golden";

/** What the API server says when it is given the objects of a file, without making them. */
function dryRun(file: string): string {
  const args = ["apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", join(folder, file)];
  const { status, stderr } = spawnSync("kubectl", args, { env: labEnvironment(), encoding: "utf8", timeout: 60_000 });
  return status === 0 ? stderr : `exit code ${status}\n${stderr}`;
}

describe("the API server takes, strictly and under Pod Security `restricted`, the objects of", () => {
  beforeAll(() => {
    kubectl("create", "namespace", namespace);
    // Refuses and warns as the environment's own Namespace does.
    kubectl(
      "label",
      "namespace",
      namespace,
      "pod-security.kubernetes.io/enforce=restricted",
      "pod-security.kubernetes.io/warn=restricted",
    );
  });
  afterAll(() => {
    kubectl("delete", "namespace", namespace, "--wait=false");
  });

  it.each(files)("%s", (file) => {
    expect(dryRun(file)).toBe("");
  });
});
