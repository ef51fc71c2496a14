import * as pulumi from "@pulumi/pulumi";
import { environmentSettings, organisationSettings } from "../sdk/artifacts/environmentSettings.js";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { namespaceKey } from "../sdk/kubernetes/environment.js";
import { NameRegister } from "../sdk/kubernetes/register.js";
import { renderEnvironment } from "../sdk/kubernetes/render.js";
import { overlay } from "../sdk/overlay.js";
import { type EnvironmentPlan, planEnvironment } from "../sdk/planning/environment.js";
import { Tenants } from "../sdk/planning/tenants.js";
import type { DefaultsArgs, EnvironmentSettingsArgs, Organisation } from "./environmentSettings.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";

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

/** Environments by program: an engine runs several in one process when it is driven by one. */
const tenants = new WeakMap<object, Tenants>();

/** An environment of an organisation: one Kubernetes Namespace, in which deployments and gateways live. */
export class VampEnvironment extends pulumi.ComponentResource {
  /** Name of the Namespace. */
  public readonly namespace: pulumi.Output<string>;
  /** Name of the organisation. */
  public readonly organisation: pulumi.Output<string>;
  /** Name of the environment. */
  public readonly environment: pulumi.Output<string>;
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
    this.namespace = namespace.metadata.apply((metadata) => metadata.name ?? namespaceName);
    this.organisation = pulumi.output(organisation);
    this.environment = pulumi.output(environment);
    this.defaults = pulumi.output<DefaultsArgs>(settings.defaults ?? {});
    this.registerOutputs({
      namespace: this.namespace,
      organisation: this.organisation,
      environment: this.environment,
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
  if (!problems.hasErrors) programTenants().add(name, plan, problems);
  return plan;
}

/** The environments of the program that is running: it has one connection to its engine. */
function programTenants(): Tenants {
  const program: object = pulumi.runtime.getMonitor() ?? {};
  const known = tenants.get(program) ?? new Tenants();
  tenants.set(program, known);
  return known;
}
