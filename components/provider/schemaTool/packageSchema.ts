import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { descriptionOf, examplesOf, isInternal } from "./docs.js";
import type { NamedTypeSpec, PropertySpec, ResourceSpec } from "./specs.js";
import { Types } from "./types.js";

/** A Pulumi package schema, as far as this package needs it. */
export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly types: Readonly<Record<string, NamedTypeSpec>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly [more: string]: unknown;
}

const name = "vamp";

/**
 * The schema of the package that programs in other languages use: every component that `components/index.ts` exports,
 * with what its types and doc comments say.
 *
 * Defaults are told, and not written as `default`: SDKs send such a default as if the program had said it, and it would
 * count before what the environment says.
 *
 * @param root the folder of the project
 * @param entry the file that exports the components
 */
export function packageSchema(root: string, entry = join(root, "components/index.ts")): PackageSchema {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const exported = file && checker.getSymbolAtLocation(file);
  if (exported === undefined) throw new TypeError(`${entry} exports nothing`);
  const types = new Types(checker, name, tokenOf);
  const resources: Record<string, ResourceSpec> = {};
  for (const symbol of checker.getExportsOfModule(exported)) {
    const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = meant.declarations?.find(ts.isClassDeclaration);
    const token = declaration && tokenOf(declaration);
    if (declaration !== undefined && token !== undefined)
      resources[token] = resource(declaration, meant, types, checker);
  }
  return { ...about(root), types: types.all, resources };
}

function about(root: string) {
  const { version, description, license, keywords } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    $schema: "https://raw.githubusercontent.com/pulumi/pulumi/master/pkg/codegen/schema/pulumi.json",
    name,
    displayName: "Vamp",
    version: String(version),
    description: String(description),
    keywords: ["category/infrastructure", "kind/component", ...keywords],
    license: String(license),
    language: {
      csharp: { respectSchemaVersion: true },
      go: { importBasePath: "pulumi-vamp/sdk/go/vamp", respectSchemaVersion: true, generateExtraInputTypes: true },
      java: { basePackage: "com.pulumi", buildFiles: "gradle" },
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
    },
  };
}

/** The token that a component gives to its constructor; undefined for other classes. */
function tokenOf(declaration: ts.ClassDeclaration): string | undefined {
  const base = declaration.heritageClauses?.some(({ types }) =>
    types.some(({ expression }) => expression.getText().endsWith("ComponentResource")),
  );
  const body = declaration.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined);
  const called = base && body && firstCall(body, ts.SyntaxKind.SuperKeyword);
  const [token] = called ? called.arguments : [];
  return token && ts.isStringLiteral(token) ? token.text : undefined;
}

function firstCall(node: ts.Node, callee: ts.SyntaxKind): ts.CallExpression | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === callee) return node;
  return ts.forEachChild(node, (child) => firstCall(child, callee));
}

function resource(
  declaration: ts.ClassDeclaration,
  symbol: ts.Symbol,
  types: Types,
  checker: ts.TypeChecker,
): ResourceSpec {
  const made = declaration.members.filter(ts.isConstructorDeclaration).find((one) => !isInternal(one));
  const args = made?.parameters[1]?.type;
  if (args === undefined) throw new TypeError(`${symbol.name} has no constructor with arguments`);
  const inputs = types.propertiesOf(checker.getTypeFromTypeNode(args), symbol.name);
  const properties: Record<string, PropertySpec> = {};
  const required: string[] = [];
  for (const member of declaration.members) {
    const output = ts.isPropertyDeclaration(member) && checker.getSymbolAtLocation(member.name);
    const found = output ? types.property(output, false, symbol.name) : undefined;
    if (output === undefined || output === false || found === undefined) continue;
    properties[output.name] = found.spec;
    if (found.required) required.push(output.name);
  }
  return {
    description: descriptionOf(symbol, checker) + examplesOf(declaration),
    isComponent: true,
    properties,
    required: required.sort(),
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
  };
}
