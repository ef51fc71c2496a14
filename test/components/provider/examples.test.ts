import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import type { packageSchema } from "../../../components/provider/schemaTool/packageSchema.js";
import type { TypeSpec } from "../../../components/provider/schemaTool/specs.js";

const file = resolve(__dirname, "../../../components/provider/schema.json");
const schema: ReturnType<typeof packageSchema> = JSON.parse(readFileSync(file, "utf8"));
const languages = ["typescript", "python", "go", "yaml"];

type YamlMap = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The map under a key; an empty one where there is something else. */
function mapAt(map: YamlMap, key: string): YamlMap {
  const value = map[key];
  return isMap(value) ? value : {};
}

/** What a value has that the schema does not know, or lacks; `path` says where. */
function misfits(spec: TypeSpec, value: unknown, path: string): readonly string[] {
  // The engine fills it in.
  if (typeof value === "string" && value.includes("${")) return [];
  if (spec.oneOf !== undefined) {
    const each = spec.oneOf.map((one) => misfits(one, value, path));
    return each.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  const [, kind, token = ""] = /^#\/(types|resources)\/(.*)$/.exec(spec.$ref ?? "") ?? [];
  if (kind === "resources") return [`${path} is no resource`];
  const type = schema.types[token];
  if (type !== undefined && "enum" in type)
    return type.enum.some((one) => one.value === value) ? [] : [`${path} is none of ${token}`];
  if (type !== undefined) return isMap(value) ? misfitsOf(type, value, path) : [`${path} is no map`];
  if (spec.$ref !== undefined) return [];
  if (spec.items !== undefined) {
    const { items } = spec;
    return Array.isArray(value)
      ? value.flatMap((one, index) => misfits(items, one, `${path}[${index}]`))
      : [`${path} is no list`];
  }
  const { additionalProperties } = spec;
  if (additionalProperties !== undefined)
    return isMap(value)
      ? Object.entries(value).flatMap(([key, one]) => misfits(additionalProperties, one, `${path}.${key}`))
      : [`${path} is no map`];
  return typeof value === (spec.type === "integer" ? "number" : spec.type) ? [] : [`${path} is no ${spec.type}`];
}

function misfitsOf(
  { properties, required }: { properties: Readonly<Record<string, TypeSpec>>; required: readonly string[] },
  value: YamlMap,
  path: string,
): readonly string[] {
  const missing = required.filter((name) => !(name in value)).map((name) => `${path} lacks ${name}`);
  const found = Object.entries(value).flatMap(([name, one]) => {
    const spec = properties[name];
    return spec === undefined ? [`${path}.${name} is not in the schema`] : misfits(spec, one, `${path}.${name}`);
  });
  return [...missing, ...found];
}

describe.each(Object.entries(schema.resources))("the example of %s", (_, { description = "" }) => {
  const programs = new Map(
    [...description.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => [language, text]),
  );
  const text = programs.get("yaml") ?? "";

  it("is in all languages", () => {
    expect([...programs.keys()]).toEqual(languages);
  });

  it("in YAML has resources with properties that the schema has", () => {
    const document = parseDocument(text);
    expect(document.errors).toEqual([]);
    const program: unknown = document.toJS();
    if (!isMap(program)) throw new TypeError("it is no map");
    expect(mapAt(program, "packages")).toHaveProperty("vamp");
    const resources = mapAt(program, "resources");
    expect(Object.keys(resources)).not.toEqual([]);
    for (const name of Object.keys(resources)) {
      const { type, properties } = mapAt(resources, name);
      const spec = schema.resources[String(type).replace(/^vamp:/, "vamp:index:")];
      if (spec === undefined || !isMap(properties)) throw new TypeError(`${name} is no resource of the package`);
      const inputs = { properties: spec.inputProperties, required: spec.requiredInputs };
      expect(misfitsOf(inputs, properties, name)).toEqual([]);
    }
  });

  it("in YAML speaks only of what it has", () => {
    const program: unknown = parseDocument(text).toJS();
    if (!isMap(program)) throw new TypeError("it is no map");
    const names = ["resources", "variables", "config"].flatMap((key) => Object.keys(mapAt(program, key)));
    for (const [, name] of text.matchAll(/\$\{([\w-]+)/g)) expect(["pulumi", ...names]).toContain(name);
  });
});
