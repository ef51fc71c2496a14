import type { Problems } from "../diagnostics/problem.js";
import { placeNamed } from "../reading/source.js";
import type { EnvironmentPlan } from "./environment.js";

/** The environments of one program. A Namespace belongs to one environment of one organisation, and is declared once. */
export class Tenants {
  private readonly plans = new Map<string, EnvironmentPlan>();

  /**
   * Takes a further environment in, or tells what it collides with.
   * @param resource name of its resource; one that is there already takes its place, since engines refuse real doubles
   */
  add(resource: string, plan: EnvironmentPlan, problems: Problems): void {
    const { organisation, environment, namespace } = plan;
    const others = [...this.plans].flatMap(([name, one]) => (name === resource ? [] : [one]));
    const other = others.find((one) => one.namespace === namespace);
    const twin = others.find((one) => one.organisation === organisation && one.environment === environment);
    if (other !== undefined && other.organisation !== organisation)
      problems.error(
        "DuplicateEnvironment",
        placeNamed("organisation"),
        `the Namespace \`${namespace}\` is an environment of \`${other.organisation}\` already`,
        { expected: "a Namespace of its own for every environment of an organisation" },
      );
    else if (other !== undefined || twin !== undefined)
      problems.error(
        "DuplicateEnvironment",
        placeNamed("environment"),
        other === undefined
          ? `\`${organisation}\` has an environment \`${environment}\` already, in the Namespace \`${twin?.namespace}\``
          : `the Namespace \`${namespace}\` is the environment \`${other.environment}\` of this program already`,
        { expected: "one `VampEnvironment`, which several deployments may share" },
      );
    else this.plans.set(resource, plan);
  }
}
