import { z } from "zod";
import { leaf } from "../reading/rules.js";
import { fixedText, memory, oneOf, processor, text, truth } from "./leaves.js";
import { defaultSettings } from "./settings.js";

const group = leaf<string>({
  read: (scalar) =>
    scalar.text.trim() === ""
      ? { problem: "a group needs a name", expected: "a name that the cluster's users are in", code: "InvalidValue" }
      : { value: scalar.text },
});

const objectName = leaf<string>({
  read: (scalar) =>
    scalar.text.length <= 253 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(scalar.text)
      ? { value: scalar.text }
      : {
          problem: `\`${scalar.text}\` cannot be the name of a Secret`,
          expected: "lower-case letters, digits, dashes and dots",
          code: "InvalidValue",
        },
});

/** What all environments of an organisation may have in common. */
const shared = {
  /** First part of the Namespace's name. Default: `vamp`. */
  root: fixedText().optional(),
  /** Pod Security level that the Namespace enforces. Default: `restricted`. */
  podSecurity: oneOf(["restricted", "baseline", "privileged"]).optional(),
  /** Labels of the Namespace. */
  labels: z.record(z.string(), text()).optional(),
  /** Annotations of the Namespace. */
  annotations: z.record(z.string(), text()).optional(),
  /** ResourceQuota: most of each resource, by Kubernetes' names such as `requests.cpu` or `pods`. */
  quota: z.record(z.string(), text()).optional(),
  /** LimitRange: what a container gets that says nothing, and the most that one may ask for. */
  containers: z
    .strictObject({
      cpu: processor().optional(),
      memory: memory().optional(),
      maxCpu: processor().optional(),
      maxMemory: memory().optional(),
    })
    .optional(),
  /** Who may send requests into the environment, and where its pods may send theirs. */
  network: z
    .strictObject({
      /** Default: `isolated`. */
      ingress: oneOf(["isolated", "open"]).optional(),
      /** Default: `open`. */
      egress: oneOf(["isolated", "open"]).optional(),
    })
    .optional(),
  /** Groups of the organisation's people, by what they may do. */
  groups: z
    .strictObject({
      view: z.array(group).optional(),
      edit: z.array(group).optional(),
      admin: z.array(group).optional(),
    })
    .optional(),
  /** Secrets with which nodes pull images. */
  pullSecrets: z.array(objectName).optional(),
  /** How everything in the environment runs that does not say otherwise. */
  defaults: defaultSettings.optional(),
};

/** What an organisation says for all of its environments. */
export const organisationSettings = z.strictObject({ name: fixedText(), ...shared });

/** See {@link organisationSettings}. */
export type OrganisationSettings = z.output<typeof organisationSettings>;

/** What an environment holds for all that run in it, beside its names. */
export const environmentSettings = z.strictObject({
  ...shared,
  /** The whole name of the Namespace, instead of `<root>-<organisation>-<environment>`. */
  namespace: fixedText().optional(),
  /** True for a Namespace that exists: it gets labels, annotations and what it holds, and is never deleted. */
  adopt: truth().optional(),
});

/** An environment that is there, by what has to be known of it. */
export const environmentDescription = z.strictObject({
  organisation: fixedText(),
  name: fixedText(),
  namespace: fixedText().optional(),
  podSecurity: shared.podSecurity,
  pullSecrets: shared.pullSecrets,
  defaults: shared.defaults,
});

/** See {@link environmentSettings}. */
export type EnvironmentSettings = z.output<typeof environmentSettings>;
