import type { Blueprint } from "../artifacts/blueprint.js";
import { type Breed, nameOfUse } from "../artifacts/breed.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Problems } from "../diagnostics/problem.js";
import type { Leaf } from "../later.js";
import { locationOf } from "../reading/places.js";
import { type Location, within } from "../reading/source.js";
import { parseReferences, type Reference, type TraitGroup } from "../references/parse.js";
import { referenceText } from "../references/resolve.js";
import { clusterOf } from "./dependencies.js";

/** A reference in a text, and where it stands. */
interface Use {
  readonly reference: Reference;
  readonly location: Location;
}

/** Checks that the references in a breed can be read, and speak of its dependencies. */
export function checkReferences(breed: Breed, problems: Problems): void {
  const dependencies = breed.dependencies ?? {};
  for (const { reference, location } of referencesIn(breed, problems)) {
    if (reference.kind !== "host" && reference.kind !== "trait") continue;
    const refuse = (message: string, candidates: Iterable<string>) =>
      problems.error("UnresolvedDependencyInTraitValueError", location, message, {
        nearest: nearest(referenceText(reference), candidates),
      });
    const use = Object.hasOwn(dependencies, reference.cluster) ? dependencies[reference.cluster] : undefined;
    if (use === undefined) {
      const candidates = Object.keys(dependencies).map((cluster) => referenceText({ ...reference, cluster }));
      refuse(`\`${breed.name}\` does not depend on \`${reference.cluster}\``, candidates);
    } else if (reference.kind === "trait" && use.inline !== undefined && reference.group !== "hosts") {
      const known = traitsOf(use.inline, reference.group);
      if (!known.includes(reference.name))
        refuse(
          `\`${nameOfUse(use)}\` has no ${names[reference.group]} \`${reference.name}\``,
          known.map((name) => referenceText({ ...reference, name })),
        );
    }
  }
}

/**
 * Checks that what a service says of another cluster is there, where all breeds of that cluster are known. A `$cluster`
 * in a value is a dependency of the breed.
 */
export function checkClusterReferences(blueprint: Blueprint, problems: Problems): void {
  for (const cluster of Object.values(blueprint.clusters))
    for (const { breed } of cluster.services) {
      if (breed.inline === undefined) continue;
      for (const { reference, location } of referencesIn(breed.inline, problems)) {
        if (reference.kind !== "trait" || reference.group === "hosts") continue;
        const { group, name } = reference;
        const use = breed.inline.dependencies?.[reference.cluster];
        const target = use === undefined ? undefined : clusterOf(blueprint, nameOfUse(use));
        const breeds = blueprint.clusters[target ?? ""]?.services.map((service) => service.breed.inline) ?? [];
        const known = breeds.flatMap((one) => (one === undefined ? [] : traitsOf(one, group)));
        if (breeds.length === 0 || breeds.includes(undefined) || known.includes(name)) continue;
        problems.error(
          "UnresolvedEnvironmentVariableError",
          location,
          `no service of \`${target}\` has a ${names[group]} \`${name}\``,
          {
            nearest: nearest(
              referenceText(reference),
              known.map((one) => referenceText({ ...reference, name: one })),
            ),
          },
        );
      }
    }
}

/** Checks that values that a blueprint or a service gives can be read. */
export function checkGivenReferences(
  part: object,
  values: Iterable<readonly [key: string, value: Leaf<string> | undefined]>,
  problems: Problems,
): void {
  for (const [key, value] of values) usesIn(value, part, key, problems);
}

const names: Readonly<Record<TraitGroup, string>> = {
  ports: "port",
  constants: "constant",
  environment_variables: "variable",
  hosts: "host",
};

function traitsOf(breed: Breed, group: TraitGroup): readonly string[] {
  if (group === "ports") return Object.keys(breed.ports ?? {});
  return Object.keys((group === "constants" ? breed.constants : breed.environmentVariables) ?? {});
}

// A breed does not change once it is read, and its references are asked for twice.
const known = new WeakMap<Breed, readonly Use[]>();

function referencesIn(breed: Breed, problems: Problems): readonly Use[] {
  const found = known.get(breed);
  if (found !== undefined) return found;
  const { ports = {}, environmentVariables = {}, constants = {} } = breed;
  const uses: Use[] = [];
  for (const [name, port] of Object.entries(ports)) uses.push(...usesIn(port.reference, ports, name, problems));
  for (const variable of Object.values(environmentVariables))
    uses.push(...usesIn(variable.value, variable, "value", problems));
  for (const [name, value] of Object.entries(constants)) uses.push(...usesIn(value, constants, name, problems));
  known.set(breed, uses);
  return uses;
}

function usesIn(text: Leaf<string> | undefined, part: object, key: string, problems: Problems): readonly Use[] {
  // A value that comes from elsewhere is itself: what looks like a reference in a password is none.
  if (typeof text !== "string" || !text.includes("$")) return [];
  const at = locationOf(part, key);
  const parsed = parseReferences(text);
  if ("problems" in parsed) {
    for (const { offset, length, message, expected } of parsed.problems)
      problems.error("ParserError", within(at, text, offset, length), message, { expected });
    return [];
  }
  return parsed.parts.flatMap((part) =>
    part.kind === "text" ? [] : [{ reference: part, location: within(at, text, part.offset, part.length) }],
  );
}
