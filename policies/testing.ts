import {
  type PolicyResource,
  type ResourceValidationArgs,
  type StackValidationArgs,
  unknownCheckingProxy,
} from "@pulumi/policy";

/*
 * For tests of policies: what the engine calls them with.
 */

/** A resource as a test writes it. */
export interface TestedResource {
  /** `vamp:index:VampDeployment`, `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** Its inputs, as `pulumi preview --json` shows them. */
  readonly props: Record<string, unknown>;
  /** URN of the resource above it: see {@link urnOf}. Default: none. */
  readonly parent?: string | undefined;
}

/** Stands in properties for what is not known while a preview is made. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The URN of a resource of a test. */
export function urnOf({ type, name }: Pick<TestedResource, "type" | "name">): string {
  return `urn:pulumi:stack::project::${type}::${name}`;
}

/** What a policy of resources is called with: a resource as it is registered. */
export function resourceArgs(resource: TestedResource, config: object = {}): ResourceValidationArgs {
  return {
    ...shown(resource, resource.props),
    stackTags: new Map(),
    getConfig: configOf(config),
    notApplicable,
  };
}

/**
 * What a policy of stacks is called with, after it was called with each of its resources: the stack shows outputs. Of an
 * object these are all that it is, of a component what it gives and not what it was given.
 */
export function stackArgs(resources: readonly TestedResource[], config: object = {}): StackValidationArgs {
  const made = (resource: TestedResource): PolicyResource => ({
    ...shown(resource, resource.type.startsWith("kubernetes:") ? resource.props : {}),
    dependencies: [],
    propertyDependencies: {},
  });
  return {
    resources: resources.map(made),
    stackTags: new Map(),
    getConfig: configOf(config),
    notApplicable,
  };
}

function shown({ type, name, parent }: TestedResource, props: Record<string, unknown>) {
  return {
    type,
    name,
    urn: urnOf({ type, name }),
    props: unknownCheckingProxy(props),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
      ...(parent !== undefined && { parent }),
    },
    isType: () => false,
    asType: () => undefined,
  };
}

/** A policy names the type of its configuration itself, and the engine gives what it got. */
function configOf(config: object) {
  return <T extends object>() => config as T;
}

function notApplicable(): never {
  throw new Error("the policy says that it does not apply");
}
