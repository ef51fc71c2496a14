import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { overlayNodes } from "../merging/nodes.js";
import { isKind, type Kind } from "../reading/kinds.js";
import { asText, get, isEmpty, type MapNode, type Node, without } from "../reading/node.js";
import type { ArtifactSet } from "./artifactSet.js";

/** Something that an artifact imports: a template, or an artifact as `kind/name`. */
export interface Import {
  readonly kind: Kind;
  readonly name: string;
  readonly node: Node;
}

/** What to do where an import leads to nothing that was given. */
export type Unresolved = "tell" | "warn";

/** The imports that an artifact names, in their order: Vamp's `import: x`, `import: [x, kind/x]`. */
export function importsOf(map: MapNode, problems: Problems): readonly Import[] {
  const given = get(map, "import");
  if (given === undefined) return [];
  const items = given.kind === "list" ? given.items : [given];
  const expected = "the name of a template, `kind/name`, or a list of these";
  if (items.length === 0) problems.error("EmptyImportError", given.location, "this imports nothing", { expected });
  return items.flatMap((node): readonly Import[] => {
    const text = asText(node) ?? "";
    const [kind, name] = text.includes("/") ? text.split(/\/(.*)/s) : ["templates", text];
    if (node.kind !== "scalar")
      problems.error("ImportDefinitionError", node.location, `a ${node.kind} cannot be imported`, { expected });
    else if (isEmpty(node) || !name)
      problems.error("EmptyImportError", node.location, "this imports nothing", { expected });
    else if (kind === undefined || !isKind(kind))
      problems.error("ImportDefinitionError", node.location, `there is no kind \`${kind}\` to import`, { expected });
    else return [{ kind, name, node }];
    return [];
  });
}

/**
 * An artifact with its imports merged into it, in their order and below its own keys, as Vamp merged them. Lists and
 * single values replace each other.
 *
 * @returns undefined when an import leads nowhere, so that too little is known of the artifact.
 */
export function withoutImports(
  node: Node,
  artifacts: ArtifactSet | undefined,
  problems: Problems,
  unresolved: Unresolved,
  importing: readonly string[] = [],
): Node | undefined {
  if (node.kind !== "map" || get(node, "import") === undefined) return node;
  let merged: Node | undefined;
  let missing = false;
  for (const one of importsOf(node, problems)) {
    const imported = find(one, artifacts, problems, unresolved, importing);
    if (imported === undefined) missing = true;
    else merged = merged === undefined ? imported : overlayNodes(merged, imported, "above");
  }
  const own = without(node, "import");
  if (missing) return undefined;
  return merged === undefined ? own : overlayNodes(merged, own, "above");
}

function find(
  { kind, name, node }: Import,
  artifacts: ArtifactSet | undefined,
  problems: Problems,
  unresolved: Unresolved,
  importing: readonly string[],
): Node | undefined {
  const key = `${kind}/${name}`;
  if (importing.includes(key)) {
    const circle = [...importing.slice(importing.indexOf(key)), key].join(" -> ");
    problems.error("ImportReferenceError", node.location, `these import each other: ${circle}`);
    return undefined;
  }
  const [document] = artifacts?.documents(kind, name) ?? [];
  if (document === undefined) {
    const message = `there is no \`${name}\` of kind \`${kind}\``;
    const more = { nearest: nearest(name, artifacts?.names(kind) ?? []) };
    if (unresolved === "tell") problems.error("ImportReferenceError", node.location, message, more);
    else
      problems.warn(
        "UnresolvedImport",
        node.location,
        `${message} among what was given: this artifact is not checked`,
        more,
      );
    return undefined;
  }
  const resolved = withoutImports(document.node, artifacts, problems, unresolved, [...importing, key]);
  if (resolved?.kind !== "map") return resolved;
  if (kind === "templates") return get(resolved, "definition") ?? get(resolved, "def");
  return without(resolved, "name", "kind");
}
