import { describe, expect, it } from "vitest";
import { formatProblems } from "../../../sdk/diagnostics/format.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../../../sdk/expansion/artifactSet.js";
import { readArtifact, readDocuments } from "../../../sdk/reading/artifacts.js";

const store = `
kind: templates
name: defaults
definition:
  cpu: 0.5
  memory: 64MB
  metadata: {team: shop, stage: {name: test, of: 3}}
---
kind: templates
name: large
def: {cpu: 4, instances: 8}
---
kind: scales
name: base
cpu: 1
memory: 1GB
---
kind: templates
name: a
import: b
definition: {cpu: 1}
---
kind: templates
name: b
import: a
definition: {cpu: 1}
`;

/** Reads a scale that may import from the store. */
function read(text: string, options: { readonly missing?: "tell" | "keep"; readonly given?: boolean } = {}) {
  const problems = new Problems();
  const documents = options.given === false ? [] : readDocuments({ name: "store.yml", text: store }, problems);
  const artifacts = new ArtifactSet(documents, problems);
  const { missing = "tell" } = options;
  const scale = readArtifact("scales", { name: "scale.yml", text }, problems, { artifacts, missing });
  return {
    scale,
    problems: problems.list.map(({ severity, code }) => `${severity} ${code}`),
    text: formatProblems(problems.list),
  };
}

describe("an import", () => {
  it("of a template is merged below what the artifact says itself", () => {
    const { scale, text } = read("name: small\nimport: defaults\ncpu: 0.2\nmetadata: {stage: {name: live}}\n");
    expect(text).toBe("");
    expect(scale).toEqual({
      name: "small",
      cpu: 200,
      memory: 64_000_000,
      metadata: { team: "shop", stage: { name: "live", of: 3 } },
    });
  });

  it("of several is merged in their order", () => {
    expect(read("name: x\nimport: [defaults, large]\n").scale).toMatchObject({
      cpu: 4000,
      memory: 64_000_000,
      instances: 8,
    });
    expect(read("name: x\nimport: [large, defaults]\n").scale).toMatchObject({ cpu: 500, instances: 8 });
  });

  it("of an artifact gives everything but its name", () => {
    expect(read("name: x\nimport: scales/base\n").scale).toEqual({ name: "x", cpu: 1000, memory: 1_000_000_000 });
  });

  it("lets problems of the template speak in its own file", () => {
    expect(read("name: x\nimport: defaults\nmemory: ~\ninstances: x").text).toContain("scale.yml:4:12");
  });

  it.each([
    ["nothing", "import: ''", "EmptyImportError"],
    ["an empty list", "import: []", "EmptyImportError"],
    ["a map", "import: {a: b}", "ImportDefinitionError"],
    ["a map in a list", "import: [defaults, {a: b}]", "ImportDefinitionError"],
    ["an unknown kind", "import: things/x", "ImportDefinitionError"],
    ["what there is not", "import: defalts", "ImportReferenceError"],
    ["a circle", "import: a", "ImportReferenceError"],
  ])("of %s is told", (_, text, code) => {
    expect(read(`name: x\n${text}\ncpu: 1\nmemory: 1GB\n`).problems).toEqual([`error ${code}`]);
  });

  it("of what was not given is a warning where names may stay names, and the rest is not judged", () => {
    expect(read("name: x\nimport: defaults\n", { missing: "keep", given: false })).toMatchObject({
      scale: undefined,
      problems: ["warning UnresolvedImport"],
    });
  });
});
