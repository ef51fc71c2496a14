import * as pulumi from "@pulumi/pulumi";
import type { ProviderSchema, TypeSpec } from "./schema.js";

/**
 * The arguments of a component as they came over the wire.
 *
 * What the schema calls plain should be a value. Some SDKs give an output all the same: YAML for what is put together of
 * other values, and all of them for a list of components. Its value is there, since the engine waits for it, and takes
 * its place; what is unknown or secret stays an output, for the component to refuse with its place.
 */
export class Inputs {
  constructor(private readonly schema: ProviderSchema) {}

  /** The arguments of a component. */
  of(type: string, inputs: pulumi.Inputs): Promise<object> {
    return this.properties(inputs, this.schema.resources[type]?.inputProperties ?? {});
  }

  private async properties(object: object, specs: Readonly<Record<string, TypeSpec>>): Promise<object> {
    return this.entries(object, (key) => specs[key]);
  }

  private async entries(object: object, specOf: (key: string) => TypeSpec | undefined): Promise<object> {
    const entries = Object.entries(object).map(async ([key, value]) => [key, await this.value(value, specOf(key))]);
    return Object.fromEntries(await Promise.all(entries));
  }

  private async value(value: unknown, spec: TypeSpec = {}): Promise<unknown> {
    if (pulumi.isUnknown(value)) return pulumi.output(value);
    if (pulumi.Output.isInstance(value)) {
      const known = spec.plain === true ? await knownValue(value) : undefined;
      return known === undefined ? value : this.value(known.value, spec);
    }
    if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return value;
    const alternatives = spec.oneOf ?? [spec];
    if (Array.isArray(value)) {
      const items = alternatives.find((one) => one.items !== undefined)?.items;
      return Promise.all(value.map((item) => this.value(item, items)));
    }
    const { $ref = "", additionalProperties } =
      alternatives.find(({ $ref, additionalProperties: map }) => $ref?.startsWith(typePrefix) || map) ?? {};
    const { properties = {} } = this.schema.types[$ref.slice(typePrefix.length)] ?? {};
    return this.entries(value, (key) => additionalProperties ?? properties[key]);
  }
}

const typePrefix = "#/types/";

/** The value of an output that is known and no secret. */
async function knownValue(output: pulumi.Output<unknown>): Promise<{ readonly value: unknown } | undefined> {
  // An unknown output never calls back, so it is asked first. Pulumi's types do not tell of the question.
  const isKnown: unknown = await Reflect.get(output, "isKnown");
  if (isKnown !== true || (await pulumi.isSecret(output))) return undefined;
  return new Promise((resolve) => {
    output.apply((value) => resolve({ value }));
  });
}
