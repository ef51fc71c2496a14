import type { z } from "zod";
import type { Problems } from "../diagnostics/problem.js";
import { readObject } from "./object.js";
import { readShape } from "./shape.js";
import { Source } from "./source.js";

/** Reads settings of a component, from an object of a program, by their schema. */
export function readSettings<S extends z.ZodType>(
  schema: S,
  value: unknown,
  name: string,
  problems: Problems,
): z.output<S> | undefined {
  return readShape(schema, readObject(value ?? {}, new Source(name), problems), problems);
}
