import * as pulumi from "@pulumi/pulumi";
import { environmentSettings, organisationSettings } from "../sdk/artifacts/environmentSettings.js";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { namespaceKey, renderEnvironment } from "../sdk/kubernetes/environment.js";
import { NameRegister } from "../sdk/kubernetes/register.js";
import { overlay } from "../sdk/overlay.js";
import { type EnvironmentPlan, planEnvironment } from "../sdk/planning/environment.js";
import type { DefaultsArgs, EnvironmentSettingsArgs, Organisation } from "./environmentSettings.js";
import type { Home } from "./home.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";
import { Program } from "./program.js";

/** Arguments of a {@link VampEnvironment}. */
export interface VampEnvironmentArgs extends EnvironmentSettingsArgs {
  /** The organisation whose environment it is: its name, or with what all its environments have in common. */
  organisation: string | Organisation;
  /**
   * Its name among the organisation's environments: lower-case letters and digits.
   * @default the resource's name
   */
  environment?: string;
  /**
   * The whole name of the Namespace.
   * @default `<root>-<organisation>-<environment>`
   */
  namespace?: string;
  /**
   * Uses a Namespace that exists. It gets the labels, annotations and rules of the environment, and is never deleted.
   * @default false
   */
  adopt?: boolean;
}

/**
 * An environment of an organisation: one Kubernetes Namespace, in which deployments and gateways live.
 *
 * @example Two environments of an organisation
 * ```typescript
 * import { type Organisation, VampEnvironment } from "pulumi-vamp";
 *
 * const acme: Organisation = { name: "acme", groups: { edit: ["developers"] }, quota: { pods: 50 } };
 * export const test = new VampEnvironment("test", { organisation: acme }).namespace;
 * export const production = new VampEnvironment("production", { organisation: acme, quota: { pods: 500 } }).namespace;
 * ```
 * {@includeCode provider/examples/environments.py}
 * {@includeCode provider/examples/environments.go}
 * {@includeCode provider/examples/environments.yaml}
 */
export class VampEnvironment extends pulumi.ComponentResource implements Home {
  /** Name of the Namespace. */
  public readonly namespace: pulumi.Output<string>;
  /** Name of the organisation. */
  public readonly organisation: pulumi.Output<string>;
  /** Name of the environment, among those of its organisation. */
  public readonly name: pulumi.Output<string>;
  /** How everything in it runs that does not say otherwise: its own settings over its organisation's. */
  public readonly defaults: pulumi.Output<DefaultsArgs>;

  /** @internal */
  readonly plan: EnvironmentPlan;
  /** @internal Names of the objects in it. */
  readonly names = new NameRegister();
  /** @internal Options of what is in it: it waits for the Namespace, and goes with it. */
  readonly inside: pulumi.CustomResourceOptions;

  constructor(name: string, args: VampEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    const leaves = new Leaves();
    const plan = throwInputProblems((problems) => planOf(name, args, leaves, problems));
    const { organisation, environment, namespace: namespaceName, podSecurity, network } = plan;
    const { name: _, ...common } = typeof args.organisation === "string" ? { name: "" } : args.organisation;
    const settings = overlay<EnvironmentSettingsArgs>(common, args);
    super(
      "vamp:index:VampEnvironment",
      name,
      { ...settings, organisation, environment, namespace: namespaceName, podSecurity, network },
      opts,
    );
    const [first, ...rules] = renderEnvironment(plan);
    const namespace = first && createObjects(name, [first], leaves, { parent: this }).get(namespaceKey);
    if (namespace === undefined) throw new TypeError("an environment has a Namespace");
    this.inside = { dependsOn: [namespace], ...(plan.adopted ? {} : { deletedWith: namespace }) };
    createObjects(name, rules, leaves, { parent: this, ...this.inside });
    this.plan = plan;
    Program.current.homes.set(namespaceName, this);
    this.namespace = namespace.metadata.apply((metadata) => metadata.name ?? namespaceName);
    this.organisation = pulumi.output(organisation);
    this.name = pulumi.output(environment);
    this.defaults = pulumi.output<DefaultsArgs>(settings.defaults ?? {});
    this.registerOutputs({
      namespace: this.namespace,
      organisation: this.organisation,
      name: this.name,
      defaults: this.defaults,
    });
  }
}

function planOf(name: string, args: VampEnvironmentArgs, leaves: Leaves, problems: Problems) {
  const { organisation: given, environment = name, ...own } = args;
  const settings = leaves.read(environmentSettings, own, "", problems);
  const organisation =
    typeof given === "string" ? { name: given } : leaves.read(organisationSettings, given, "organisation", problems);
  if (settings === undefined || organisation === undefined) return undefined;
  const plan = planEnvironment({ organisation, environment, settings }, problems);
  if (!problems.hasErrors) Program.current.tenants.add(name, plan, problems);
  return plan;
}
