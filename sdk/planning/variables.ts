import type { Service } from "../artifacts/blueprint.js";
import type { Breed } from "../artifacts/breed.js";
import { splitKey } from "../checks/variables.js";
import type { Problems } from "../diagnostics/problem.js";
import { Later, type Leaf, whenKnown } from "../later.js";
import { locationOf } from "../reading/places.js";
import { type Location, within } from "../reading/source.js";
import { parseReferences, type ReferencePart } from "../references/parse.js";
import { type Found, type Lookup, resolveReferences, type UnresolvedReference } from "../references/resolve.js";
import { resolveVariables } from "../references/variables.js";
import type { DeploymentContext } from "./deployment.js";
import type { ServicePlan } from "./plan.js";
import { aliasesOf, clusterLookup, type PortsByCluster } from "./references.js";

/** A value and the place it was written at. */
interface Given {
  readonly value: Leaf<string>;
  readonly location: Location;
}

/** Values of a service's variables, by name. */
type Values = ReadonlyMap<string, Leaf<string>>;

/** The variables of a deployment's services, all references resolved. */
export class Variables {
  private readonly known = new Map<Service, Values | "in work">();

  constructor(
    private readonly request: DeploymentContext,
    private readonly ports: PortsByCluster,
    private readonly problems: Problems,
  ) {}

  /** The variables of a service's container. Values that are known only later may be secrets and stand apart. */
  ofContainer(cluster: string, service: Service, breed: Breed): Pick<ServicePlan, "environment" | "secretEnvironment"> {
    const given = this.given(cluster, service, breed);
    const values = this.values(cluster, service, breed);
    const declared = breed.environmentVariables ?? {};
    const environment: Record<string, string> = {};
    const secretEnvironment: Record<string, Later<string>> = {};
    for (const [name, variable] of Object.entries(declared)) {
      const alias = service.environmentVariables?.[name]?.alias ?? variable.alias ?? name;
      const value = values === "in work" ? undefined : values.get(name);
      if (value instanceof Later) secretEnvironment[alias] = value;
      else if (value !== undefined) environment[alias] = value;
      else if (!given.has(name)) {
        const message = `the variable \`${name}\` of \`${breed.name}\` has no value`;
        this.problems.error("UnresolvedVariableValueError", locationOf(declared, name), message, {
          expected: "a value here, in the service's `environment_variables`, or in the blueprint's as `cluster.NAME`",
        });
      }
    }
    return { environment, secretEnvironment };
  }

  /** A text with the references of a service, such as one in its dialects, resolved. */
  text(text: string, location: Location, cluster: string, service: Service, breed: Breed): Leaf<string> {
    const parsed = parseReferences(text);
    if ("problems" in parsed) {
      for (const { offset, length, message, expected } of parsed.problems)
        this.problems.error("ParserError", within(location, text, offset, length), message, { expected });
      return text;
    }
    const values = this.values(cluster, service, breed);
    const local = (name: string): Found<Leaf<string>> => {
      const value = (values === "in work" ? undefined : values.get(name)) ?? constantOf(breed, name);
      return value === undefined ? unknownLocal(name, breed) : { value };
    };
    const lookup = { ...this.lookup(breed), local };
    const resolved = resolveReferences(parsed.parts, lookup, aliasesOf(breed, this.request));
    if ("parts" in resolved) return whenKnown(resolved.parts, (known) => known.join(""));
    for (const problem of resolved.problems) this.tell(problem, within(location, text, problem.offset, problem.length));
    return text;
  }

  /** Resolved once for each service, for others may speak of them too. */
  private values(cluster: string, service: Service, breed: Breed): Values | "in work" {
    const known = this.known.get(service);
    if (known !== undefined) return known;
    this.known.set(service, "in work");
    const values = this.resolve(this.given(cluster, service, breed), breed);
    this.known.set(service, values);
    return values;
  }

  /** What was set for the variables that the breed declares; the most specific place counts. */
  private given(cluster: string, service: Service, breed: Breed): ReadonlyMap<string, Given> {
    const given = new Map<string, Given>();
    for (const [name, variable] of Object.entries(breed.environmentVariables ?? {}))
      if (variable.value !== undefined)
        given.set(name, { value: variable.value, location: locationOf(variable, "value") });
    const ofBlueprint = this.request.blueprint.environmentVariables ?? {};
    for (const [key, value] of Object.entries(ofBlueprint)) {
      const target = splitKey(key);
      if (target.cluster === cluster) given.set(target.variable, { value, location: locationOf(ofBlueprint, key) });
    }
    for (const [name, variable] of Object.entries(service.environmentVariables ?? {}))
      given.set(name, { value: variable.value, location: locationOf(variable, "value") });
    return given;
  }

  private resolve(given: ReadonlyMap<string, Given>, breed: Breed): Values {
    const values = new Map<string, Leaf<string>>();
    const texts = new Map<string, readonly ReferencePart[]>();
    for (const [name, { value }] of given) {
      // A value that comes from elsewhere is itself: what looks like a reference in a password is none.
      const parsed = value instanceof Later ? undefined : parseReferences(value);
      if (parsed === undefined) values.set(name, value);
      // What cannot be read was told when the blueprint was checked.
      else if ("parts" in parsed) texts.set(name, parsed.parts);
    }
    const local = (name: string): Found<Leaf<string>> => {
      const value = constantOf(breed, name) ?? given.get(name)?.value;
      return value === undefined ? unknownLocal(name, breed) : { value };
    };
    const lookup = { ...this.lookup(breed), local };
    const resolved = resolveVariables(texts, lookup, aliasesOf(breed, this.request));
    for (const problem of resolved.problems) {
      const { value, location } = given.get(problem.variable) ?? {};
      if (location === undefined) throw new TypeError("only variables that were given are resolved");
      this.tell(
        problem,
        typeof value === "string" ? within(location, value, problem.offset, problem.length) : location,
      );
    }
    for (const [name, parts] of resolved.values)
      values.set(
        name,
        whenKnown(parts, (known) => known.join("")),
      );
    return values;
  }

  private tell({ message, expected, nearest }: UnresolvedReference, location: Location): void {
    // What the blueprint alone shows to be wrong was told when it was checked.
    if (!this.problems.has(location))
      this.problems.error("UnresolvedDependencyInTraitValueError", location, message, { expected, nearest });
  }

  private lookup(breed: Breed): Omit<Lookup<Leaf<string>>, "local"> {
    const outside = clusterLookup(breed, this.request, this.ports);
    return {
      ...outside,
      trait: (cluster, group, name) =>
        group === "environment_variables" && !this.request.outside.has(cluster)
          ? this.variableOf(cluster, name)
          : outside.trait(cluster, group, name),
    };
  }

  /** A variable of another cluster: the value it has in the first service that declares it. */
  private variableOf(cluster: string, name: string): Found<Leaf<string>> {
    const { clusters } = this.request.blueprint;
    const services = Object.hasOwn(clusters, cluster) ? (clusters[cluster]?.services ?? []) : [];
    const known = services.flatMap((service) => Object.keys(service.breed.inline?.environmentVariables ?? {}));
    for (const service of services) {
      const breed = service.breed.inline;
      if (breed === undefined || !Object.hasOwn(breed.environmentVariables ?? {}, name)) continue;
      const values = this.values(cluster, service, breed);
      if (values === "in work") return { problem: `\`${cluster}\` and this need each other's variables` };
      const value = values.get(name);
      return value === undefined ? { problem: `the variable \`${name}\` of \`${cluster}\` has no value` } : { value };
    }
    return {
      problem: `\`${cluster}\` has no variable \`${name}\``,
      candidates: known.map((one) => `${cluster}.environment_variables.${one}`),
    };
  }
}

function constantOf({ constants = {} }: Breed, name: string): Leaf<string> | undefined {
  return Object.hasOwn(constants, name) ? constants[name] : undefined;
}

function unknownLocal(name: string, breed: Breed): Found<never> {
  const candidates = [...Object.keys(breed.environmentVariables ?? {}), ...Object.keys(breed.constants ?? {})];
  return { problem: `\`${breed.name}\` has no variable or constant \`${name}\``, candidates };
}
