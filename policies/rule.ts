import type {
  EnforcementLevel,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import type { KubernetesObject } from "./view/kubernetesObject.js";
import { remember, type VampResources, vampResources } from "./view/vampResources.js";

/** What a rule is about. */
export type Group = "traffic" | "edge" | "workloads" | "tenancy";

/** A rule of the pack, for any configuration. */
export interface Rule {
  /** Names it in the configuration and in what the engine prints: lower-case words with dashes. */
  readonly name: string;
  readonly group: Group;
  /** What it demands, in a sentence. */
  readonly description: string;
  /** Why it does. */
  readonly reason: string;
  /** What happens when it is broken, unless the configuration says otherwise. */
  readonly level: EnforcementLevel;
  /** Its configuration: schema, defaults and documentation in one. */
  readonly config: z.ZodObject;
  /**
   * `resource`: it judges each resource by itself, before anything is made of it. `stack`: it needs to see all of them,
   * which an update can only show when they are made; a preview shows them before.
   */
  readonly scope: "resource" | "stack";
  /** Reports what breaks it: where, what, and how to make it right. */
  readonly judge: (resources: VampResources, config: object, report: ReportViolation) => void;
  /** Makes an object right, where that is safe, when its level is `remediate`. */
  readonly mend?: (object: Mending, config: object, resources: VampResources) => void;
}

/** A rule as it is written: what it does gets its own configuration, defaults filled in. */
export interface RuleOf<Config extends z.ZodObject> extends Omit<Rule, "judge" | "mend"> {
  readonly config: Config;
  readonly judge: (resources: VampResources, config: z.output<Config>, report: ReportViolation) => void;
  readonly mend?: (object: Mending, config: z.output<Config>, resources: VampResources) => void;
}

/** An object that is about to be mended. */
export interface Mending {
  readonly object: KubernetesObject;
  /** Puts a value at a path of keys. */
  put(path: readonly string[], value: unknown): void;
}

/** A rule of one's own configuration as one of any. */
export function rule<Config extends z.ZodObject>(own: RuleOf<Config>): Rule {
  const { judge, mend, ...rest } = own;
  return {
    ...rest,
    judge: (resources, config, report) => judge(resources, own.config.parse(config), report),
    ...(mend && { mend: (object, config, resources) => mend(object, own.config.parse(config), resources) }),
  };
}

/** A rule as a policy of Pulumi. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const policy = {
    name: rule.name,
    displayName: rule.name.replaceAll("-", " "),
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: configSchemaOf(rule.config),
    tags: [rule.group],
  };
  if (rule.scope === "stack")
    return {
      ...policy,
      // What is remembered here is what the stack is judged by.
      validateResource: remember,
      validateStack: (args, report) => rule.judge(vampResources(args), args.getConfig(), report),
    };
  return {
    ...policy,
    validateResource: (args, report) => rule.judge(vampResources(args), args.getConfig(), report),
    ...(rule.mend && { remediateResource: (args) => mended(rule, args) }),
  };
}

/** The properties of an object after a rule mended it; undefined when there was nothing to mend. */
function mended(rule: Rule, args: ResourceValidationArgs): Record<string, unknown> | undefined {
  const resources = vampResources(args);
  const [object] = resources.objects;
  if (object === undefined) return undefined;
  let changed = false;
  const put = (path: readonly string[], value: unknown) => {
    putAt(args.props, path, value);
    changed = true;
  };
  rule.mend?.({ object, put }, args.getConfig(), resources);
  return changed ? args.props : undefined;
}

function putAt(holder: object, [first, ...rest]: readonly string[], value: unknown): void {
  if (first === undefined) return;
  if (rest.length > 0) {
    const inner: unknown = Reflect.get(holder, first);
    if (typeof inner !== "object" || inner === null) Reflect.set(holder, first, {});
    putAt(Reflect.get(holder, first), rest, value);
  } else Reflect.set(holder, first, value);
}

const schemas = z.record(
  z.string(),
  z.custom<PolicyConfigSchema["properties"][string]>((value) => typeof value === "object"),
);

/** The configuration of a rule as the engine checks it. */
export function configSchemaOf(config: z.ZodObject): PolicyConfigSchema {
  return { properties: schemas.parse(z.toJSONSchema(config, { io: "input", target: "draft-7" }).properties ?? {}) };
}
