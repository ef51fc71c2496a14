import type { z } from "zod";
import { type Blueprint, blueprint } from "../artifacts/blueprint.js";
import { type Gateway, gateway } from "../artifacts/gateway.js";
import { checkBlueprint } from "../checks/blueprint.js";
import { checkGateway } from "../checks/gateways.js";
import type { Problems } from "../diagnostics/problem.js";
import type { Node } from "./node.js";
import { readObject } from "./object.js";
import { readShape } from "./shape.js";
import { Source } from "./source.js";
import { readYaml } from "./yaml.js";

/** YAML text with the name to call it by in messages: a file's, or a property's. */
export interface YamlText {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a blueprint from YAML text and checks all that can be said about it alone.
 * @returns undefined when too little could be read to go on; the problems say why.
 */
export function readBlueprint({ name, text }: YamlText, problems: Problems): Blueprint | undefined {
  const node = readYaml(new Source(name, text), problems);
  return node && blueprintOf(node, problems);
}

/** Reads a blueprint from an object of a program. `name` is the property it was given as. */
export function readBlueprintObject(value: unknown, name: string, problems: Problems): Blueprint | undefined {
  return blueprintOf(readObject(value, new Source(name), problems), problems);
}

function blueprintOf(node: Node, problems: Problems): Blueprint | undefined {
  const read = readShape(blueprint, node, problems);
  if (read !== undefined) checkBlueprint(read, problems);
  return read;
}

/** Reads a gateway that stands alone from an object of a program, and checks it. */
export function readGatewayObject(value: unknown, name: string, problems: Problems): Gateway | undefined {
  const read = readShape(gateway, readObject(value, new Source(name), problems), problems);
  if (read !== undefined) checkGateway(read, read.port?.type ?? "http", problems);
  return read;
}

/** Reads settings of a component, from an object of a program, by their schema. */
export function readSettings<S extends z.ZodType>(
  schema: S,
  value: unknown,
  name: string,
  problems: Problems,
): z.output<S> | undefined {
  return readShape(schema, readObject(value ?? {}, new Source(name), problems), problems);
}
