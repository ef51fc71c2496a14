import type { Blueprint, Service } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import { clusterOf } from "../checks/dependencies.js";
import { splitKey } from "../checks/variables.js";
import type { ProblemCode } from "../diagnostics/codes.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import { objectName } from "../kubernetes/names.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/shape.js";
import { type Location, within } from "../reading/source.js";
import { parseReferences, type Reference } from "../references/parse.js";
import type { DeploymentRequest } from "./deployment.js";
import type { ClusterPort, ServicePlan } from "./plan.js";

/** A value and the place it was written at. */
interface Given {
  readonly value: Leaf<string>;
  readonly location: Location;
}

/**
 * The variables of a service's container: what the breed says, what the blueprint sets for the cluster, what the service
 * sets, later ones counting, all references resolved. Values that are known only later may be secrets and stand apart.
 */
export function planVariables(
  cluster: string,
  service: Service,
  breed: Breed,
  request: DeploymentRequest,
  ports: ReadonlyMap<string, readonly ClusterPort[]>,
  problems: Problems,
): Pick<ServicePlan, "environment" | "secretEnvironment"> {
  const resolver = new Resolver(
    givenVariables(cluster, service, breed, request.blueprint),
    breed,
    request,
    ports,
    problems,
  );
  const environment: Record<string, string> = {};
  const secretEnvironment: Record<string, Later<string>> = {};
  for (const [name, { alias }] of Object.entries(breed.environmentVariables ?? {})) {
    const value = resolver.variable(name);
    if (value instanceof Later) secretEnvironment[alias ?? name] = value;
    else if (value !== undefined) environment[alias ?? name] = value;
  }
  return { environment, secretEnvironment };
}

function givenVariables(
  cluster: string,
  service: Service,
  breed: Breed,
  blueprint: Blueprint,
): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const [name, variable] of Object.entries(breed.environmentVariables ?? {}))
    if (variable.value !== undefined)
      given.set(name, { value: variable.value, location: locationOf(variable, "value") });
  const ofBlueprint = blueprint.environmentVariables ?? {};
  for (const [key, value] of Object.entries(ofBlueprint)) {
    const target = splitKey(key);
    if (target.cluster === cluster) given.set(target.variable, { value, location: locationOf(ofBlueprint, key) });
  }
  const ofService = service.environmentVariables ?? {};
  for (const [name, value] of Object.entries(ofService))
    given.set(name, { value, location: locationOf(ofService, name) });
  return given;
}

/** Resolves the references of one service, each variable once, and finds those that lead back to themselves. */
class Resolver {
  private readonly resolved = new Map<string, Leaf<string> | undefined>();
  private readonly open: string[] = [];

  constructor(
    private readonly given: ReadonlyMap<string, Given>,
    private readonly breed: Breed,
    private readonly request: DeploymentRequest,
    private readonly ports: ReadonlyMap<string, readonly ClusterPort[]>,
    private readonly problems: Problems,
  ) {}

  /** The value of a variable; undefined when it has none, which is a problem that was reported. */
  variable(name: string): Leaf<string> | undefined {
    if (this.resolved.has(name)) return this.resolved.get(name);
    const given = this.given.get(name);
    if (given === undefined) {
      const declared = this.breed.environmentVariables ?? {};
      const message = `the variable \`${name}\` of \`${this.breed.name}\` has no value`;
      this.problems.error("UnresolvedVariableValueError", locationOf(declared, name), message, {
        expected: "a value here, in the service's `environment_variables`, or in the blueprint's as `cluster.NAME`",
      });
    } else if (this.open.includes(name)) {
      const circle = [...this.open.slice(this.open.indexOf(name)), name].join(" -> ");
      this.problems.error(
        "UnresolvedDependencyInTraitValueError",
        given.location,
        `these variables need each other: ${circle}`,
      );
      return undefined;
    }
    this.open.push(name);
    const value = given && this.text(given);
    this.open.pop();
    this.resolved.set(name, value);
    return value;
  }

  private text({ value, location }: Given): Leaf<string> | undefined {
    // A value that comes from elsewhere is itself: what looks like a reference in a password is none.
    if (value instanceof Later) return value;
    const parsed = parseReferences(value);
    if ("problems" in parsed) {
      for (const { offset, length, message, expected } of parsed.problems)
        this.problems.error("ParserError", within(location, value, offset, length), message, { expected });
      return undefined;
    }
    const parts = parsed.parts.map((part) =>
      part.kind === "text" ? part.text : this.reference(part, within(location, value, part.offset, part.length)),
    );
    const known = parts.filter((part) => part !== undefined);
    return known.length < parts.length ? undefined : whenKnown(known, (texts) => texts.join(""));
  }

  private reference(reference: Reference, at: Location): Leaf<string> | undefined {
    switch (reference.kind) {
      case "local":
        return this.local(reference.name, at);
      case "host":
        return this.host(reference.cluster, at);
      case "trait":
        return this.trait(reference, at);
      case "global":
        return this.refuse(at, `\`${reference.scheme}://\` is not supported yet`, {}, "NotSupportedYet");
    }
  }

  private local(name: string, at: Location): Leaf<string> | undefined {
    const variables = this.breed.environmentVariables ?? {};
    const constants = this.breed.constants ?? {};
    if (Object.hasOwn(variables, name)) return this.variable(name);
    if (Object.hasOwn(constants, name)) return constants[name];
    const known = [...Object.keys(variables), ...Object.keys(constants)];
    return this.refuse(at, `\`${this.breed.name}\` has no variable or constant \`${name}\``, {
      nearest: nearest(name, known),
    });
  }

  private host(cluster: string, at: Location): string | undefined {
    const name = this.cluster(cluster, at);
    return name && objectName(this.request.name, name);
  }

  private trait(
    { cluster, group, name }: Extract<Reference, { kind: "trait" }>,
    at: Location,
  ): Leaf<string> | undefined {
    if (group === "hosts") return this.host(cluster, at);
    const target = this.cluster(cluster, at);
    if (target === undefined) return undefined;
    if (group === "ports") {
      const ports = this.ports.get(target) ?? [];
      const port = ports.find((candidate) => candidate.name === name);
      if (port !== undefined) return String(port.number);
      return this.refuse(at, `\`${target}\` has no port \`${name}\``, {
        nearest: nearest(
          name,
          ports.map((one) => one.name),
        ),
      });
    }
    const breeds =
      this.request.blueprint.clusters[target]?.services.flatMap((service) => service.breed.inline ?? []) ?? [];
    if (group === "environment_variables")
      return this.refuse(
        at,
        "a variable of another cluster is not supported yet: make it a constant",
        {},
        "NotSupportedYet",
      );
    for (const { constants = {} } of breeds) if (Object.hasOwn(constants, name)) return constants[name];
    const known = breeds.flatMap((breed) => Object.keys(breed.constants ?? {}));
    return this.refuse(at, `\`${target}\` has no constant \`${name}\``, { nearest: nearest(name, known) });
  }

  /** The cluster that a name stands for: a dependency of the breed by its alias, or the cluster itself. */
  private cluster(name: string, at: Location): string | undefined {
    const { blueprint } = this.request;
    const dependencies = this.breed.dependencies ?? {};
    const needed = Object.hasOwn(dependencies, name) ? dependencies[name] : undefined;
    // A dependency that is nowhere was reported where it stands.
    if (needed !== undefined) return clusterOf(blueprint, needed);
    if (Object.hasOwn(blueprint.clusters, name)) return name;
    const known = [...Object.keys(dependencies), ...Object.keys(blueprint.clusters)];
    return this.refuse(at, `there is no dependency or cluster \`${name}\``, { nearest: nearest(name, known) });
  }

  private refuse(
    at: Location,
    message: string,
    more: { nearest?: string | undefined },
    code: ProblemCode = "UnresolvedDependencyInTraitValueError",
  ): undefined {
    this.problems.error(code, at, message, more);
    return undefined;
  }
}
