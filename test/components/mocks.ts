import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registered it. Others are told by their name. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly parent: string;
  readonly dependsOn: readonly string[];
  readonly deletedWith: string;
}

/** Stands in inputs for a value that is not known while a preview is made. */
export const unknown = "(unknown)";

/** What the engine is asked for and keeps from mocks. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getDeletedwith(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

const unknownOnTheWire = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretOnTheWire = "4dabf18193072939515e22adb298388d";
const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

/**
 * An engine that makes whatever it is asked for. Install it once in a file, for it lives as long as the process.
 * A resource gets its inputs for outputs, and an identity; what a preview cannot know is left out.
 */
export class Engine {
  private readonly registered: Registered[] = [];

  static async install(preview: boolean): Promise<Engine> {
    const engine = new Engine();
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs, type }) => ({
          id: preview ? "" : `${name}-id`,
          state: { ...inputs, ...made(name, inputs, type) },
        }),
        call: ({ inputs }) => inputs,
      },
      "project",
      "stack",
      preview,
    );
    const monitor: { registerResource(request: Request, done: unknown): void } | undefined =
      pulumi.runtime.getMonitor();
    if (monitor === undefined) throw new Error("the mocks are not installed");
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, done) => {
      engine.registered.push({
        type: request.getType(),
        name: request.getName(),
        inputs: plain(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
        parent: nameOf(request.getParent()),
        dependsOn: request.getDependenciesList().map(nameOf).sort(),
        deletedWith: nameOf(request.getDeletedwith()),
      });
      register(request, done);
    };
    return engine;
  }

  /** Runs a program and gives what it made, or throws what it threw. */
  async run<T>(program: () => T): Promise<{ readonly made: T; readonly resources: readonly Registered[] }> {
    this.registered.length = 0;
    const made = program();
    await within(pulumi.runtime.disconnect(), "the registrations");
    return { made, resources: [...this.registered] };
  }

  /** Runs a program that must be refused, and gives the errors by property and the message. */
  async refused(
    program: () => unknown,
  ): Promise<{ readonly paths: string[]; readonly message: string; readonly resources: readonly Registered[] }> {
    let thrown: unknown;
    const { resources } = await this.run(() => {
      try {
        program();
      } catch (error) {
        thrown = error;
      }
    });
    if (thrown instanceof pulumi.InputPropertiesError)
      return {
        paths: (thrown.errors ?? []).map(({ propertyPath }) => propertyPath),
        message: thrown.message,
        resources,
      };
    throw new Error(`${thrown} is no InputPropertiesError`);
  }
}

/** The provider gives a name to what has none, in a preview too. */
function made(name: string, inputs: Record<string, unknown>, type: string): Record<string, unknown> {
  const metadata = { name: `${name}-made`, ...(inputs.metadata as object | undefined) };
  return type.startsWith("kubernetes:") ? { metadata } : {};
}

/** A resource by its name. */
export function find(resources: readonly Registered[], name: string, type = ""): Registered {
  const found = resources.filter((resource) => resource.name === name && resource.type.endsWith(type));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} resources are named ${name}`);
  return only;
}

/** The value of an output. An unknown one never comes, so this waits for a time only. */
export async function valueFrom<T>(output: pulumi.Output<T>): Promise<T> {
  return within(new Promise<T>((resolve) => void output.apply(resolve)), "an output");
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within 10 s`)), 10_000);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Inputs without the marks of the wire: `(unknown)`, and `{ secret: value }`. */
function plain(value: unknown): unknown {
  if (value === unknownOnTheWire) return unknown;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const);
  if (entries.some(([, inner]) => inner === "1b47061264138c4ac30d75fd1eb44270") || secretOnTheWire in value)
    return { secret: entries.find(([key]) => key === "value")?.[1] };
  return Object.fromEntries(entries);
}

/** A resource of another program, whose outputs a preview does not know. */
export class Other extends pulumi.CustomResource {
  declare readonly text: pulumi.Output<string>;
  declare readonly number: pulumi.Output<number>;

  constructor(name: string, values: { text?: pulumi.Input<string>; number?: pulumi.Input<number> } = {}) {
    super("test:index:Other", name, { text: undefined, number: undefined, ...values });
  }
}

/** Resources in a line each, with what they are children of. */
export function listed(resources: readonly Registered[]): readonly string[] {
  return resources.map(({ type, name, parent }) => `${parent} > ${name} ${type.split(/[/:]/).at(-1)}`).sort();
}
