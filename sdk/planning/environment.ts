import type { EnvironmentSettings } from "../artifacts/environmentSettings.js";
import type { Problems } from "../diagnostics/problem.js";
import type { Labels } from "../kubernetes/labels.js";
import { Source } from "../reading/source.js";

/** What is asked of an environment. */
export interface EnvironmentRequest {
  readonly organisation: string;
  readonly environment: string;
  /** First part of the Namespace's name. Default: `vamp`. */
  readonly root?: string | undefined;
  /** The whole name of the Namespace, instead of `<root>-<organisation>-<environment>`. */
  readonly namespace?: string | undefined;
  /** Pod Security level. Default: `restricted`. */
  readonly podSecurity?: PodSecurity | undefined;
  readonly labels?: Labels | undefined;
  readonly settings: EnvironmentSettings;
}

/** Levels of Kubernetes' Pod Security admission. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

/** An environment as it will be: one Kubernetes Namespace. */
export interface EnvironmentPlan {
  readonly organisation: string;
  readonly environment: string;
  readonly namespace: string;
  readonly podSecurity: PodSecurity;
  readonly labels: Labels;
  readonly settings: EnvironmentSettings;
}

const levels: readonly PodSecurity[] = ["restricted", "baseline", "privileged"];

/**
 * Plans an environment. Names are lower-case letters and digits: Vamp keeps the dash to join them, so that
 * `vamp-shop-test` can only be the environment `test` of the organisation `shop`.
 */
export function planEnvironment(request: EnvironmentRequest, problems: Problems): EnvironmentPlan {
  const { organisation, environment, root = "vamp", podSecurity = "restricted", labels = {}, settings } = request;
  const at = (key: string) => ({ source: new Source(key), offset: 0, length: 0, path: undefined });
  for (const [key, name] of Object.entries({ organisation, environment, root }))
    if (!/^[a-z0-9]+$/.test(name))
      problems.error(
        "IllegalNamespaceName",
        at(key),
        `\`${name}\` cannot be the name of an ${key === "root" ? "environment's root" : key}`,
        {
          expected: "lower-case letters and digits; the dash joins the parts of a Namespace's name",
        },
      );
  const namespace = request.namespace ?? `${root}-${organisation}-${environment}`;
  if (namespace.length > 63 || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(namespace))
    problems.error(
      "IllegalNamespaceName",
      at(request.namespace === undefined ? "environment" : "namespace"),
      `\`${namespace}\` cannot be the name of a Namespace`,
      {
        expected: "at most 63 lower-case letters, digits and dashes",
      },
    );
  if (!levels.includes(podSecurity))
    problems.error("InvalidValue", at("podSecurity"), `\`${podSecurity}\` is not a Pod Security level`, {
      expected: levels.join(", "),
    });
  return { organisation, environment, namespace, podSecurity, labels, settings };
}
