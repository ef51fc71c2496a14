import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { components } from "../../../components/provider/construct.js";
import { packageSchema } from "../../../components/provider/schemaTool/packageSchema.js";

const root = resolve(__dirname, "../../..");
const file = join(root, "components/provider/schema.json");
const schema: ReturnType<typeof packageSchema> = JSON.parse(readFileSync(file, "utf8"));

/** Every named thing with its properties: types, and the arguments and outputs of components. */
const holders = [
  ...Object.entries(schema.types).map(([token, type]) => ({
    token,
    description: type.description,
    properties: "properties" in type ? type.properties : {},
  })),
  ...Object.entries(schema.resources).flatMap(([token, { description, properties, inputProperties }]) => [
    { token, description, properties },
    { token, description, properties: inputProperties },
  ]),
];
const nameOf = (token: string) => token.split(":").at(-1) ?? "";

it("schema.json is what `npm run provider-schema` writes", { timeout: 60_000 }, () => {
  expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify(packageSchema(root), null, 2)}\n`);
});

it("schema.json has the components that can be made", () => {
  expect(Object.keys(schema.resources).sort()).toEqual(Object.keys(components).sort());
});

describe("the schema", () => {
  it("describes every property", () => {
    const silent = holders.flatMap(({ token, properties }) =>
      Object.entries(properties).flatMap(([name, property]) => (property.description ? [] : [`${token}.${name}`])),
    );
    expect(silent).toEqual([]);
  });

  it("describes every type", () => {
    const silent = Object.entries(schema.types).filter(([, type]) => !type.description);
    expect(silent.map(([token]) => token)).toEqual([]);
  });

  it("describes all values of a type, or none", () => {
    for (const [token, type] of Object.entries(schema.types)) {
      const described = "enum" in type ? type.enum.map(({ description }) => Boolean(description)) : [];
      expect(new Set(described).size, token).toBeLessThan(2);
    }
  });

  it("shows how each component is used", () => {
    for (const { description } of Object.values(schema.resources)) expect(description).toContain("{{% example %}}");
  });

  it("refers to what is there", () => {
    for (const [, kind, token] of JSON.stringify(schema).matchAll(/"\$ref":"#\/(types|resources)\/([^"]+)"/g))
      expect(Object.keys(kind === "types" ? schema.types : schema.resources)).toContain(token);
  });

  it("sends no default: it would count before what the environment says", () => {
    expect(JSON.stringify(schema)).not.toContain('"default":');
  });

  // What the generators of SDKs make of the names: https://github.com/pulumi/pulumi, codegen of each language.
  it("has names that stay different in Go, where each type has several", () => {
    const names = [...Object.keys(schema.types), ...Object.keys(schema.resources)].map(nameOf);
    const made = names.flatMap((name) =>
      ["", "Args", "Input", "Output", "Ptr", "PtrInput", "PtrOutput", "Array", "ArrayInput", "Map", "MapInput"].map(
        (suffix) => name + suffix,
      ),
    );
    expect(made.filter((name, index) => made.indexOf(name) !== index)).toEqual([]);
  });

  it("has names that stay different where case does not count", () => {
    for (const { properties } of holders) {
      const names = Object.keys(properties).map((name) => name.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("has no output that C# would name as its class: only arguments have another name there", () => {
    const told = new Set<string>();
    const visit = (value: unknown): void => {
      for (const [, token = ""] of JSON.stringify(value).matchAll(/"#\/types\/([^"]+)"/g))
        if (!told.has(token)) visit(schema.types[told.add(token) && token]);
    };
    for (const { properties } of Object.values(schema.resources)) visit(properties);
    expect(told).toContain("vamp:index:DeployedCluster");
    for (const { token, properties } of holders)
      if (told.has(token) || token in schema.resources)
        expect(Object.keys(properties).map((name) => name.toLowerCase())).not.toContain(nameOf(token).toLowerCase());
  });

  it("has no property that Java's objects have already", () => {
    const taken = ["getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "clone", "finalize", "equals"];
    for (const { properties } of holders) for (const name of taken) expect(Object.keys(properties)).not.toContain(name);
  });

  it("has no property that every resource has already", () => {
    for (const { properties, inputProperties } of Object.values(schema.resources))
      for (const name of ["id", "urn", "pulumi"])
        expect([properties, inputProperties]).not.toContainEqual(
          expect.objectContaining({ [name]: expect.anything() }),
        );
  });
});

describe("the schema of a component", () => {
  const made = packageSchema(root, join(__dirname, "sample.ts"));
  const sample = made.resources["vamp:test:Sample"];
  const inputs = sample?.inputProperties ?? {};
  const text = { type: "string", plain: true };
  const place = { $ref: "#/types/vamp:index:Place", plain: true };

  it.each([
    ["a value", "value", { ...text, description: "A value." }],
    ["an input", "eventual", { type: "number", description: "An output too." }],
    ["a whole number", "whole", { type: "integer", description: "Whole." }],
    ["some texts", "choice", { $ref: "#/types/vamp:index:SampleChoice", plain: true, description: "One of three." }],
    [
      "some texts with a name",
      "named",
      { $ref: "#/types/vamp:index:Hop", plain: true, description: "One of a named few." },
    ],
    ["a map", "places", { type: "object", additionalProperties: place, plain: true, description: "By name." }],
    ["one or many", "many", { type: "array", items: text, plain: true, description: "One or many." }],
    [
      "keys or a map",
      "routes",
      { type: "object", additionalProperties: place, plain: true, description: "Routes in three forms." },
    ],
    [
      "alternatives, without classes",
      "either",
      { oneOf: [place, text], plain: true, description: "A text or an object." },
    ],
    [
      "an object without a name",
      "anonymous",
      { $ref: "#/types/vamp:index:SampleAnonymous", plain: true, description: "Without a name." },
    ],
    [
      "anything",
      "anything",
      { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" }, plain: true, description: "Anything." },
    ],
    [
      "components",
      "others",
      {
        type: "array",
        items: { $ref: "#/resources/vamp:test:Sample", plain: true },
        plain: true,
        description: "Itself.",
      },
    ],
    ["a secret", "password", { type: "string", secret: true, description: "Hidden." }],
    ["what is deprecated", "old", { ...text, deprecationMessage: "use `value`", description: "Old." }],
    ["what an interface extends", "base", { ...text, description: "Default: `none`." }],
  ])("has %s", (_, name, expected) => {
    expect(inputs[name]).toEqual(expected);
  });

  it("has all but what is internal, and says what has to be there", () => {
    expect(Object.keys(inputs)).not.toContain("hidden");
    expect(sample?.requiredInputs).toEqual(["value"]);
  });

  it("has its outputs", () => {
    expect(sample?.properties).toEqual({
      result: {
        type: "object",
        additionalProperties: { $ref: "#/types/vamp:index:Place" },
        description: "What came out.",
      },
      maybe: { type: "integer", description: "Perhaps nothing." },
    });
    expect(sample?.required).toEqual(["result"]);
  });

  it("has its examples as they are written, line by line", () => {
    const program = ["```yaml", "resources:", "  one:", "    list:", "      - ${two}", "", "  two: {}", "```"].join(
      "\n",
    );
    expect(sample?.description).toBe(
      `A sample, see \`SampleArgs\`.\n\n{{% examples %}}\n## Example Usage\n{{% example %}}\n### Two\n\n${program}\n{{% /example %}}\n{{% /examples %}}`,
    );
  });

  it("has the types that it names", () => {
    expect(made.types).toEqual({
      "vamp:index:Hop": {
        description: schema.types["vamp:index:Hop"]?.description,
        type: "string",
        enum: [
          { value: "auto", description: expect.stringMatching(/^Those .* decide about\. .*\n.* closes\.$/) },
          { value: "always", description: "All." },
        ],
      },
      "vamp:index:Place": {
        description: "Where it is.",
        type: "object",
        properties: {
          street: { type: "string", description: "The street." },
          number: { type: "integer", plain: true, description: "The number." },
        },
        required: ["number", "street"],
      },
      "vamp:index:SampleAnonymous": {
        description: "Without a name.",
        type: "object",
        properties: { inner: { type: "boolean", plain: true, description: "Inner." } },
        required: [],
      },
      "vamp:index:SampleChoice": {
        description: "One of three.",
        type: "string",
        enum: [{ value: "a" }, { value: "b" }, { value: "c" }],
      },
    });
  });
});
