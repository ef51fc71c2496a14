import { type Blueprint, blueprint as schema } from "../artifacts/blueprint.js";
import type { Overrides } from "../artifacts/overrides.js";
import { checkArtifact } from "../checks/artifact.js";
import type { Problems } from "../diagnostics/problem.js";
import { type ReadOptions, readUnchecked, type YamlText } from "../reading/artifacts.js";
import type { MapNode } from "../reading/node.js";
import { readObject } from "../reading/object.js";
import { readShape } from "../reading/shape.js";
import { Source } from "../reading/source.js";
import { readYaml } from "../reading/yaml.js";
import { documentNode } from "../writing/node.js";
import { mergeBlueprints, type WrittenBlueprint } from "./merge.js";
import { override } from "./overrides.js";

/** A blueprint as it was given: a text, or an object of a program under the name of the property it was given as. */
export type BlueprintSource = YamlText | { readonly name: string; readonly value: unknown };

/** What a blueprint is read with. */
export interface BlueprintOptions extends ReadOptions {
  /** What is said over it. Default: nothing. */
  readonly overrides?: Overrides | undefined;
}

/**
 * Reads a blueprint, or several that are merged into each other in their order, puts overrides over it, and checks what
 * comes out of it. Each part keeps its places.
 * @returns undefined when too little could be read to go on; the problems say why.
 */
export function readBlueprint(
  sources: readonly BlueprintSource[],
  problems: Problems,
  options: BlueprintOptions = {},
): Blueprint | undefined {
  const parts = sources.map((source) => readPart(source, problems, options));
  let read: Blueprint | undefined;
  for (const part of parts) {
    if (part === undefined) return undefined;
    read = read === undefined ? part : readAgain(mergeBlueprints(written(read), written(part)), problems);
    if (read === undefined) return undefined;
  }
  const { overrides = {} } = options;
  if (read !== undefined && Object.values(overrides).some((said) => said !== undefined))
    read = readAgain(override(written(read), overrides, problems), problems);
  if (read !== undefined) checkArtifact("blueprints", read, problems, options);
  return read;
}

function readPart(source: BlueprintSource, problems: Problems, options: ReadOptions): Blueprint | undefined {
  const node =
    "text" in source
      ? readYaml(new Source(source.name, source.text), problems)
      : readObject(source.value, new Source(source.name), problems);
  return node && readUnchecked("blueprints", node, problems, options);
}

function written(blueprint: Blueprint): WrittenBlueprint {
  const node = documentNode(schema, blueprint);
  if (node.kind !== "map") throw new TypeError("a blueprint is written as a map");
  return { blueprint, node };
}

function readAgain(node: MapNode, problems: Problems): Blueprint | undefined {
  return readShape(schema, node, problems);
}
