import { z } from "zod";
import { mapOf, type Node, textOf } from "../reading/node.js";
import { fixed, withRules } from "../reading/shape.js";
import { artifactKeys, referenceOr } from "./artifact.js";
import { healthChecks } from "./healthCheck.js";
import { fixedText, illegalName, illegalStrictName, name, port, text } from "./leaves.js";

/** What to run: Vamp's `deployable`, an image or an image with its type. */
const deployable = withRules(z.strictObject({ type: fixedText().optional(), definition: text() }), {
  expand: (node) => (node.kind === "map" ? node : mapOf(node.location, { definition: node })),
});

/** A variable as a breed declares it. Without a value, the blueprint has to give one. */
const variable = z.strictObject({
  /** The name inside the container, where it differs: `NAME[ALIAS]`. */
  alias: fixedText().optional(),
  value: withRules(text(), { mistyped: "MalformedTraitError" }).optional(),
});

const variables = withRules(z.record(z.string(), variable), {
  key: (key) => illegalStrictName(key),
  expand: (node) => {
    if (node.kind !== "map") return node;
    const entries = node.entries.map((entry) => {
      const match = /^([^[\]]+)\[([^[\]]+)\]$/.exec(entry.key);
      const alias: Record<string, Node> =
        match?.[2] === undefined ? {} : { alias: textOf(entry.keyLocation, match[2]) };
      return {
        ...entry,
        key: match?.[1] ?? entry.key,
        value: mapOf(entry.value.location, { value: entry.value, ...alias }),
      };
    });
    return { ...node, entries };
  },
});

const constant = withRules(text(), { missing: "MissingConstantValueError", mistyped: "MalformedTraitError" });

/** Name of a breed that another one needs: plain, `{ref: x}`, or the whole breed in place. */
const dependency = withRules(
  fixed<string>((scalar) => illegalName(scalar.text) ?? { value: scalar.text }),
  {
    expand: (node) => {
      if (node.kind !== "map") return node;
      const inner = node.entries.find((entry) => ["ref", "reference", "breed", "name"].includes(entry.key))?.value;
      return inner?.kind === "map"
        ? (inner.entries.find((entry) => entry.key === "name")?.value ?? node)
        : (inner ?? node);
    },
  },
);

/** A kind of service: what to run, on which ports it answers, and what it needs. Vamp's breed. */
export const breed = withRules(
  z.strictObject({
    ...artifactKeys("breeds"),
    name: name(),
    deployable,
    /** Ports by name. */
    ports: withRules(z.record(z.string(), port(1, "InvalidPortError")), { key: illegalStrictName }).optional(),
    environmentVariables: variables.optional(),
    /** Values that references can use and that are not given to the container. */
    constants: withRules(z.record(z.string(), constant), { key: illegalStrictName }).optional(),
    arguments: z.unknown().optional(),
    /** Breeds that must be there first, by the name under which this one speaks of them. */
    dependencies: z.record(z.string(), dependency).optional(),
    healthChecks: healthChecks.optional(),
  }),
  { aliases: { env: "environmentVariables" } },
);

/** A breed, or the name of one. */
export const breedUse = withRules(referenceOr(breed), { expected: "a breed, or the name of one" });

/** See {@link breed}. */
export type Breed = z.output<typeof breed>;

/** Values by name, as a blueprint or a service sets them for breeds. */
export const givenVariables = z.record(
  z.string(),
  withRules(text(), { missing: "MissingEnvironmentVariableError", mistyped: "MalformedTraitError" }),
);
