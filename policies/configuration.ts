import type { PolicyConfigSchema } from "@pulumi/policy";
import { nearest } from "pulumi-vamp/sdk";
import { z } from "zod";
import { look } from "./view/values.js";

const schemas = z.record(
  z.string(),
  z.custom<PolicyConfigSchema["properties"][string]>((value) => typeof value === "object"),
);

/** The configuration of a rule as the engine checks it: values, and not which keys there are. */
export function configSchemaOf(config: z.ZodObject): PolicyConfigSchema {
  return { properties: schemas.parse(look(jsonSchemaOf(config), "properties") ?? {}) };
}

/** What is wrong with what was configured for a rule, and how to make it right; undefined when nothing is. */
export function configProblem(name: string, config: z.ZodObject, configured: object): string | undefined {
  const { error } = config.strict().safeParse(configured);
  if (error === undefined) return undefined;
  const problems = error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(key, issue.path, config)).join(". ")
      : `\`${issue.path.join(".")}\`: ${issue.message}`,
  );
  return `the configuration of \`${name}\` is not taken, and nothing is judged by it: ${problems.join(". ")}. Correct it in the policy pack's configuration.`;
}

function unknownKey(key: string, path: readonly PropertyKey[], config: z.ZodObject): string {
  const keys = keysAt(path, config);
  const near = nearest(key, keys);
  const known = keys.length === 0 ? "it has none" : `it has ${keys.map((one) => `\`${one}\``).join(", ")}`;
  return `\`${[...path, key].join(".")}\` is no key of it; ${near === undefined ? known : `did you mean \`${near}\`?`}`;
}

/** The keys that stand at a place of a configuration. */
function keysAt(path: readonly PropertyKey[], config: z.ZodObject): readonly string[] {
  let at: unknown = jsonSchemaOf(config);
  for (const key of path) at = look(at, "properties", String(key)) ?? look(at, "additionalProperties");
  return Object.keys(look(at, "properties") ?? {});
}

function jsonSchemaOf(config: z.ZodObject): unknown {
  return z.toJSONSchema(config, { io: "input", target: "draft-7" });
}
