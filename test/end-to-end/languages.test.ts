import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, reached, root, run, sendRequests } from "./lab.js";
import { complaint, pack, told } from "./policyPack.js";
import { disposePackage, type Language, Project } from "./project.js";

/** Names stacks and environments: others each time, for the last may still be going away. */
const suffix = Date.now().toString(36).slice(-4);
const folders: Readonly<Record<Language, string>> = {
  nodejs: join(root, "examples/canary"),
  python: join(root, "examples/python"),
  go: join(root, "examples/go"),
  yaml: join(root, "examples/yaml"),
};
const languages = Object.keys(folders) as Language[];
const projects = new Map<Language, Project>();

function project(language: Language): Project {
  const found = projects.get(language);
  if (found === undefined) throw new Error(`there is no project in ${language}`);
  return found;
}

beforeAll(() => {
  for (const language of languages) projects.set(language, new Project(language, folders[language], `canary${suffix}`));
});
afterAll(() => {
  for (const one of projects.values()) one.dispose();
  disposePackage();
  for (const language of languages)
    kubectl("delete", "namespace", `vamp-acme-${language}${suffix}`, "--ignore-not-found", "--wait=false");
});

it("the schema is one by the engine's own rules, which C# and Java go by too", () => {
  expect(run("pulumi", ["schema", "check", join(root, "components/provider/schema.json")])).toBe("");
});

describe("a canary in TypeScript, Python, Go and YAML", () => {
  it("becomes the same resources, property by property", async () => {
    const canary = ["--config", "canary=10"];
    const local = await project("nodejs").preview(...canary);
    expect(local.size).toBe(18);
    for (const language of ["python", "go", "yaml"] as const) {
      const remote = await project(language).preview(...canary);
      expect([...remote.keys()].sort(), language).toEqual([...local.keys()].sort());
      for (const [key, resource] of local) expect(remote.get(key), `${key} in ${language}`).toEqual(resource);
    }
  });

  it.each(languages)("is told a mistake at its property, in %s", async (language) => {
    const told = await project(language).mistakes("--config", "canary=500");
    expect(told).toContain('blueprint.clusters.shop.gateways.web.routes["shop:1.1.0"].weight');
    expect(told).toContain("`500%` is not a percentage (UnexpectedTypeError)");
  });

  it.concurrent.each(["python", "go", "yaml"] as const)(
    "goes up, shares requests, keeps to the policies and goes away, in %s",
    async (language) => {
      const one = project(language);
      one.useStack(`${language}${suffix}`);
      await one.pulumi("up", "--yes", "--skip-preview");
      const namespace = await one.output("namespace");
      const port = "{.items[?(@.spec.ports[0].port==9050)].spec.clusterIP}";
      const address = kubectl("-n", namespace, "get", "service", "-o", `jsonpath=${port}`);
      const sent = sendRequests(`http://${address}:9050/`, 1000);
      expect(sent.failed).toBe(0);
      expect(Math.abs(reached(sent, "1.1.0") - 100)).toBeLessThanOrEqual(4);
      const unchanged = await one.pulumi("preview", "--expect-no-changes", ...pack);
      expect(complaint(unchanged)).toBeUndefined();
      const refused = await one.refused("preview", ...pack, "--config", "canary=60", "--config", "stable=40");
      expect(told(refused)).toEqual(["mandatory canary-capacity", "mandatory canary-share"]);
      expect(refused).toContain("gateway `shop/shop/web`, route `shop:1.1.0`: the canary gets 60 % of the requests");
      await one.pulumi("destroy", "--yes", "--skip-preview");
    },
  );
});

describe("unknown and secret values, providers, dependsOn, aliases, protect and transforms", () => {
  const folder = (language: string) => join(root, "test/end-to-end/languages", `options-${language}`);

  it("do for a component of another language what they do in TypeScript", async () => {
    const [typescript, python] = (["nodejs", "python"] as const).map(
      (language) => new Project(language, folder(language === "nodejs" ? "typescript" : language), `options${suffix}`),
    );
    if (typescript === undefined || python === undefined) throw new Error("there are two");
    const [local, remote] = [await typescript.preview(), await python.preview()];
    for (const one of [typescript, python]) one.dispose();
    const version = local.get("shop-shop-1-0-0-27aae kubernetes:apps/v1:Deployment");
    expect(version).toMatchObject({ protect: true, inputs: { metadata: { annotations: { transformed: "yes" } } } });
    expect([...remote.keys()].sort()).toEqual([...local.keys()].sort());
    // The program's own resources depend on the component, too, whose outputs they use.
    for (const [key, resource] of local)
      if (resource.urn.includes("::vamp:index:")) expect(remote.get(key), key).toEqual(resource);
  });
});
