/** A definition of Kubernetes' OpenAPI document, as far as it matters here. */
interface Definition {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly additionalProperties?: Definition;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-patch-strategy"?: string;
}

const header = `// Made by \`npm run pod-types\` from the lab's API server (Kubernetes VERSION); a test holds the two together.

/**
 * The types that a pod is made of, by Kubernetes' name, and of each its fields: a type, \`[type]\` for a list, \`[type]/key\`
 * for a list whose items are merged by that field, \`{type}\` for a map, and \`{}\` for anything.
 */
export const podTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
`;

/** The source of \`podTypes\` from the document that an API server gives under \`/openapi/v2\`. */
export function podTypesSource(
  document: { readonly definitions: Readonly<Record<string, Definition>> },
  version: string,
) {
  const { definitions } = document;
  const types = new Map<string, readonly (readonly [string, string])[]>();
  const typeOf = (definition: Definition): string => {
    if (definition.$ref !== undefined) return named(definition.$ref.split("/").at(-1) ?? "");
    if (definition.type === "array" && definition.items !== undefined) {
      const merges = definition["x-kubernetes-patch-strategy"]?.includes("merge") ?? false;
      const key = merges ? definition["x-kubernetes-patch-merge-key"] : undefined;
      return `[${typeOf(definition.items)}]${key === undefined ? "" : `/${key}`}`;
    }
    if (definition.type !== "object") return definition.type ?? "{}";
    return definition.additionalProperties === undefined ? "{}" : `{${typeOf(definition.additionalProperties)}}`;
  };
  const named = (path: string): string => {
    const name = path.split(".").at(-1) ?? path;
    const definition = definitions[path];
    if (definition?.properties === undefined) return definition?.format === "int-or-string" ? "IntOrString" : name;
    if (types.has(name)) return name;
    types.set(name, []);
    types.set(
      name,
      Object.entries(definition.properties).map(([field, type]) => [field, typeOf(type)] as const),
    );
    return name;
  };
  named("io.k8s.api.core.v1.PodSpec");
  const lines = [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fields]) => {
      const shown = fields.map(([field, type]) => `    ${field}: ${JSON.stringify(type)},\n`).join("");
      return `  ${name}: {\n${shown}  },\n`;
    });
  return `${header.replace("VERSION", version)}${lines.join("")}};\n`;
}
