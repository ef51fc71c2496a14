import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { packageSchema } from "../../components/provider/schemaTool/packageSchema.js";
import { disposePackage, useInstalledPackage } from "./installed.js";
import { kubectl, reached, root, run, sendRequests } from "./lab.js";
import { complaint, pack, told } from "./policyPack.js";
import { type Language, Project } from "./project.js";

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

/** Options that give the new version a share of the requests. YAML is told what the other languages compute. */
function shares(language: Language, canary: number): readonly string[] {
  const yaml = [`stable=${100 - canary}`, `trial=${canary < 100}`];
  return [`canary=${canary}`, ...(language === "yaml" ? yaml : [])].flatMap((value) => ["--config", value]);
}

beforeAll(async () => {
  for (const language of languages)
    projects.set(language, await Project.make(language, folders[language], `canary${suffix}`));
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
  it.each([
    { canary: 0, resources: 15, languages: ["python", "go"] },
    { canary: 10, resources: 18, languages: ["python", "go", "yaml"] },
    { canary: 100, resources: 18, languages: ["python", "go", "yaml"] },
  ] as const)("becomes the same $resources resources at $canary percent", async ({ canary, resources, languages }) => {
    const local = await project("nodejs").preview("--config", `canary=${canary}`);
    expect(local.size).toBe(resources);
    for (const language of languages) {
      const remote = await project(language).preview(...shares(language, canary));
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
      const refused = await one.refused("preview", ...pack, ...shares(language, 60));
      expect(told(refused)).toEqual(["mandatory canary-capacity", "mandatory canary-share"]);
      expect(refused).toContain("gateway `shop/shop/web`, route `shop:1.1.0`: the canary gets 60 % of the requests");
      await one.pulumi("destroy", "--yes", "--skip-preview");
    },
  );
});

/** The files that the programs of the {@link folders} stand in. */
const files: Readonly<Record<Language, string>> = {
  nodejs: "index.ts",
  python: "__main__.py",
  go: "main.go",
  yaml: "Pulumi.yaml",
};

describe("the example in the schema", () => {
  const schema: ReturnType<typeof packageSchema> = JSON.parse(
    readFileSync(join(root, "components/provider/schema.json"), "utf8"),
  );

  /** Puts an example in the place of a project's program. */
  function show(language: Language, token: string): Project {
    const { description = "" } = schema.resources[token] ?? {};
    const tag = language === "nodejs" ? "typescript" : language;
    const [, program] = new RegExp(`^\`\`\`${tag}\\n(.*?)^\`\`\`$`, "ms").exec(description) ?? [];
    if (program === undefined) throw new Error(`${token} has no example in ${language}`);
    const one = project(language);
    // A stack belongs to a project's name.
    one.edit(files[language], (before) =>
      language === "yaml" ? program.replace(/^name: .*$/m, /^name: .*$/m.exec(before)?.[0] ?? "") : program,
    );
    useInstalledPackage(one.folder);
    return one;
  }

  it.each([
    ["vamp:index:VampEnvironment", 2],
    ["vamp:index:VampGateway", 1],
  ])("of %s becomes the same resources in all languages", async (token, environments) => {
    // The same for all: URNs have its name.
    for (const one of projects.values()) one.useStack(`example${environments}${suffix}`);
    const local = await show("nodejs", token).preview();
    const made = [...local.values()].filter(({ type }) => type === "vamp:index:VampEnvironment");
    expect(made.length).toBe(environments);
    for (const language of ["python", "go", "yaml"] as const) {
      const remote = await show(language, token).preview();
      expect([...remote.keys()].sort(), language).toEqual([...local.keys()].sort());
      for (const [key, resource] of local) expect(remote.get(key), `${key} in ${language}`).toEqual(resource);
    }
  });
});

describe("unknown and secret values, providers, dependsOn, aliases, protect and transforms", () => {
  const folder = (language: string) => join(root, "test/end-to-end/languages", `options-${language}`);

  it("do for a component of another language what they do in TypeScript", async () => {
    const typescript = await Project.make("nodejs", folder("typescript"), `options${suffix}`);
    const python = await Project.make("python", folder("python"), `options${suffix}`);
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
