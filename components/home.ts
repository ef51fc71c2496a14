import * as pulumi from "@pulumi/pulumi";
import { environmentDescription } from "../sdk/artifacts/environmentSettings.js";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { NameRegister } from "../sdk/kubernetes/register.js";
import { type EnvironmentPlan, planEnvironment } from "../sdk/planning/environment.js";
import { placeNamed } from "../sdk/reading/source.js";
import type { EnvironmentDescription } from "./environmentSettings.js";
import type { Leaves } from "./leaves.js";
import { Program } from "./program.js";
import type { VampEnvironment } from "./vampEnvironment.js";

/** Where deployments and gateways live: what they have to know of an environment. */
export interface Home {
  readonly plan: EnvironmentPlan;
  /** Names of the objects in it. */
  readonly names: NameRegister;
  /** Options of what is in it. */
  readonly inside: pulumi.CustomResourceOptions;
}

/**
 * The environment that an argument means: one of this program, or one that another stack made, by a description. What is
 * described may be one of this program too, when its outputs were given.
 */
export function homeOf(
  given: VampEnvironment | EnvironmentDescription,
  leaves: Leaves,
  problems: Problems,
): Home | undefined {
  if (pulumi.Resource.isInstance(given)) {
    if (given.plan !== undefined) return given;
    problems.error("UnexpectedTypeError", placeNamed("environment"), "this is no environment of this program", {
      expected: "a `VampEnvironment` that the same provider made, or a description with `organisation` and `name`",
    });
    return undefined;
  }
  const read = leaves.read(environmentDescription, given, "environment", problems);
  if (read === undefined) return undefined;
  const { organisation, name, ...settings } = read;
  const plan = planEnvironment({ organisation: { name: organisation }, environment: name, settings }, problems);
  const { homes } = Program.current;
  const { names = new NameRegister(), inside = {} } = homes.get(plan.namespace) ?? {};
  homes.set(plan.namespace, { plan, names, inside });
  return { plan, names, inside };
}
