import { z } from "zod";
import { empty, get, mapOf, type Node, type ScalarNode, textOf } from "../reading/node.js";
import { byDefault, doc, fixed, withRules } from "../reading/rules.js";
import { argumentList } from "./arguments.js";
import { artifactKeys, referenceOr } from "./artifact.js";
import { healthChecks } from "./healthCheck.js";
import { fixedText, illegalStrictName, name, type Port, portForm, portRules, text } from "./leaves.js";

/** What to run: Vamp's `deployable`, an image or an image with its type. */
const deployable = withRules(
  z.strictObject({
    type: byDefault("container/docker", doc("What kind of thing it is.", fixedText().optional())),
    definition: doc("The image.", text(), "example/shop:1.0.0"),
  }),
  {
    expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { definition: node })),
    collapse: onlyDefinition,
    forms: () => [text()],
  },
);

function onlyDefinition(node: Node): Node {
  return node.kind === "map" && node.entries.length === 1 ? (get(node, "definition") ?? node) : node;
}

/** A variable as a breed declares it. Without a value, the blueprint has to give one. */
const variable = withRules(
  z.strictObject({
    /** The name inside the container, where it differs: `NAME[ALIAS]`. */
    alias: name().optional(),
    value: withRules(text(), { mistyped: "MalformedTraitError" }).optional(),
  }),
  { forms: () => [text(), z.null()], onlyForms: true },
);

const givenVariable = withRules(
  z.strictObject({
    alias: name().optional(),
    value: withRules(text(), { missing: "MissingEnvironmentVariableError", mistyped: "MalformedTraitError" }),
  }),
  { forms: () => [text()], onlyForms: true },
);

/** `NAME[ALIAS]: value` means `NAME: {alias: ALIAS, value: value}`. */
function expandVariables(node: Node): Node {
  if (node.kind !== "map") return node;
  const entries = node.entries.map((entry) => {
    const match = /^([^[\]]+)\[([^[\]]+)\]$/.exec(entry.key);
    const alias: Record<string, Node> = match?.[2] === undefined ? {} : { alias: textOf(entry.keyLocation, match[2]) };
    return {
      ...entry,
      key: match?.[1] ?? entry.key,
      value: mapOf(entry.value.location, { value: entry.value, ...alias }),
    };
  });
  return { ...node, entries };
}

function collapseVariables(node: Node): Node {
  if (node.kind !== "map") return node;
  const entries = node.entries.map((entry) => {
    if (entry.value.kind !== "map") return entry;
    const alias = get(entry.value, "alias");
    const key = alias?.kind === "scalar" ? `${entry.key}[${alias.text}]` : entry.key;
    const value = get(entry.value, "value") ?? empty(entry.keyLocation);
    return { ...entry, key, value };
  });
  return { ...node, entries };
}

/** Variables by name, as a breed declares them: `NAME` or `NAME[ALIAS]`. */
const variables = withRules(z.record(z.string(), variable), {
  key: illegalStrictName,
  expand: expandVariables,
  collapse: collapseVariables,
});

/** Variables by name, as a service sets them for its breed. */
export const serviceVariables = withRules(z.record(z.string(), givenVariable), {
  key: illegalStrictName,
  expand: expandVariables,
  collapse: collapseVariables,
});

const constant = withRules(text(), { missing: "MissingConstantValueError", mistyped: "MalformedTraitError" });

/** A port of a breed: a number and a type, or a reference to a value that stands elsewhere. */
export interface BreedPort extends Port {
  /** The text, when it is a reference such as `$db.ports.web`; the number is 0 then. */
  readonly reference?: string | undefined;
}

const number = portForm(1, "InvalidPortError");

const breedPort = withRules(
  fixed<BreedPort>({
    ...number,
    read: (scalar: ScalarNode) =>
      scalar.text.startsWith("$")
        ? { value: { number: 0, type: "http", reference: scalar.text } }
        : number.read(scalar),
    write: (value) => value.reference ?? number.write(value),
  }),
  portRules,
);

/** A breed, or the name of one. */
export interface BreedUse {
  readonly reference?: string | undefined;
  readonly inline?: Breed | undefined;
}

const dependency = z.lazy((): z.ZodType<BreedUse> => dependencyUse);

/** A kind of service: what to run, on which ports it answers, and what it needs. Vamp's breed. */
export const breed = withRules(
  z.strictObject({
    ...artifactKeys("breeds"),
    name: doc("The name of the version.", name(), "shop:1.0.0"),
    deployable: doc("What to run: an image.", deployable),
    ports: doc(
      "Ports by name: a number, then `/http` (default) or `/tcp`.",
      withRules(z.record(z.string(), breedPort), { key: illegalStrictName }).optional(),
      { web: "8080/http" },
    ),
    environmentVariables: doc(
      "Variables of the container, `NAME` or `NAME[ALIAS]`. One without a value has to get it from the blueprint.",
      variables.optional(),
      { LOG_LEVEL: "info", BACKEND: "http://$backend.host:$backend.ports.web" },
    ),
    constants: doc(
      "Values that references can use and that are not given to the container.",
      withRules(z.record(z.string(), constant), { key: illegalStrictName }).optional(),
    ),
    arguments: doc("Arguments for the container's runtime.", argumentList.optional()),
    dependencies: doc(
      "Breeds that must be there first, by the name under which this one speaks of them. `*` at the end stands for any end.",
      z.record(z.string(), dependency).optional(),
      { backend: "backend:1.*" },
    ),
    healthChecks: doc("How to see whether an instance is well.", healthChecks.optional()),
  }),
  { aliases: { env: "environmentVariables" } },
);

/** See {@link breed}. */
export type Breed = z.output<typeof breed>;

/** A breed, or the name of one. */
export const breedUse = withRules(referenceOr(breed, "breeds", "named"), { expected: "a breed, or the name of one" });

/** A breed that another one needs: its name, the breed itself, or either below `breed`. */
const dependencyUse: z.ZodType<BreedUse> = withRules(referenceOr(breed, undefined, "named", underBreed), {
  expected: "a breed, or the name of one",
});

withRules(dependencyUse, {
  forms: () => [breedUse, z.strictObject({ breed: breedUse })],
});

function underBreed(node: Node): Node {
  return (node.kind === "map" && node.entries.length === 1 ? get(node, "breed") : undefined) ?? node;
}

/** The name of the breed that is meant. */
export function nameOfUse({ reference, inline }: BreedUse): string {
  return inline?.name ?? reference ?? "";
}

/** Values for breeds' variables, as a blueprint gives them: `cluster.NAME`. */
export const givenVariables = z.record(
  z.string(),
  withRules(text(), { missing: "MissingEnvironmentVariableError", mistyped: "MalformedTraitError" }),
);
