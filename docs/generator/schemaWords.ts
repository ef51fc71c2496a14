import { z } from "zod";
import { asSchema, leafOf, rulesOf, unwrap } from "../../sdk/reading/rules.js";
import { code, either } from "./markdown.js";

/** What stands for a schema that has a section of its own: a link to it. */
export type Links = ReadonlyMap<z.ZodType, string>;

/** Words for single values that the section about units explains. */
const units = ["percentage", "memory", "cores", "time"];

/** What a schema takes, in words with links. */
export function words(schema: z.ZodType, links: Links): string {
  const inner = unwrap(schema);
  const link = links.get(inner);
  if (link !== undefined) return link;
  const { refers, onlyForms, forms } = rulesOf(inner);
  if (refers !== undefined && onlyForms) return use(refers.kind);
  const short = forms?.() ?? [];
  // A map with nothing but a name in it, or with what is meant, is told where the language explains its short forms.
  const isPlain = (form: z.ZodType) => !(form instanceof z.ZodObject) || rulesOf(form).expand !== undefined;
  const plain = onlyForms ? short.filter(isPlain) : short;
  const told = plain.map((form) => words(form, links));
  if (onlyForms) return either(told);
  if (inner instanceof z.ZodArray && told.length === 1) return `${told[0]}, or a list`;
  return either([...told, long(inner, links)]);
}

function long(schema: z.ZodType, links: Links): string {
  const leaf = leafOf(schema);
  if (leaf !== undefined) {
    const { enum: values } = leaf.json;
    const called = leaf.called ?? (Array.isArray(values) ? either(values.map((one) => code(String(one)))) : "text");
    return units.includes(called) ? `[${called}](#units)` : called;
  }
  if (schema instanceof z.ZodArray) return `list of ${words(asSchema(schema.element), links)}`;
  if (schema instanceof z.ZodRecord) {
    const value = words(asSchema(schema.valueType), links);
    return value === "anything" ? "map" : `map of ${value}`;
  }
  if (schema instanceof z.ZodObject) return "map";
  if (schema instanceof z.ZodNull) return "nothing";
  return schema instanceof z.ZodUnion ? either(schema.options.map((one) => words(asSchema(one), links))) : "anything";
}

/** An artifact in place, or its name. */
function use(kind: string): string {
  const one = kind === "slas" ? "SLA" : kind.replace(/s$/, "");
  // Plain text is always a condition itself.
  return `[${one}](#${kind}), or ${kind === "conditions" ? code("{ref: NAME}") : "its name"}`;
}

/** The map that a schema takes where it has no section of its own, and whether it is one of a list. */
export function nestedIn(
  schema: z.ZodType,
  links: Links,
): { readonly schema: z.ZodObject; readonly list: boolean } | undefined {
  const inner = unwrap(schema);
  const list = inner instanceof z.ZodArray;
  const map = list ? unwrap(asSchema(inner.element)) : inner;
  const known = [inner, map].some((one) => links.has(one) || rulesOf(one).onlyForms);
  return map instanceof z.ZodObject && !known ? { schema: map, list } : undefined;
}
