import fc from "fast-check";
import { z } from "zod";
import { asSchema, isOpen, isOptional, leafOf, rulesOf, unwrap } from "../../../sdk/reading/rules.js";
import { Source } from "../../../sdk/reading/source.js";

/** Texts that some leaf or other takes. */
const texts = [
  ..."shop web a.b sava:1.0.0 1.10 0 1 80 8080/http 9000/tcp 50% 12.5% 0% 100% 64MB 1.5Gi 10s 500ms 5m true no off PT5M".split(
    " ",
  ),
  ..."now 2016-12-03T08:15:30Z daemon route HTTP $db.host $$ ~x null Null [a:80] a/b a/b/c #x {a} 'q' \"q\" - ? : key: *x &x %x @x `x".split(
    " ",
  ),
  ..."503 /shop https://a.example 198.18.0.0/15 text/html X-A GET shop.example.com shop-tls".split(" "),
  "two words",
  "-----BEGIN CERTIFICATE-----",
  "/v2 if has cookie x",
  " spaced ",
  "line\nbreak",
  "tab\there",
  "user-agent == Firefox",
  "é ß 語 😀",
  "0x1F",
  "1e3",
  "2001-01-01",
  "1:20",
  "a: b",
  "a #b",
  "<<",
];

/** From here on only what has to be there is there, since breeds and escalations hold others of their kind. */
const deep = 8;

const at = { source: new Source("test"), offset: 0, length: 0, path: undefined };

/** Values of a schema of this language, as its reader makes them. */
export function arbitraryOf(schema: z.ZodType, depth = 0): fc.Arbitrary<unknown> {
  const inner = unwrap(schema);
  const leaf = leafOf(inner);
  if (leaf !== undefined) {
    const words = Array.isArray(leaf.json.enum) ? leaf.json.enum.map(String) : [];
    const values = [...texts, ...words].flatMap((text) => {
      const result = leaf.read({ kind: "scalar", location: at, value: text, text });
      return "value" in result ? [result.value] : [];
    });
    return fc.constantFrom(...values);
  }
  const below = (part: unknown) => arbitraryOf(asSchema(part), depth + 1);
  if (inner instanceof z.ZodUnion) return fc.oneof(...inner.options.map((option) => below(option)));
  if (inner instanceof z.ZodArray)
    return depth > deep ? fc.constant([]) : fc.array(below(inner.element), { maxLength: 3 });
  if (inner instanceof z.ZodRecord)
    return depth > deep ? fc.constant({}) : fc.dictionary(keyOf(inner), below(inner.valueType), { maxKeys: 3 });
  if (inner instanceof z.ZodObject) return objectOf(inner, depth);
  return fc.jsonValue({ depthSize: "xsmall" }).map(plain);
}

/** Keys that the reader takes. */
function keyOf(schema: z.ZodRecord): fc.Arbitrary<string> {
  const { key } = rulesOf(schema);
  return fc
    .constantFrom("shop", "web", "8080", "a.b", "1.10", "constructor", "no", "X_Y", "two words", "#x", "a: b", "X-A")
    .filter((name) => key?.(name) === undefined);
}

function objectOf(schema: z.ZodObject, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.shape).map(([key, part]) => [key, asSchema(part)] as const);
  // A use of an artifact names it or holds it.
  const keys = fields.map(([key]) => key);
  const only = (...some: readonly string[]) =>
    fc.record(Object.fromEntries(some.map((key) => [key, arbitraryOf(asSchema(schema.shape[key]), depth + 1)])));
  if (keys.includes("reference") && keys.includes("inline")) {
    const reference = keys.includes("escalations") ? only("reference", "escalations") : only("reference");
    if (depth > deep) return reference;
    const inline = only("inline").map((use) => nameless(use, asSchema(schema.shape.inline)));
    return fc.oneof(reference, inline);
  }
  if (keys.join() === "reference,definition" || keys.join() === "daemon,event,time")
    return fc.oneof(...keys.map((key) => only(key)));
  const present = fields.filter(([, part]) => depth <= deep || !isOptional(part));
  const required = present.filter(([, part]) => !(part instanceof z.ZodOptional)).map(([key]) => key);
  const optional = present.map(([key]) => key).filter((key) => !required.includes(key));
  // Of an artifact with many keys a few at a time say all there is to say, and take less time.
  const record = fc
    .subarray(optional, { maxLength: Math.min(optional.length, 6) })
    .chain((some) =>
      fc.record(
        Object.fromEntries(
          [...required, ...some].map((key) => [key, arbitraryOf(asSchema(schema.shape[key]), depth + 1)]),
        ),
      ),
    );
  // An optional key without a value is not there.
  const told = record.map((value) => Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null)));
  if (!isOpen(schema)) return told;
  const more = fc.dictionary(
    fc.constantFrom("sound", "reborn", "x"),
    fc.jsonValue({ depthSize: "xsmall" }).map(plain),
    { maxKeys: 2 },
  );
  return fc.tuple(told, more).map(([known, others]) => ({ ...others, ...known }));
}

/** What is written out has no name, but for breeds, which have to have one. */
function nameless(use: Readonly<Record<string, unknown>>, schema: z.ZodType): unknown {
  const inner = unwrap(schema);
  const inline = use.inline;
  if ((inner instanceof z.ZodObject && !isOptional(asSchema(inner.shape.name))) || typeof inline !== "object")
    return use;
  return { inline: Object.fromEntries(Object.entries(inline ?? {}).filter(([key]) => key !== "name")) };
}

/** No number that YAML cannot say, and no key that the reader refuses. */
function plain(value: unknown): unknown {
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? Math.trunc(value % 1000) + 0 : 1;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__proto__" && key !== "<<")
      .map(([key, item]) => [key, plain(item)]),
  );
}
