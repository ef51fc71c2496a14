import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { kubectl, labEnvironment, root, sendRequests } from "./lab.js";
import { deploy, shopBlueprint } from "./programs.js";
import { Stack } from "./stack.js";

const folder = mkdtempSync(join(tmpdir(), "vamp-rights-"));

/** Variables for an engine that is somebody else to the cluster. */
function actingAs(user: string): NodeJS.ProcessEnv {
  const config = parse(readFileSync(labEnvironment().KUBECONFIG ?? "", "utf8"));
  for (const entry of config.users) entry.user.as = user;
  const file = join(folder, user);
  writeFileSync(file, stringify(config));
  return { KUBECONFIG: file };
}

const platform = new Stack("platform", actingAs("platform"));
const team = new Stack("team", actingAs("team"));
const role = /^```yaml\n(.*?kind: ClusterRole\n.*?)^```$/ms.exec(
  readFileSync(join(root, "docs/security.md"), "utf8"),
)?.[1];
const settings = { groups: { edit: ["developers"] }, quota: { pods: 20 }, containers: { cpu: "100m", memory: "64Mi" } };

beforeAll(() => {
  writeFileSync(join(folder, "role.yaml"), role ?? "");
  kubectl("apply", "-f", join(folder, "role.yaml"));
  const name = parse(role ?? "").metadata.name;
  kubectl("create", "clusterrolebinding", name, `--clusterrole=${name}`, "--user=platform");
});
afterAll(() => {
  team.dispose();
  platform.dispose();
  kubectl("delete", "clusterrolebinding,clusterrole", "vamp-environments");
  rmSync(folder, { recursive: true });
});

/** Makes a program of the team, in the environment that the platform made. */
function setProgram(shares: Readonly<Record<string, number>>): void {
  const environment = { organisation: "test", name: platform.name };
  team.write(
    "index.js",
    `const vamp = require("pulumi-vamp");\nconst environment = ${JSON.stringify(environment)};\n${deploy(shopBlueprint(shares))}\n`,
  );
}

describe("who runs the engine", () => {
  it("needs the role that the documentation has, to make environments", async () => {
    platform.setProgram("", settings);
    await platform.succeed("up", "--yes", "--skip-preview");
    platform.setProgram("", { ...settings, groups: { view: ["everybody"], edit: ["developers"] } });
    await platform.refreshAndUp();
  });

  it("needs Kubernetes' role `edit` in a Namespace, and no other, for deployments and their gateways", async () => {
    setProgram({ "1.0.0": 100 });
    const without = await team.engine("up", "--yes", "--skip-preview");
    expect([without.ok, without.output]).toEqual([false, expect.stringContaining('User "team" cannot')]);
    kubectl("-n", platform.namespace, "create", "rolebinding", "team", "--clusterrole=edit", "--user=team");
    await team.succeed("up", "--yes", "--skip-preview");
    setProgram({ "1.0.0": 90, "1.1.0": 10 });
    await team.refreshAndUp();
    expect(sendRequests(await platform.serviceUrl("shop-9050"), 200).failed).toBe(0);
    await team.expectNoChanges();
    await team.destroy();
    expect(
      kubectl("-n", platform.namespace, "get", "deployments,services,configmaps", "-l", "io.vamp", "-o", "name"),
    ).toBe("");
  });

  it("takes environments away again with that role", async () => {
    await platform.destroy();
    expect(kubectl("get", "namespaces", "-o", "name")).not.toContain(platform.namespace);
  });
});
