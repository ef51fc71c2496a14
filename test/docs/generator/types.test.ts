import ts from "typescript";
import { expect, it } from "vitest";
import { typeWords } from "../../../docs/generator/typeWords.js";

/** The type of an alias, as it is written. */
function typeOf(text: string): ts.TypeNode {
  const [statement] = ts.createSourceFile("test.ts", `type T = ${text};`, ts.ScriptTarget.Latest, true).statements;
  if (statement === undefined || !ts.isTypeAliasDeclaration(statement)) throw new TypeError(`${text} is no type`);
  return statement.type;
}

it.each([
  ["string", "`string`"],
  ["Integer", "`Integer`"],
  ['"a" | "b"', '`"a"` or `"b"`'],
  ["pulumi.Input<string | number>", "`Input<string | number>`"],
  ["pulumi.Output<Integer | undefined>", "`Integer`"],
  ["ShopArgs", "[ShopArgs]"],
  ["ShopArgs | ShopArgs[]", "[ShopArgs], or a list"],
  ["ShopArgs | string | (ShopArgs | string)[]", "[ShopArgs] or `string`, or a list"],
  ["string | string[] | Record<string, ShopArgs>", "`string`, list of `string` or map of [ShopArgs]"],
  ["Record<string, Record<string, Input<string>>>", "map of map of `Input<string>`"],
  ["Readonly<Record<string, ShopArgs>>", "map of [ShopArgs]"],
  ["(Integer | string)[]", "list of (`Integer` or `string`)"],
  ["readonly string[]", "list of `string`"],
  ['Record<string, Omit<ShopArgs, "name">>', "map of [ShopArgs] without `name`"],
  ["1 | 2", "`1` or `2`"],
  ["Input<string> | null", "`Input<string>` or `null`"],
])("%s is told as %s", (type, told) => {
  expect(typeWords(typeOf(type), (name) => (name === "ShopArgs" ? "[ShopArgs]" : undefined))).toBe(told);
});
