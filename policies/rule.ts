import type {
  EnforcementLevel,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { z } from "zod";
import { configProblem, configSchemaOf } from "./configuration.js";
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

/** Types a rule by its own config schema; each call parses the configuration and fills in defaults. */
export function rule<Config extends z.ZodObject>(own: RuleOf<Config>): Rule {
  const { judge, mend, ...rest } = own;
  return {
    ...rest,
    judge: (resources, config, report) => judge(resources, own.config.parse(config), report),
    ...(mend && { mend: (object, config, resources) => mend(object, own.config.parse(config), resources) }),
  };
}

/** A rule as a policy of Pulumi. What it finds is told once, and so is a configuration that it does not take. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const told = new Set<string>();
  const judge = (args: ResourceValidationArgs | StackValidationArgs, report: ReportViolation) => {
    const config = args.getConfig();
    const once = (message: string, urn?: string) => {
      const key = `${urn} ${message}`;
      if (!told.has(key)) report(message, urn);
      told.add(key);
    };
    // What comes later is judged by what came before, also where nothing can be said yet.
    const resources = vampResources(args);
    const problem = configProblem(rule.name, rule.config, config);
    if (problem === undefined) rule.judge(resources, config, once);
    else once(problem);
  };
  const policy = {
    name: rule.name,
    displayName: rule.name.replaceAll("-", " "),
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: configSchemaOf(rule.config),
    tags: [rule.group],
  };
  // What is remembered of resources is what the stack is judged by.
  if (rule.scope === "stack") return { ...policy, validateResource: remember, validateStack: judge };
  return {
    ...policy,
    validateResource: judge,
    ...(rule.mend && { remediateResource: (args) => mended(rule, args) }),
  };
}

/** The properties of a resource after a rule mended its objects; undefined when there was nothing to mend. */
function mended(rule: Rule, args: ResourceValidationArgs): Record<string, unknown> | undefined {
  const resources = vampResources(args);
  const config = args.getConfig();
  if (configProblem(rule.name, rule.config, config) !== undefined) return undefined;
  let changed = false;
  // Others are shown with a resource that came after them.
  for (const object of resources.objects.filter(({ urn }) => urn === args.urn)) {
    const put = (path: readonly string[], value: unknown) => {
      putAt(args.props, [...object.path, ...path], value);
      changed = true;
    };
    rule.mend?.({ object, put }, config, resources);
  }
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
