import * as pulumi from "@pulumi/pulumi";
import { type ProviderSchema, parseSchema } from "./schema.js";

/**
 * Makes components for programs in other languages. The engine asks for each by a call of its own, and all calls of an
 * update come to the same process.
 *
 * Nothing but Pulumi's SDK is loaded before the first component is asked for: an engine starts the plugin also to read
 * the schema, and a program starts sooner.
 */
export class VampProvider implements pulumi.provider.Provider {
  readonly version: string;
  private readonly parsed: ProviderSchema;
  /** Components that were made, by URN. */
  private readonly made = new Map<string, pulumi.ComponentResource>();

  constructor(readonly schema: string) {
    this.parsed = parseSchema(schema);
    this.version = this.parsed.version;
    // A program passes an environment as a reference, and the component gets what was made here.
    pulumi.runtime.registerResourceModule(this.parsed.name, "index", {
      version: this.version,
      construct: (_name, _type, urn) => this.made.get(urn) ?? new pulumi.DependencyResource(urn),
    });
  }

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    const { createComponent } = await import("./construct.js");
    const component = await createComponent(name, type, inputs, options, this.parsed);
    const urn = component.urn.apply((known) => {
      this.made.set(known, component);
      return known;
    });
    const outputs = Object.keys(this.parsed.resources[type]?.properties ?? {});
    return { urn, state: Object.fromEntries(outputs.map((key) => [key, Reflect.get(component, key)])) };
  }
}
