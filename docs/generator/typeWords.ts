import ts from "typescript";
import { code, either } from "./markdown.js";

/** The link to a type of the package, by its name; undefined for a type that is TypeScript's own. */
export type LinkOf = (name: string) => string | undefined;

/**
 * A type as a table shows it: in TypeScript's words, with links to the types of the package.
 * @throws TypeError for a type that no rule is for
 */
export function typeWords(node: ts.TypeNode, linkOf: LinkOf): string {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return typeWords(node.type, linkOf);
  if (ts.isArrayTypeNode(node)) return `list of ${within(node.elementType, linkOf)}`;
  if (ts.isUnionTypeNode(node)) return unionWords(node, linkOf);
  if (ts.isTypeReferenceNode(node)) return referenceWords(node, linkOf);
  return code(plainText(node));
}

/** A union. What may be one or a list of the same says so in short. */
function unionWords(node: ts.UnionTypeNode, linkOf: LinkOf): string {
  const types = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const told = (some: readonly ts.TypeNode[]) => either(some.map((one) => typeWords(one, linkOf)));
  const [last, others] = [types.at(-1), types.slice(0, -1)];
  const listed = last !== undefined && ts.isArrayTypeNode(last) ? inner(last.elementType).getText() : undefined;
  return listed === others.map((one) => one.getText()).join(" | ") ? `${told(others)}, or a list` : told(types);
}

function referenceWords(node: ts.TypeReferenceNode, linkOf: LinkOf): string {
  const [first, second] = node.typeArguments ?? [];
  const name = lastName(node.typeName);
  if (name === "Record" && second !== undefined) return `map of ${within(second, linkOf)}`;
  if (first === undefined) return linkOf(name) ?? code(name);
  // Outputs stand in tables of their own.
  if (name === "Output" || name === "Readonly") return typeWords(first, linkOf);
  if (name === "Omit" && second !== undefined)
    return `${typeWords(first, linkOf)} without ${code(plainText(second).replaceAll('"', ""))}`;
  return code(plainText(node));
}

/** A type after "map of" and "list of". */
function within(node: ts.TypeNode, linkOf: LinkOf): string {
  const told = typeWords(node, linkOf);
  return ts.isUnionTypeNode(inner(node)) ? `(${told})` : told;
}

function inner(node: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(node) ? inner(node.type) : node;
}

/** A type as it is written, in one line. */
function plainText(node: ts.Node): string {
  return node
    .getText()
    .replace(/\bpulumi\./g, "")
    .replace(/\s+/g, " ");
}

function lastName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : name.right.text;
}
