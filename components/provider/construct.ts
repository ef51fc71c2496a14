import type * as pulumi from "@pulumi/pulumi";
import { Program } from "../program.js";
import { Inputs } from "./inputs.js";
import type { ProviderSchema } from "./schema.js";

/** A component's class. Its arguments come from the wire, and it judges them itself. */
type Component = new (name: string, args: never, options: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

/** The components by token, each loaded when it is needed. */
export const components: Readonly<Record<string, () => Promise<Component>>> = {
  "vamp:index:VampDeployment": async () => (await import("../vampDeployment.js")).VampDeployment,
  "vamp:index:VampEnvironment": async () => (await import("../vampEnvironment.js")).VampEnvironment,
  "vamp:index:VampGateway": async () => (await import("../vampGateway.js")).VampGateway,
};

/** All components that this process makes are of one program: an engine starts the plugin anew for each update. */
const program = new Program();

/** Makes a component of what another language's program gave. */
export async function createComponent(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
  schema: ProviderSchema,
): Promise<pulumi.ComponentResource> {
  const load = components[type];
  if (load === undefined) throw new TypeError(`there is no component ${type}`);
  const Made = await load();
  const args = await new Inputs(schema).of(type, inputs);
  program.run();
  return new Made(name, args as never, options);
}
