import { z } from "zod";
import { answer, redirect } from "../artifacts/answer.js";
import { argumentList } from "../artifacts/arguments.js";
import { cluster, deployedCluster, deployedService, service } from "../artifacts/blueprint.js";
import { breedUse } from "../artifacts/breed.js";
import { conditionUse } from "../artifacts/condition.js";
import { cors, headers } from "../artifacts/edits.js";
import { escalations } from "../artifacts/escalation.js";
import { clusterGateways } from "../artifacts/gateway.js";
import { healthChecks } from "../artifacts/healthCheck.js";
import { rewriteUse } from "../artifacts/rewrite.js";
import { innerRoutes, routes } from "../artifacts/route.js";
import { scaleUse } from "../artifacts/scale.js";
import { slaUse } from "../artifacts/sla.js";
import { backendTls, certificate, trafficKeys } from "../artifacts/traffic.js";
import { type Kind, kinds, schemas, singular } from "../reading/kinds.js";
import {
  asSchema,
  isOpen,
  isOptional,
  type JsonSchema,
  language,
  leafOf,
  rulesOf,
  snakeCase,
  unwrap,
} from "../reading/rules.js";

/** What editors say about an artifact as a whole. */
const descriptions: Readonly<Record<Kind, string>> = {
  blueprints: "What should run, and who should get which version.",
  breeds: "A kind of service: what to run, on which ports it answers, and what it needs.",
  gateways: "A way in: a port, and the routes that its requests may take.",
  deployments: "What Vamp ran, with what it knew of it.",
  workflows: "A program that runs beside the services: always, on events, or at times.",
  scales: "How many instances of a service there are, and what each may use.",
  slas: "How fast a cluster has to answer, and what is done about it.",
  escalations: "What is done when an SLA is missed.",
  routes: "What a route does, under a name.",
  conditions: "Which requests are meant, under a name.",
  rewrites: "How the path of a request is changed on its way.",
  templates: "A part of an artifact that others import.",
  events: "Something that happened.",
  "event-queries": "Which events are asked for.",
};

const draft = "http://json-schema.org/draft-07/schema#";

/**
 * The JSON Schema (draft 7, which editors know best) of an artifact of a kind, every short form included. What needs more
 * than the shape of a document to be judged, such as the sum of weights, it cannot say.
 */
export function jsonSchemaOf(kind: Kind): JsonSchema {
  const writer = new SchemaWriter();
  const root = writer.artifact(kind);
  return { $schema: draft, title: `Vamp ${singular(kind)}`, ...root, definitions: writer.definitions() };
}

/** The JSON Schema of any artifact: the one that `kind` says, or one that fits. */
export function jsonSchema(): JsonSchema {
  const writer = new SchemaWriter();
  const said = kinds.map((kind) => ({
    if: { type: "object", properties: { kind: { enum: [kind, singular(kind)] } }, required: ["kind"] },
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema.
    then: writer.artifact(kind),
  }));
  const unsaid = {
    if: { not: { type: "object", required: ["kind"] } },
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema.
    then: { anyOf: kinds.map((kind) => writer.artifact(kind)) },
  };
  return { $schema: draft, title: "Vamp artifact", allOf: [...said, unsaid], definitions: writer.definitions() };
}

/** Parts that are used more than once. */
const parts: readonly (readonly [z.ZodType, string])[] = [
  [cluster, "cluster"],
  [deployedCluster, "deployed-cluster"],
  [service, "service"],
  [deployedService, "deployed-service"],
  [breedUse, "breed-or-name"],
  [healthChecks, "health-checks"],
  [scaleUse, "scale-or-name"],
  [slaUse, "sla-or-name"],
  [escalations, "escalations"],
  [conditionUse, "condition-or-name"],
  [clusterGateways, "cluster-gateways"],
  [routes, "routes"],
  [innerRoutes, "inner-routes"],
  [argumentList, "arguments"],
  [rewriteUse, "rewrite-or-name"],
  [headers, "headers"],
  [cors, "cors"],
  [answer, "answer"],
  [redirect, "redirect"],
  [certificate, "certificate"],
  [backendTls, "backend-tls"],
  [unwrap(trafficKeys.timeouts), "timeouts"],
  [unwrap(trafficKeys.retries), "retries"],
  [unwrap(trafficKeys.rateLimit), "rate-limit"],
  [unwrap(trafficKeys.outlier), "outlier"],
  [unwrap(trafficKeys.healthCheck), "agent-health-check"],
];

class SchemaWriter {
  private readonly named = new Map<z.ZodType, string>([
    ...kinds.map((kind) => [schemas[kind], singular(kind)] as const),
    ...parts,
  ]);
  private readonly written = new Map<string, JsonSchema>();

  /** An artifact at the root of a document. What it imports may say everything else. */
  artifact(kind: Kind): JsonSchema {
    const imports = { type: "object", properties: { import: importSchema }, required: ["import"] };
    return { description: descriptions[kind], anyOf: [this.write(schemas[kind]), imports] };
  }

  definitions(): JsonSchema {
    return Object.fromEntries(this.written);
  }

  private write(schema: z.ZodType): JsonSchema {
    const inner = unwrap(schema);
    const body = this.reference(inner) ?? this.body(inner);
    const { description, examples, default: preset } = language.get(schema) ?? language.get(inner) ?? {};
    const said = {
      ...(description === undefined ? {} : { description }),
      ...(preset === undefined ? {} : { default: preset }),
      ...(examples === undefined ? {} : { examples }),
    };
    const optional = isOptional(schema) ? orNull(body) : body;
    // Beside a `$ref`, draft 7 reads nothing else.
    return "$ref" in optional && Object.keys(said).length > 0
      ? { ...said, allOf: [optional] }
      : { ...optional, ...said };
  }

  /** Artifacts are written once, and named where they are used. */
  private reference(schema: z.ZodType): JsonSchema | undefined {
    const name = this.named.get(schema);
    if (name === undefined) return undefined;
    if (!this.written.has(name)) {
      this.written.set(name, {});
      this.written.set(name, this.body(schema));
    }
    return { $ref: `#/definitions/${name}` };
  }

  private body(schema: z.ZodType): JsonSchema {
    const { forms, onlyForms } = rulesOf(schema);
    const long = onlyForms ? [] : [this.long(schema)];
    const all = [...(forms?.() ?? []).map((form) => this.write(form)), ...long];
    const [only] = all;
    return only !== undefined && all.length === 1 ? only : { anyOf: all };
  }

  private long(schema: z.ZodType): JsonSchema {
    const leaf = leafOf(schema);
    if (leaf !== undefined) return leaf.json;
    if (schema instanceof z.ZodObject) return this.object(schema);
    if (schema instanceof z.ZodRecord)
      return { type: "object", additionalProperties: this.write(asSchema(schema.valueType)) };
    if (schema instanceof z.ZodArray) return { type: "array", items: this.write(asSchema(schema.element)) };
    if (schema instanceof z.ZodUnion) return { anyOf: schema.options.map((option) => this.write(asSchema(option))) };
    if (schema instanceof z.ZodNull) return { type: "null" };
    if (schema instanceof z.ZodString) return { type: "string" };
    return {};
  }

  private object(schema: z.ZodObject): JsonSchema {
    const fields = Object.entries(schema.shape).map(([key, part]) => [key, asSchema(part)] as const);
    const aliases = Object.entries(rulesOf(schema).aliases ?? {});
    const spellings = (key: string) => [
      ...aliases.flatMap(([alias, name]) => (name === key ? [alias] : [])),
      snakeCase(key),
    ];
    const properties = fields.flatMap(([key, part]) =>
      spellings(key).map((spelled) => [spelled, this.write(part)] as const),
    );
    const needed = fields.filter(([, part]) => !isOptional(part)).map(([key]) => spellings(key));
    const required = needed.flatMap((names) => (names.length === 1 ? names : []));
    const oneOfSeveral = needed.filter((names) => names.length > 1);
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      ...(oneOfSeveral.length === 0
        ? {}
        : { allOf: oneOfSeveral.map((names) => ({ anyOf: names.map((name) => ({ required: [name] })) })) }),
      additionalProperties: isOpen(schema),
    };
  }
}

const importSchema = {
  description: "Templates, or artifacts as `kind/name`, that are merged below this one.",
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
};

/** A key that may be left out may say nothing, too. */
function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  const isPlain = !("enum" in schema || "anyOf" in schema || "$ref" in schema);
  if (typeof type === "string" && isPlain) return { ...schema, type: [type, "null"] };
  if (Array.isArray(type) && isPlain) return { ...schema, type: [...type, "null"] };
  if (Object.keys(schema).length === 0) return schema;
  return { anyOf: [schema, { type: "null" }] };
}
