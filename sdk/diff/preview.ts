import { z } from "zod";
import { schemeOf } from "../planning/outputs.js";
import type { Entrance } from "../routing/simulate.js";
import { listenerTls, numberLeaf, routingTable } from "./routingSchema.js";
import { type GatewayState, type TrafficState, templateOf, type WorkloadState } from "./state.js";

/*
 * What `pulumi preview --json` prints, as far as it is read here: a step for each resource that changes, with the inputs
 * that the Vamp components registered before and now. Values that are unknown or secret stand there as texts.
 */

const gateway = z.object({
  name: z.string(),
  type: z.enum(["http", "tcp"]),
  routing: routingTable,
  sites: z.array(z.object({ hosts: z.array(z.string()), table: routingTable })).default([]),
  tls: listenerTls.optional(),
  trustedProxies: z.array(z.string()).optional(),
});

const workload = z.object({
  cluster: z.string(),
  service: z.string(),
  deployment: z.string(),
  image: z.string(),
  instances: numberLeaf,
  cpu: z.string(),
  memory: z.string(),
  ports: z.record(z.string(), z.number()).optional(),
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
});

/** Others than Vamp's may leave anything out, or know it only later. */
const kubernetesDeployment = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ template: z.unknown() }).optional().catch(undefined),
});

const resource = z.object({ type: z.string(), inputs: z.unknown().optional() });

const step = z.object({
  urn: z.string(),
  oldState: resource.nullish(),
  newState: resource.nullish(),
});

const diagnostic = z.object({ severity: z.string(), message: z.string() });

const preview = z.object({ steps: z.array(step).default([]), diagnostics: z.array(diagnostic).default([]) });

/** What `pulumi preview --save-plan` writes. Of what is there already it has only how inputs differ from the stack's state. */
const savedPlan = z.object({ manifest: z.unknown(), resourcePlans: z.record(z.string(), z.unknown()) });

/** Says why a text is not what `pulumi preview --json` prints of a change that can be made. */
export class NotAPreview extends Error {}

/**
 * The states before and after, as far as they differ: a preview has no step for what stays as it is.
 * @throws NotAPreview
 */
export function statesOfPreview(text: string): { readonly before: TrafficState; readonly after: TrafficState } {
  const found = parsed(text);
  if (savedPlan.safeParse(found).success)
    throw new NotAPreview(
      "this is a plan that `--save-plan` wrote, which tells what changes and not what it was; `pulumi preview --json` prints both",
    );
  const { steps, diagnostics } = read(preview, found, "this is not what `pulumi preview --json` prints");
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
  const templates = templatesOf(resources);
  const gateways = new Map<string, GatewayState>();
  const add = (
    namespace: string,
    { name, type, routing, sites, tls, trustedProxies }: z.output<typeof gateway>,
    ports?: readonly string[],
  ) => {
    const entrance: Entrance = {
      ...{ mode: type, table: routing, tls: tls?.listener },
      ...(sites.length > 0 && { sites }),
      ...(trustedProxies !== undefined && { trustedProxies }),
    };
    gateways.set(`${namespace} ${name}`, { name, namespace, entrance, ports });
  };
  for (const { namespace, gateways: own } of deployments) for (const one of own) add(namespace, one);
  for (const one of of("vamp:index:VampGateway", gatewayInputs)) add(one.namespace, one, portsOf(one));
  return {
    onlyChanges: true,
    gateways: [...gateways.values()],
    workloads: deployments.flatMap(({ name, namespace, workloads }) =>
      workloads.map(
        ({ deployment, ports, ...own }): WorkloadState => ({
          ...own,
          ports,
          deployment: name,
          namespace,
          // The engine has no step for one that stays as it is, so that it is the same on both sides.
          ...{ template: "", ...templates.get(`${namespace}/${deployment}`) },
        }),
      ),
    ),
  };
}

/** The templates of all pods, by Namespace and name; undefined where they are known only later. */
function templatesOf(
  resources: readonly Resource[],
): ReadonlyMap<string, { readonly template: WorkloadState["template"] }> {
  return new Map(
    resources.flatMap(({ type, inputs }) => {
      const read = type === "kubernetes:apps/v1:Deployment" ? kubernetesDeployment.safeParse(inputs).data : undefined;
      if (read === undefined) return [];
      const { metadata, spec } = read;
      const template = spec === undefined ? undefined : templateOf(spec.template);
      return [[`${metadata.namespace}/${metadata.name}`, { template }] as const];
    }),
  );
}

/** The ports of a gateway, with what is spoken there; undefined where its version of pulumi-vamp did not tell. */
function portsOf({ type, ports, tls }: z.output<typeof gatewayInputs>): readonly string[] | undefined {
  return ports?.map((number) => {
    const encrypted = tls !== undefined && number !== tls.redirectFrom;
    return `${number}/${schemeOf(type, encrypted)}`;
  });
}
