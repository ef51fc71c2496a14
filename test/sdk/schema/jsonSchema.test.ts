import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { readArtifact } from "../../../sdk/reading/artifacts.js";
import { kindNamed, kinds, schemas, singular } from "../../../sdk/reading/kinds.js";
import { toValue } from "../../../sdk/reading/node.js";
import { Source } from "../../../sdk/reading/source.js";
import { readYaml } from "../../../sdk/reading/yaml.js";
import { jsonSchema, jsonSchemaOf } from "../../../sdk/schema/jsonSchema.js";
import { artifactNode } from "../../../sdk/writing/node.js";
import { printYaml } from "../../../sdk/writing/yaml.js";
import { corpusFiles } from "../../corpusTable.js";
import { arbitraryOf } from "../artifacts/arbitraries.js";

const ajv = new Ajv({ allowUnionTypes: true, strict: true, strictTypes: false, strictRequired: false });
const byKind = new Map(kinds.map((kind) => [kind, ajv.compile(jsonSchemaOf(kind))]));
const anyKind = ajv.compile(jsonSchema());

/** The document as a validator of JSON Schema sees it. */
function documentOf(text: string): unknown {
  const node = readYaml(new Source("test.yml", text), new Problems());
  return node && JSON.parse(JSON.stringify(toValue(node)));
}

const rows = corpusFiles().flatMap(({ kind, file, text }) => {
  const known = kindNamed(kind);
  if (known === undefined) return [];
  const problems = new Problems();
  readArtifact(known, { name: file, text }, problems);
  const codes = new Set(problems.list.filter(({ severity }) => severity === "error").map(({ code }) => code));
  return [{ kind: known, name: file.replace(/^.*\/(.*)\..*$/, "$1"), text, codes }];
});

describe.each(rows.filter(({ codes }) => codes.size === 0))("$kind $name, which is right,", ({ kind, text }) => {
  it("fits the schema of its kind", () => {
    const fits = byKind.get(kind);
    expect({ ok: fits?.(documentOf(text)), errors: fits?.errors }).toEqual({ ok: true, errors: null });
  });

  it("fits the schema of all kinds", () => {
    expect(anyKind(documentOf(text))).toBe(true);
  });
});

it.each(kinds)("any of %s, as it is written, fits the schema of its kind", (kind) => {
  const fits = byKind.get(kind);
  fc.assert(
    fc.property(arbitraryOf(schemas[kind]), (value) => {
      const text = printYaml(artifactNode(schemas[kind], value));
      expect({ text, ok: fits?.(documentOf(text)), errors: fits?.errors }).toEqual({ text, ok: true, errors: null });
    }),
    { numRuns: 100 },
  );
});

/** What a schema can see without knowing more than the shape of a document. */
const visible = ["UnexpectedElement", "MissingPathValueError", "IllegalWorkflowStatus", "UnsupportedAggregatorError"];
const wrong = rows.filter(({ codes }) => [...codes].some((code) => visible.includes(code)));

it.each(wrong)("$kind $name, which has another shape, does not fit", ({ kind, text }) => {
  expect(byKind.get(kind)?.(documentOf(text))).toBe(false);
});

/** Keys that only Vamp wrote, and keys whose name says all. */
const exported = [
  "service",
  "deployed",
  "proxy",
  "internal",
  "lookup_name",
  "targets",
  "health",
  "status",
  "instances",
];

it.each(kinds)("the schema of %s has a title, and a description for every key that people write", (kind) => {
  const schema = jsonSchemaOf(kind);
  expect(schema).toMatchObject({ title: `Vamp ${singular(kind)}`, description: expect.any(String) });
  const undescribed: string[] = [];
  const visit = (part: unknown, path: string): void => {
    if (typeof part !== "object" || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      if (key === "properties")
        for (const [name, property] of Object.entries(inner as object))
          if (!("description" in property) && !exported.includes(name)) undescribed.push(`${path}/${name}`);
      visit(inner, `${path}/${key}`);
    }
  };
  visit(schema, "");
  expect(undescribed).toEqual([]);
});

it("an artifact that says its kind is held against that kind only", () => {
  expect(anyKind({ kind: "scales", name: "small", cpu: 0.2, memory: "64MB" })).toBe(true);
  expect(anyKind({ kind: "breeds", name: "small", cpu: 0.2, memory: "64MB" })).toBe(false);
});

it("an artifact that imports may leave the rest to what it imports", () => {
  expect(anyKind({ kind: "blueprints", name: "shop", import: "defaults" })).toBe(true);
});
