import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { keysOf, sections } from "../../../docs/generator/language.js";
import { words } from "../../../docs/generator/schemaWords.js";
import { listOrOne } from "../../../sdk/artifacts/artifact.js";
import { fixedText, integer, memory, name, oneOf, percentage } from "../../../sdk/artifacts/leaves.js";
import { scale, scaleUse } from "../../../sdk/artifacts/scale.js";
import { formatProblems } from "../../../sdk/diagnostics/format.js";
import { Problems } from "../../../sdk/diagnostics/problem.js";
import { asSchema, byDefault, doc, language, unwrap, withRules } from "../../../sdk/reading/rules.js";
import { readShape } from "../../../sdk/reading/shape.js";
import { Source } from "../../../sdk/reading/source.js";
import { readYaml } from "../../../sdk/reading/yaml.js";

describe("the keys of a schema", () => {
  it("have their spelling, type, default and examples", () => {
    const schema = withRules(
      z.strictObject({
        kind: doc("What this is.", fixedText().optional()),
        maxSize: doc("How large.", memory(), "64MB", "1Gi"),
        environmentVariables: byDefault("x", doc("Variables.", z.record(z.string(), fixedText()).optional())),
        inner: doc("More.", z.strictObject({ one: doc("One.", oneOf(["a", "b"]).optional()) }).optional()),
        written: fixedText().optional(),
      }),
      { aliases: { env: "environmentVariables" } },
    );
    expect(keysOf(schema).trim().split("\n").slice(2)).toEqual([
      "| `max_size` | [memory](#units) | **Required.** How large. Example: `64MB`, `1Gi`. |",
      "| `environment_variables` or `env` | map of text | Variables. Default: `x`. |",
      "| `inner` | map | More. |",
      "| `inner.one` | `a` or `b` | One. |",
    ]);
  });

  it("are those of each variant, where it has several", () => {
    const variant = <T extends string>(type: T) => z.strictObject({ type: doc("Which.", oneOf([type])) });
    const other = z.looseObject({ type: doc("Which.", fixedText()) });
    expect(keysOf(z.union([variant("one"), variant("two"), other])).match(/^`type: .*$/gm)).toEqual([
      "`type: one`:",
      "`type: two`:",
    ]);
  });
});

it.each([
  [percentage().optional(), "[percentage](#units)"],
  [integer(0, 10), "number"],
  [z.array(name()), "list of name"],
  [listOrOne(name()), "name, or a list"],
  [z.record(z.string(), z.unknown()), "map"],
  [scaleUse, "[scale](#scales), or its name"],
  [scale, "a link"],
])("a schema is told in words (%#)", (schema, told) => {
  expect(words(schema, new Map<z.ZodType, string>([[scale, "a link"]]))).toBe(told);
});

/** Every key with examples, in the schemas of the page and in those below them. */
function exampled(schema: z.ZodType, path: string, seen: Set<z.ZodType>): readonly (readonly [string, z.ZodType])[] {
  const inner = unwrap(schema);
  if (seen.has(inner)) return [];
  seen.add(inner);
  const below = (parts: readonly (readonly [string, unknown])[]) =>
    parts.flatMap(([key, part]) => exampled(asSchema(part), `${path}.${key}`, seen));
  const own = (language.get(schema)?.examples ?? []).length > 0 ? [[path, schema] as const] : [];
  if (inner instanceof z.ZodObject) return [...own, ...below(Object.entries(inner.shape))];
  if (inner instanceof z.ZodUnion) return [...own, ...below(Object.entries(inner.options))];
  if (inner instanceof z.ZodArray) return [...own, ...below([["[]", inner.element]])];
  return own;
}

describe("the examples of keys", () => {
  const seen = new Set<z.ZodType>();
  const all = sections.flatMap(({ title, schema }) => exampled(schema, title, seen));

  it("are many", () => expect(all.length).toBeGreaterThan(50));

  it.each(all)("of %s are taken", (_, schema) => {
    for (const example of language.get(schema)?.examples ?? []) {
      const problems = new Problems();
      const node = readYaml(new Source("example.yml", stringify(example)), problems);
      if (node !== undefined) readShape(schema, node, problems);
      expect(formatProblems(problems.list)).toBe("");
    }
  });
});
