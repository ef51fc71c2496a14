import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { formatProblems } from "../../sdk/diagnostics/format.js";
import { Problems } from "../../sdk/diagnostics/problem.js";
import { readDocument, readDocuments } from "../../sdk/reading/artifacts.js";
import { toValue } from "../../sdk/reading/node.js";
import { Source } from "../../sdk/reading/source.js";
import { readYaml } from "../../sdk/reading/yaml.js";
import { jsonSchema } from "../../sdk/schema/jsonSchema.js";
import { formatText } from "../../sdk/writing/artifact.js";

const root = resolve(__dirname, "../..");
const schemaFile = join(root, "docs/vamp.schema.json");

/** Artifacts among the examples; `Pulumi.yaml` is the engine's. */
const artifacts = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".yml"),
);

it("docs/vamp.schema.json is what `npm run schema` writes", () => {
  expect(readFileSync(schemaFile, "utf8")).toBe(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
});

describe("examples/README.md", () => {
  const index = readFileSync(join(root, "examples/README.md"), "utf8");

  it("has a line for every example", () => {
    const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const lines = [...index.matchAll(/^\| \[([\w-]+)\]\(\1\) \|/gm)].map(([, name]) => name);
    expect(lines.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it("takes one away with the versions that the packages ask for", () => {
    const packageOf = (folder: string) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const [, shown = ""] = /^```json\n(\{\n {2}"private".*?)^```$/ms.exec(index) ?? [];
    const { version, peerDependencies } = packageOf(".");
    expect(JSON.parse(shown)).toEqual({
      private: true,
      dependencies: { ...peerDependencies, "pulumi-vamp": `^${version}` },
      devDependencies: { "pulumi-vamp-policies": `^${packageOf("policies").version}` },
    });
  });
});

it("there are artifacts among the examples", () => {
  expect(artifacts).not.toEqual([]);
});

describe.each(artifacts)("%s", (file) => {
  const path = join(root, "examples", file);
  const text = readFileSync(path, "utf8");

  it("is without a mistake, and without a surprise", () => {
    const problems = new Problems();
    for (const document of readDocuments({ name: file, text }, problems)) readDocument(document, problems);
    expect(formatProblems(problems.list)).toBe("");
  });

  it("is canonical", () => {
    expect(formatText({ name: file, text }, new Problems())).toBe(text);
  });

  it("names the schema for editors, and fits it", () => {
    const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text) ?? [];
    expect(resolve(dirname(path), schema)).toBe(schemaFile);
    const fits = new Ajv({ allowUnionTypes: true, strict: false }).compile(
      JSON.parse(readFileSync(schemaFile, "utf8")),
    );
    const node = readYaml(new Source(file, text), new Problems());
    expect({ ok: fits(node && JSON.parse(JSON.stringify(toValue(node)))), errors: fits.errors }).toEqual({
      ok: true,
      errors: null,
    });
  });
});
