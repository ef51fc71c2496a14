import { policyOf, type Rule } from "../../policies/rule.js";
import { resourceArgs, stackArgs, type TestedResource, unknownValue, urnOf } from "../../policies/testing.js";
import { forget } from "../../policies/view/index.js";
import { Engine, type Registered, unknown } from "../components/mocks.js";

let engine: Promise<Engine> | undefined;

/** What a program registers, as policies are shown it. The program is a user's, with the components themselves. */
export async function registered(program: () => unknown): Promise<readonly TestedResource[]> {
  engine ??= Engine.install(true);
  const running = await engine;
  const { resources } = await withoutTraces(() => running.run(program));
  return resources.map((resource) => {
    const parent = resources.find((other) => isParent(other, resource));
    const { type, name, inputs } = resource;
    return { type, name, props: onTheWire(inputs) as Record<string, unknown>, parent: parent && urnOf(parent) };
  });
}

/** What a rule says about a program, as the engine would ask it: each resource, then the stack. */
export async function violations(rule: Rule, program: () => unknown, config: object = {}): Promise<readonly string[]> {
  return judged(rule, await registered(program), config);
}

/** What a rule says about a program whose resources it could mend first, and the objects that it changed. */
export async function violationsAfterMending(rule: Rule, program: () => unknown, config: object = {}) {
  return judgedAfterMending(rule, await registered(program), config);
}

/** The same about resources in the order in which they were registered. */
export async function judgedAfterMending(rule: Rule, resources: readonly TestedResource[], config: object = {}) {
  const changed: Record<string, unknown>[] = [];
  forget();
  const policy = policyOf(rule);
  // What is given back was changed in place.
  for (const resource of resources) {
    const inputs =
      "remediateResource" in policy ? await policy.remediateResource?.(resourceArgs(resource, config)) : undefined;
    if (inputs) changed.push(inputs);
  }
  return { changed, left: await judged(rule, resources, config) };
}

/** Resources in another order: those of a name first, as when all others wait for something. */
export function first(name: string, resources: readonly TestedResource[]): readonly TestedResource[] {
  const isFirst = (resource: TestedResource) => resource.name === name;
  return [...resources.filter(isFirst), ...resources.filter((resource) => !isFirst(resource))];
}

/** What a rule says about resources in the order in which they were registered, then about the stack. */
export async function judged(
  rule: Rule,
  resources: readonly TestedResource[],
  config: object = {},
): Promise<readonly string[]> {
  forget();
  const said: string[] = [];
  const report = (message: string) => void said.push(message);
  const policy = policyOf(rule);
  const validations = "validateResource" in policy ? [policy.validateResource ?? []].flat() : [];
  for (const resource of resources)
    for (const validate of validations) await validate(resourceArgs(resource, config), report);
  if ("validateStack" in policy) await policy.validateStack(stackArgs(resources, config), report);
  return said;
}

/**
 * Does something without the text of traces: Pulumi asks for one at every promise and every resource, and to find their
 * places in the sources takes most of the time. An error that comes out of it is asked for its own afterwards.
 */
async function withoutTraces<T>(run: () => Promise<T>): Promise<T> {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = String;
  try {
    return await run();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function isParent(one: Registered, { parent, name, type }: Registered): boolean {
  return one.name === parent && !one.type.startsWith("kubernetes:") && !(one.name === name && one.type === type);
}

/** Inputs as they are sent: unknown ones with their mark, secrets without. */
function onTheWire(value: unknown): unknown {
  if (value === unknown) return unknownValue;
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== "object" || value === null) return value;
  if ("secret" in value && Object.keys(value).length === 1) return onTheWire(value.secret);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, onTheWire(inner)]));
}
