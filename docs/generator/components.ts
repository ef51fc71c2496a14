import { basename, join } from "node:path";
import ts from "typescript";
import { descriptionOf, examplesOf, isInternal, meaningOf, tagOf } from "../../components/provider/schemaTool/docs.js";
import { code, table } from "./markdown.js";
import type { Regions } from "./regions.js";
import { type LinkOf, typeWords } from "./typeWords.js";

/** Files whose types have a section each; those of components stand beside the component. */
const files = ["blueprint", "gatewayArgs", "trafficArgs", "settings", "environmentSettings"];
const componentFiles = ["vampEnvironment", "vampDeployment", "vampGateway"];

/**
 * The components with their arguments and outputs, the classes and all types, as their doc comments describe them.
 * @param root the folder of the project
 */
export function componentRegions(root: string): Regions {
  const paths = [...componentFiles, ...files].map((file) => join(root, "components", `${file}.ts`));
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(paths, options);
  const sources = paths.flatMap((path) => program.getSourceFile(path) ?? []);
  return new Describer(program.getTypeChecker(), sources).regions();
}

class Describer {
  /** Where each type is described: the page, and behind it the type's own section. */
  private readonly places = new Map<string, string>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly sources: readonly ts.SourceFile[],
  ) {
    for (const source of sources)
      for (const node of source.statements)
        if (isPublic(node) && node.name !== undefined) this.places.set(node.name.text, pageOf(source, node));
  }

  regions(): Regions {
    const regions: Record<string, string> = {};
    for (const source of this.sources) {
      const linkOf = this.linksFrom(source);
      const sections: string[] = [];
      for (const node of source.statements.filter(isPublic)) {
        if (!ts.isClassDeclaration(node)) {
          if (!isArgumentsOfComponent(source, node)) sections.push(this.section(node, linkOf));
        } else if (isComponent(node)) regions[nameOf(node)] = this.component(source, node, linkOf);
        else regions[nameOf(node)] = this.class(node);
      }
      if (sections.length > 0) regions[`types of ${fileOf(source)}`] = sections.join("\n");
    }
    return regions;
  }

  /** Links to types, as a page needs them. */
  private linksFrom(source: ts.SourceFile): LinkOf {
    const own = pageOf(source);
    return (name) => {
      const page = this.places.get(name);
      return page && `[${code(name)}](${page === own ? "" : page}#${name.toLowerCase()})`;
    };
  }

  private component(source: ts.SourceFile, node: ts.ClassDeclaration, linkOf: LinkOf): string {
    const args = source.statements.filter(isPublic).find((one) => isArgumentsOfComponent(source, one));
    const outputs = node.members
      .filter(ts.isPropertyDeclaration)
      .filter((one) => !isInternal(one))
      .map((one) => [code(nameOf(one)), typeOf(one, linkOf), this.describe(one)]);
    return [
      `${this.describe(node)}\n`,
      exampleOf(node),
      "**Arguments**\n",
      this.properties(args === undefined ? [] : this.allProperties(args), linkOf),
      "**Outputs**\n",
      table(["output", "type", "what it is"], outputs),
    ].join("\n");
  }

  /** A class that programs make values of: by which functions. */
  private class(node: ts.ClassDeclaration): string {
    const methods = node.members.filter(ts.isMethodDeclaration).map((method) => {
      const parameters = method.parameters.map((one) => one.getText().replace(/\breadonly /g, "")).join(", ");
      return [code(`${nameOf(node)}.${nameOf(method)}(${parameters})`), this.describe(method)];
    });
    return `${this.describe(node)}\n\n${table(["function", "what it makes"], methods)}`;
  }

  private section(node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration, linkOf: LinkOf): string {
    const head = `### ${nameOf(node)}\n\n${this.describe(node)}\n`;
    if (ts.isTypeAliasDeclaration(node)) return `${head}\n${valuesOf(node) ?? `${typeWords(node.type, linkOf)}\n`}`;
    const more = (node.heritageClauses ?? []).flatMap(({ types }) =>
      types.map(({ expression }) => expression.getText()),
    );
    const others = more.map((name) => linkOf(name) ?? code(name)).join(", ");
    return `${head}${others === "" ? "" : `Also all of ${others}.\n`}\n${this.properties([...node.members], linkOf)}`;
  }

  private allProperties(node: ts.Declaration): readonly ts.Node[] {
    return this.checker
      .getTypeAtLocation(node)
      .getProperties()
      .flatMap(({ declarations: [first] = [] }) => first ?? []);
  }

  private properties(members: readonly ts.Node[], linkOf: LinkOf): string {
    const rows = members.flatMap((member) => {
      if (ts.isIndexSignatureDeclaration(member)) return [["any other", typeWords(member.type, linkOf), ""]];
      if (!ts.isPropertySignature(member) || isInternal(member)) return [];
      const required = member.questionToken === undefined ? "**Required.** " : "";
      return [
        [code(nameOf(member)), typeOf(member, linkOf), `${required}${this.describe(member)}${this.secrecy(member)}`],
      ];
    });
    return table(["property", "type", "what it says"], rows);
  }

  private secrecy(node: ts.NamedDeclaration): string {
    const symbol = node.name && this.checker.getSymbolAtLocation(node.name);
    return symbol && tagOf(symbol, "secret", this.checker) !== undefined ? " Always a secret." : "";
  }

  private describe(node: ts.NamedDeclaration): string {
    const symbol = node.name && this.checker.getSymbolAtLocation(node.name);
    return symbol === undefined ? "" : descriptionOf(symbol, this.checker);
  }
}

type PublicType = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

function isPublic(node: ts.Node): node is PublicType {
  if (!(ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node)))
    return false;
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0 && !isInternal(node);
}

function isComponent(node: ts.Node): boolean {
  return (
    ts.isClassDeclaration(node) &&
    (node.heritageClauses ?? []).some((one) => one.getText().includes("ComponentResource"))
  );
}

/** True for `VampXArgs` in the file of `VampX`: the component's own table has them. */
function isArgumentsOfComponent(source: ts.SourceFile, node: PublicType): boolean {
  return (
    componentFiles.includes(fileOf(source)) &&
    ts.isInterfaceDeclaration(node) &&
    node.name.text.toLowerCase() === `${fileOf(source).toLowerCase()}args`
  );
}

/** A table of the texts that a type allows, where it says what each means. */
function valuesOf({ type }: ts.TypeAliasDeclaration): string | undefined {
  if (!ts.isUnionTypeNode(type)) return undefined;
  const rows = type.types.map((one) => [code(one.getText()), meaningOf(one)]);
  return rows.some(([, meaning]) => meaning !== "") ? table(["value", "what it means"], rows) : undefined;
}

/** The page that describes a type: components and classes stand on one, what they are given on another. */
function pageOf(source: ts.SourceFile, node?: PublicType): string {
  return componentFiles.includes(fileOf(source)) || (node && ts.isClassDeclaration(node))
    ? "components.md"
    : "types.md";
}

function fileOf(source: ts.SourceFile): string {
  return basename(source.fileName, ".ts");
}

function nameOf({ name }: ts.NamedDeclaration): string {
  return name?.getText() ?? "";
}

function typeOf({ type }: ts.PropertyDeclaration | ts.PropertySignature, linkOf: LinkOf): string {
  return type === undefined ? "" : typeWords(type, linkOf);
}

/** The program in TypeScript among the examples of a component. */
function exampleOf(node: ts.Node): string {
  const [, title, program] = /^### (.*?)$.*?^```typescript\n(.*?)^```$/ms.exec(examplesOf(node)) ?? [];
  return program === undefined ? "" : `${title}:\n\n\`\`\`ts\n${program}\`\`\`\n`;
}
