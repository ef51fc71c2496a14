import ts from "typescript";
import { descriptionOf, isInternal, meaningOf, tagOf } from "./docs.js";
import type { NamedTypeSpec, PropertySpec, PropertySpecs, TypeSpec } from "./specs.js";
import { alternativesOf, union } from "./unions.js";

const primitives = new Map<ts.SyntaxKind, TypeSpec>([
  [ts.SyntaxKind.StringKeyword, { type: "string" }],
  [ts.SyntaxKind.NumberKeyword, { type: "number" }],
  [ts.SyntaxKind.BooleanKeyword, { type: "boolean" }],
  [ts.SyntaxKind.UnknownKeyword, { $ref: "pulumi.json#/Any" }],
]);

/**
 * Reads the types of the components as a Pulumi package schema writes them.
 *
 * It goes by what is written rather than by what the compiler makes of it, so that names stay. An `Input` takes outputs,
 * and everything else is `plain`.
 */
export class Types {
  private readonly named = new Map<string, NamedTypeSpec>();
  private readonly origins = new Map<string, ts.Node>();

  /** @param componentToken tells the token of a class that is a component, and undefined for other classes */
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly packageName: string,
    private readonly componentToken: (declaration: ts.ClassDeclaration) => string | undefined,
  ) {}

  /** All named types that were met, by token. */
  get all(): Readonly<Record<string, NamedTypeSpec>> {
    return Object.fromEntries([...this.named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * The properties of an interface, with those it extends.
   * @param owner what to call the interface where it has no name
   */
  propertiesOf(type: ts.Type, owner: string): PropertySpecs {
    const properties: Record<string, PropertySpec> = {};
    const required: string[] = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      const found = this.property(symbol, true, owner);
      if (found === undefined) continue;
      properties[symbol.name] = found.spec;
      if (found.required) required.push(symbol.name);
    }
    return { properties, required: required.sort() };
  }

  /** A property as the schema has it; undefined for one that is not public, or that no other language can give. */
  property(
    symbol: ts.Symbol,
    plain: boolean,
    owner: string,
  ): { readonly spec: PropertySpec; readonly required: boolean } | undefined {
    const declaration = symbol.declarations?.find(
      (one) => ts.isPropertySignature(one) || ts.isPropertyDeclaration(one),
    );
    if (declaration?.type === undefined || isInternal(declaration)) return undefined;
    const { parent } = declaration;
    const declared = ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent) ? this.nameOf(parent) : owner;
    const name = `${declared}${capital(symbol.name)}`;
    const type = this.reference(declaration.type, name, plain);
    if (type === undefined) return undefined;
    const description = descriptionOf(symbol, this.checker);
    const deprecated = tagOf(symbol, "deprecated", this.checker);
    const spec = {
      ...type,
      ...(description === "" ? {} : { description }),
      ...(deprecated === undefined ? {} : { deprecationMessage: deprecated }),
      ...(tagOf(symbol, "secret", this.checker) === undefined ? {} : { secret: true as const }),
    };
    return { spec, required: declaration.questionToken === undefined && !mayBeUndefined(declaration.type) };
  }

  /**
   * A type as it is written.
   * @param name what to call it if it has no name
   * @param plain whether outputs are refused where nothing else is said
   * @returns undefined for what does not leave a TypeScript program
   */
  private reference(node: ts.TypeNode, name: string, plain: boolean): TypeSpec | undefined {
    if (ts.isParenthesizedTypeNode(node)) return this.reference(node.type, name, plain);
    if (ts.isTypeOperatorNode(node)) return this.reference(node.type, name, plain);
    const argument = this.eventual(node);
    if (argument !== undefined) return this.reference(argument.node, name, argument.plain ?? plain);
    if (ts.isUnionTypeNode(node)) return this.union(node, name, plain);
    const mark = (spec: TypeSpec | undefined): TypeSpec | undefined => (spec && plain ? { ...spec, plain } : spec);
    const primitive = primitives.get(node.kind);
    // What may be anything may be an output.
    if (primitive !== undefined) return primitive.$ref === undefined ? mark(primitive) : primitive;
    if (ts.isArrayTypeNode(node)) return mark(this.list(node.elementType, name, plain));
    if (ts.isLiteralTypeNode(node)) return mark(this.literal(node, name));
    if (ts.isTypeLiteralNode(node)) return mark(this.object(name, node, this.checker.getTypeFromTypeNode(node)));
    if (ts.isTypeReferenceNode(node)) return this.byName(node, name, plain, mark);
    throw new TypeError(`${place(node)}: no rule for the type ${node.getText()}`);
  }

  /** What stands in an `Input` or an `Output`. */
  private eventual(node: ts.TypeNode): { readonly node: ts.TypeNode; readonly plain?: false } | undefined {
    if (!ts.isTypeReferenceNode(node)) return undefined;
    const [argument] = node.typeArguments ?? [];
    const name = lastName(node.typeName);
    if (argument === undefined) return undefined;
    if (name === "Input" || name === "Output") return { node: argument, plain: false };
    return name === "Readonly" ? { node: argument } : undefined;
  }

  private byName(
    node: ts.TypeReferenceNode,
    name: string,
    plain: boolean,
    mark: (spec: TypeSpec | undefined) => TypeSpec | undefined,
  ): TypeSpec | undefined {
    const [, value] = node.typeArguments ?? [];
    if (lastName(node.typeName) === "Record" && value !== undefined) return mark(this.map(value, name, plain));
    const symbol = this.checker.getSymbolAtLocation(node.typeName);
    const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of meant?.declarations ?? []) {
      if (ts.isClassDeclaration(declaration)) {
        const token = this.componentToken(declaration);
        return token === undefined ? undefined : mark({ $ref: `#/resources/${token}` });
      }
      if (ts.isInterfaceDeclaration(declaration)) return mark(this.interface(declaration, plain));
      if (!ts.isTypeAliasDeclaration(declaration)) continue;
      if (declaration.name.text === "Integer") return mark({ type: "integer" });
      if (node.typeArguments === undefined) return this.reference(declaration.type, declaration.name.text, plain);
    }
    return mark(this.object(name, node, this.checker.getTypeFromTypeNode(node)));
  }

  private interface(declaration: ts.InterfaceDeclaration, plain: boolean): TypeSpec {
    const index = declaration.members.find(ts.isIndexSignatureDeclaration);
    if (index !== undefined) return this.map(index.type, this.nameOf(declaration), plain) ?? {};
    return this.object(this.nameOf(declaration), declaration, this.checker.getTypeAtLocation(declaration));
  }

  private list(element: ts.TypeNode, name: string, plain: boolean): TypeSpec | undefined {
    const items = this.reference(element, one(name), plain);
    return items && { type: "array", items };
  }

  private map(value: ts.TypeNode, name: string, plain: boolean): TypeSpec | undefined {
    const additionalProperties = this.reference(value, one(name), plain);
    return additionalProperties && { type: "object", additionalProperties };
  }

  private literal(node: ts.LiteralTypeNode, name: string): TypeSpec | undefined {
    if (ts.isStringLiteral(node.literal)) return this.enumeration(name, node, [node]);
    if (ts.isNumericLiteral(node.literal)) return { type: "integer" };
    return node.literal.kind === ts.SyntaxKind.NullKeyword ? undefined : { type: "boolean" };
  }

  private union(node: ts.UnionTypeNode, name: string, plain: boolean): TypeSpec | undefined {
    const members = alternativesOf(node, this.checker);
    if (members.every((member) => textOf(member) !== undefined)) {
      const spec = this.enumeration(name, node, members);
      return plain ? { ...spec, plain } : spec;
    }
    const text: TypeSpec = plain ? { type: "string", plain } : { type: "string" };
    return union(
      members.flatMap((member) =>
        textOf(member) === undefined ? (this.reference(member, name, plain) ?? []) : [text],
      ),
    );
  }

  private enumeration(name: string, node: ts.TypeNode, values: readonly ts.TypeNode[]): TypeSpec {
    const described = ts.isTypeAliasDeclaration(node.parent) ? node.parent : holderOf(node);
    return this.define(name, node, () => ({
      ...this.described(described),
      type: "string",
      enum: values.map((one) => {
        const value = textOf(one) ?? "";
        const description = meaningOf(one);
        return {
          ...(/^[a-z]/i.test(value) ? {} : { name: `V${value.replace(/\W/g, "_")}` }),
          value,
          ...(description === "" ? {} : { description }),
        };
      }),
    }));
  }

  private object(name: string, node: ts.Node, type: ts.Type): TypeSpec {
    const described = ts.isInterfaceDeclaration(node) ? node : holderOf(node);
    return this.define(name, node, () => ({
      ...this.described(described),
      type: "object",
      ...this.propertiesOf(type, name),
    }));
  }

  private described(declaration: ts.NamedDeclaration | undefined): { readonly description?: string } {
    const symbol = declaration?.name && this.checker.getSymbolAtLocation(declaration.name);
    const description = symbol ? descriptionOf(symbol, this.checker) : "";
    return description === "" ? {} : { description };
  }

  /** Puts a type among the named ones, once. Types may hold themselves. */
  private define(name: string, node: ts.Node, make: () => NamedTypeSpec): TypeSpec {
    const token = `${this.packageName}:index:${name}`;
    const origin = this.origins.get(token);
    if (origin !== undefined && origin !== node && origin.getText() !== node.getText())
      throw new TypeError(`${place(node)}: two types would be named ${name}; the other is at ${place(origin)}`);
    if (origin === undefined) {
      this.origins.set(token, node);
      this.named.set(token, make());
    }
    return { $ref: `#/types/${token}` };
  }

  /** The SDKs put `Args` behind a name themselves. */
  private nameOf(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): string {
    return (declaration.name?.text ?? "").replace(/Args$/, "");
  }
}

/** The property that a type stands at: it describes what has no name. */
function holderOf(node: ts.Node): ts.PropertySignature | undefined {
  return ts.findAncestor(node, ts.isPropertySignature);
}

/** The text of a type that is one text. */
function textOf(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}

function mayBeUndefined(node: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(node)) return node.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword);
  return ts.isTypeReferenceNode(node) && (node.typeArguments ?? []).some(mayBeUndefined);
}

function lastName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : name.right.text;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The name of one of many. */
function one(name: string): string {
  return name.replace(/s$/, "");
}

function place(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
