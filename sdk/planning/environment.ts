import type { EnvironmentSettings, OrganisationSettings } from "../artifacts/environmentSettings.js";
import type { Problems } from "../diagnostics/problem.js";
import { overlay } from "../overlay.js";
import { placeNamed } from "../reading/source.js";

/** What is asked of an environment. */
export interface EnvironmentRequest {
  /** The organisation, with what its environments have in common. */
  readonly organisation: OrganisationSettings;
  readonly environment: string;
  readonly settings: EnvironmentSettings;
}

/** Levels of Kubernetes' Pod Security admission. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

/** An environment as it will be: one Kubernetes Namespace. */
export interface EnvironmentPlan {
  readonly organisation: string;
  readonly environment: string;
  readonly namespace: string;
  /** True for a Namespace that was there before, and stays. */
  readonly adopted: boolean;
  readonly podSecurity: PodSecurity;
  readonly network: { readonly ingress: "isolated" | "open"; readonly egress: "isolated" | "open" };
  /** Its own settings over those of its organisation. */
  readonly settings: EnvironmentSettings;
}

/**
 * Plans an environment. Names are lower-case letters and digits: Vamp keeps the dash to join them, so that
 * `vamp-shop-test` can only be the environment `test` of the organisation `shop`.
 */
export function planEnvironment(request: EnvironmentRequest, problems: Problems): EnvironmentPlan {
  const { environment } = request;
  const { name: organisation, ...common } = request.organisation;
  const settings = overlay<EnvironmentSettings>(common, request.settings);
  const { root = "vamp", podSecurity = "restricted", network = {}, adopt = false } = settings;
  for (const [key, name] of Object.entries({ organisation, environment, root }))
    if (!/^[a-z0-9]+$/.test(name))
      problems.error(
        "IllegalNamespaceName",
        placeNamed(key),
        `\`${name}\` cannot be the name of an ${key === "root" ? "environment's root" : key}`,
        { expected: "lower-case letters and digits; the dash joins the parts of a Namespace's name" },
      );
  const namespace = settings.namespace ?? `${root}-${organisation}-${environment}`;
  if (namespace.length > 63 || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(namespace))
    problems.error(
      "IllegalNamespaceName",
      placeNamed(settings.namespace === undefined ? "environment" : "namespace"),
      `\`${namespace}\` cannot be the name of a Namespace`,
      { expected: "at most 63 lower-case letters, digits and dashes" },
    );
  const { ingress = "isolated", egress = "open" } = network;
  return {
    organisation,
    environment,
    namespace,
    adopted: adopt,
    podSecurity,
    network: { ingress, egress },
    settings,
  };
}
