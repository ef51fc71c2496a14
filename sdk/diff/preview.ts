import { z } from "zod";
import { Later } from "../later.js";
import { schemeOf } from "../planning/outputs.js";
import type { Entrance } from "../routing/simulate.js";
import type { RoutingTable, Target } from "../routing/table.js";
import { type GatewayState, type TrafficState, templateOf, type WorkloadState } from "./state.js";

/*
 * What `pulumi preview --json` prints, as far as it is read here: a step for each resource that changes, with the inputs
 * that the Vamp components registered before and now. Values that are unknown or secret stand there as texts.
 */

/** A text that is written out, or one of the placeholders, which nothing is made of. */
const textLeaf = z.string();

/** A number, or later where a placeholder stands. */
const numberLeaf = z.union([z.number(), z.unknown().transform(() => Later.of({ path: "preview" }).map(Number))]);

const headerEdits = z.object({
  remove: z.array(z.string()).optional(),
  set: z.record(z.string(), textLeaf).optional(),
  add: z.record(z.string(), textLeaf).optional(),
});

const condition = z.string().optional();

const edits = z.object({
  rewrites: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("path"), path: z.string(), condition }),
        z.object({ kind: z.literal("prefix"), from: z.string(), to: z.string(), condition }),
        z.object({ kind: z.literal("host"), host: textLeaf, condition }),
      ]),
    )
    .optional(),
  requestHeaders: headerEdits.optional(),
  responseHeaders: headerEdits.optional(),
  cors: z
    .object({
      origins: z.array(z.string()),
      methods: z.array(z.string()).optional(),
      headers: z.array(z.string()).optional(),
      expose: z.array(z.string()).optional(),
      credentials: z.boolean().optional(),
      maxAge: numberLeaf.optional(),
    })
    .optional(),
});

const backend = z.object({
  kind: z.literal("backend"),
  name: z.string(),
  title: z.string(),
  host: z.string(),
  port: z.number(),
  awaited: z.boolean(),
  edits: edits.optional(),
});

const answer = z.object({
  kind: z.literal("answer"),
  status: numberLeaf,
  reason: z.string().optional(),
  contentType: textLeaf.optional(),
  body: textLeaf.optional(),
  headers: z.record(z.string(), textLeaf).optional(),
});

const redirect = z.object({
  kind: z.literal("redirect"),
  status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]),
  scheme: z.enum(["http", "https"]).optional(),
  host: textLeaf.optional(),
  port: numberLeaf.optional(),
  path: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("whole"), path: textLeaf }),
      z.object({ kind: z.literal("prefix"), from: z.string(), to: z.string() }),
    ])
    .optional(),
});

const table: z.ZodType<RoutingTable> = z.lazy(() =>
  z.object({
    kind: z.literal("table"),
    gateway: z.string(),
    conditions: z.array(z.object({ route: z.string(), condition: z.string(), strength: numberLeaf, target })),
    pool: z.array(z.object({ route: z.string(), weight: numberLeaf, target })),
    stickyCookie: z.string().optional(),
    otherwise: answer.optional(),
    edits: edits.optional(),
  }),
);

const target: z.ZodType<Target> = z.lazy(() => z.union([backend, table, answer, redirect]));

const gateway = z.object({
  name: z.string(),
  type: z.enum(["http", "tcp"]),
  routing: table,
  sites: z.array(z.object({ hosts: z.array(z.string()), table })).default([]),
});

const workload = z.object({
  cluster: z.string(),
  service: z.string(),
  deployment: z.string(),
  image: z.string(),
  instances: numberLeaf,
  cpu: z.string(),
  memory: z.string(),
});

const deploymentInputs = z.object({
  name: z.string(),
  namespace: z.string(),
  workloads: z.array(workload),
  gateways: z.array(gateway),
});

const gatewayInputs = gateway.extend({
  namespace: z.string(),
  ports: z.array(z.number()).optional(),
  tls: z.object({ redirectFrom: z.number().optional() }).optional(),
});

const kubernetesDeployment = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ template: z.unknown() }),
});

const resource = z.object({ type: z.string(), inputs: z.unknown().optional() });

const step = z.object({
  urn: z.string(),
  oldState: resource.nullish(),
  newState: resource.nullish(),
});

const diagnostic = z.object({ severity: z.string(), message: z.string() });

const preview = z.object({ steps: z.array(step).default([]), diagnostics: z.array(diagnostic).default([]) });

/** Says why a text is not what `pulumi preview --json` prints of a change that can be made. */
export class NotAPreview extends Error {}

/**
 * The states before and after, as far as they differ: a preview has no step for what stays as it is.
 * @throws NotAPreview
 */
export function statesOfPreview(text: string): { readonly before: TrafficState; readonly after: TrafficState } {
  const { steps, diagnostics } = read(preview, parsed(text), "this is not what `pulumi preview --json` prints");
  const failed = diagnostics.find(({ severity }) => severity === "error");
  if (failed !== undefined)
    throw new NotAPreview(`the preview failed, so nothing is known of the change: ${plain(failed.message)}`);
  // The stack itself has a step even where nothing changes.
  if (steps.length === 0) throw new NotAPreview("this preview has no steps, so nothing is known of the change");
  const state = (side: "oldState" | "newState") =>
    stateOf(steps.flatMap(({ urn, [side]: one }) => (one ? [{ ...one, urn }] : [])));
  return { before: state("oldState"), after: state("newState") };
}

/** A message without the colours of a terminal, in one line. */
function plain(message: string): string {
  return message
    .replace(/<\{%.*?%\}>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAPreview("this is not JSON; `pulumi preview --json` prints it");
  }
}

function read<S extends z.ZodType>(schema: S, value: unknown, otherwise: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new NotAPreview(`${otherwise}: ${issue?.path.join(".")}: ${issue?.message}`);
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: unknown;
}

function stateOf(resources: readonly Resource[]): TrafficState {
  const of = <S extends z.ZodType>(type: string, schema: S) =>
    resources
      .filter((one) => one.type === type)
      .map(({ urn, inputs }) => read(schema, inputs, `${urn} has inputs of another version of pulumi-vamp`));
  const deployments = of("vamp:index:VampDeployment", deploymentInputs);
  const templates = new Map(
    of("kubernetes:apps/v1:Deployment", kubernetesDeployment).map(({ metadata, spec }) => [
      `${metadata.namespace}/${metadata.name}`,
      templateOf(spec.template),
    ]),
  );
  const gateways = new Map<string, GatewayState>();
  const add = (
    namespace: string,
    { name, type, routing, sites }: z.output<typeof gateway>,
    ports?: readonly string[],
  ) => {
    const entrance: Entrance = { mode: type, table: routing, ...(sites.length > 0 && { sites }) };
    gateways.set(`${namespace} ${name}`, { name, namespace, entrance, ports });
  };
  for (const { namespace, gateways: own } of deployments) for (const one of own) add(namespace, one);
  for (const one of of("vamp:index:VampGateway", gatewayInputs)) add(one.namespace, one, portsOf(one));
  return {
    gateways: [...gateways.values()],
    workloads: deployments.flatMap(({ name, namespace, workloads }) =>
      workloads.map(
        ({ deployment, ...own }): WorkloadState => ({
          ...own,
          deployment: name,
          namespace,
          // The engine has no step for one that stays as it is, so that it is the same on both sides.
          template: templates.get(`${namespace}/${deployment}`) ?? "",
        }),
      ),
    ),
  };
}

/** The ports of a gateway, with what is spoken there; undefined where its version of pulumi-vamp did not tell. */
function portsOf({ type, ports, tls }: z.output<typeof gatewayInputs>): readonly string[] | undefined {
  return ports?.map((number) => {
    const encrypted = tls !== undefined && number !== tls.redirectFrom;
    return `${number}/${schemeOf(type, encrypted)}`;
  });
}
