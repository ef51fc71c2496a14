import { isDeepStrictEqual } from "node:util";
import ts from "typescript";
import type { TypeSpec } from "./specs.js";

/** The alternatives of a union, with those of unions in it, and without what only says that it may be absent. */
export function alternativesOf(node: ts.TypeNode, checker: ts.TypeChecker): readonly ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(node)) return alternativesOf(node.type, checker);
  if (ts.isUnionTypeNode(node)) return node.types.flatMap((one) => alternativesOf(one, checker));
  if (node.kind === ts.SyntaxKind.UndefinedKeyword) return [];
  if (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword) return [];
  if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return [node];
  const symbol = checker.getSymbolAtLocation(node.typeName);
  const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const alias = meant?.declarations?.find(ts.isTypeAliasDeclaration);
  return alias !== undefined && ts.isUnionTypeNode(alias.type) ? alternativesOf(alias.type, checker) : [node];
}

/**
 * One of several types. Short forms fall away, so that as much as can be has one type in languages whose unions are poor:
 * a list says what one item says, and a map what one value or a list of its keys says.
 */
export function union(members: readonly TypeSpec[]): TypeSpec | undefined {
  const different = [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
  const longest = different.filter((member) => !different.some((other) => other !== member && says(other, member)));
  const [only] = longest;
  if (longest.length < 2) return only;
  const plain = longest.every((member) => member.plain === true);
  return plain ? { oneOf: longest, plain } : { oneOf: longest };
}

function says({ items, additionalProperties }: TypeSpec, short: TypeSpec): boolean {
  const longer = items === undefined ? [additionalProperties, keys] : [items, ...(items.oneOf ?? [])];
  return (items ?? additionalProperties) !== undefined && longer.some((one) => isDeepStrictEqual(one, short));
}

const keys: TypeSpec = { type: "array", items: { type: "string", plain: true }, plain: true };
