import * as pulumi from "@pulumi/pulumi";
import { overrides as overrideSettings } from "../sdk/artifacts/overrides.js";
import { deploymentSettings } from "../sdk/artifacts/settings.js";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../sdk/expansion/artifactSet.js";
import { agentKey } from "../sdk/kubernetes/agent.js";
import { renderDeployment } from "../sdk/kubernetes/render.js";
import { whenKnown } from "../sdk/later.js";
import { type BlueprintOptions, type BlueprintSource, readBlueprint } from "../sdk/merging/blueprint.js";
import { planDeployment } from "../sdk/planning/deployment.js";
import { clusterOutputs } from "../sdk/planning/outputs.js";
import { breedsOf } from "../sdk/planning/outside.js";
import type { DeploymentPlan } from "../sdk/planning/plan.js";
import { deploymentView, gatewayViewOf } from "../sdk/planning/view.js";
import { documentsOfObject, readArtifactOf, readDocuments } from "../sdk/reading/artifacts.js";
import { writeArtifact } from "../sdk/writing/artifact.js";
import {
  Artifacts,
  type ArtifactsArgs,
  Blueprint,
  type BlueprintArgs,
  type RouteArgs,
  type WorkflowArgs,
} from "./blueprint.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";
import type { AgentArgs, AutoscalingArgs, AwaitArgs, GatewayServiceArgs } from "./settings.js";
import type { VampEnvironment } from "./vampEnvironment.js";
import { VampGateway } from "./vampGateway.js";

/** Arguments of a {@link VampDeployment}. */
export interface VampDeploymentArgs {
  /** The environment it runs in. */
  environment: VampEnvironment;
  /**
   * Vamp's name of the deployment, the first part of the name of everything in it.
   * @default the resource's name
   */
  name?: string;
  /** What should run and who should get which version: an object, YAML text, or a file by `Blueprint.fromFile`. */
  blueprint: BlueprintArgs | Blueprint | string;
  /**
   * What the blueprint names: breeds, scales, conditions and routes, as objects by kind and name, or as YAML texts and files
   * with a document for each. When they are given, every name has to be among them.
   * @default none
   */
  artifacts?: ArtifactsArgs | Artifacts | (ArtifactsArgs | Artifacts)[];
  /**
   * Programs that run beside the services, by name, or as YAML with a document for each.
   * @default none
   */
  workflows?: Record<string, WorkflowArgs> | Artifacts;
  /**
   * Other deployments of the environment whose clusters the breeds of this one may depend on, and that have to be there
   * first.
   * @default none
   */
  dependsOn?: VampDeployment[];
  /**
   * What breeds depend on and that runs outside all deployments, by the name of the breed: of another stack, of a cloud.
   * `{ postgres: { host: database.address, ports: { sql: 5432 } } }` answers for `dependencies: { db: "postgres" }`.
   * @default none
   */
  external?: Record<string, ExternalArgs>;
  /**
   * Images to use instead of the breeds'. A key is a whole reference, or the beginning of one and `*`; the longest fits.
   * @default none
   */
  images?: Record<string, pulumi.Input<string>>;
  /**
   * Port numbers of clusters' Services, by `cluster.port`: needed where versions disagree about a port's number.
   * @default the breeds' number
   */
  ports?: Record<string, number>;
  /**
   * Shares of routes, over the blueprint's: by cluster (`cluster.port` where it has several ports) or gateway, then by route.
   * `{ shop: { "shop:1.1.0": "20%", "shop:1.0.0": "80%" } }`
   */
  weights?: Record<string, Record<string, pulumi.Input<string>>>;
  /** Routes, over the blueprint's: by cluster or gateway, then by route. What is not said of a route stays. */
  routes?: Record<string, Record<string, RouteArgs>>;
  /** Scales over the blueprint's, by breed, whole or in part: `{ "shop:1.1.0": { instances: 3 } }`. */
  scale?: Record<string, ScaleOverrideArgs>;
  /** Values for variables that breeds declare, keyed `cluster.NAME`. They count before all that the blueprint says. */
  environmentVariables?: Record<string, pulumi.Input<string>>;
  /** Values of the blueprint's `$config://name`. */
  parameters?: Record<string, pulumi.Input<string>>;
  /**
   * `always` keeps the gateway agent in the way of every request to a cluster; `auto` only where there is something to
   * decide. With `auto`, a connection that was open before a second version came keeps reaching the first until it closes.
   * @default "auto"
   */
  hop?: "auto" | "always";
  /** How the Services of the blueprint's gateways are reached. */
  gatewayService?: GatewayServiceArgs;
  /** The gateway agent of this deployment. */
  agent?: AgentArgs;
  /**
   * Domain of the cluster's DNS.
   * @default "cluster.local"
   */
  clusterDomain?: string;
  /** How long an update waits for pods. Default: until they are ready, ten minutes at most. */
  await?: AwaitArgs;
  /** By what services with an SLA are scaled. */
  autoscaling?: AutoscalingArgs;
}

/** Something that runs outside all deployments. */
export interface ExternalArgs {
  /** Name or address by which it is found. */
  host: pulumi.Input<string>;
  /** Port numbers by name. */
  ports?: Record<string, pulumi.Input<number>>;
}

/** What is said over a scale. What is not said stays. */
export interface ScaleOverrideArgs {
  /** Processor time: cores, or thousandths of one as `200m`. */
  cpu?: pulumi.Input<number | string>;
  /** Memory: `64MB`, `1Gi`. */
  memory?: pulumi.Input<string>;
  instances?: pulumi.Input<number>;
}

/** Where a cluster of a deployment is found. */
export interface ClusterOutput {
  /** Name of its Service. */
  serviceName: string;
  /** Name by which the whole Kubernetes cluster finds it. */
  host: string;
  /** Port numbers by name. */
  ports: Record<string, number>;
  /** `http://host:port`, or `tcp://host:port`, by name of the port. */
  urls: Record<string, string>;
  /** Its versions, by breed. */
  services: Record<string, ServiceOutput>;
}

/** One version of a cluster. */
export interface ServiceOutput {
  /** Name of its Kubernetes Deployment. */
  deployment: string;
  /** Labels by which its pods are found. */
  labels: Record<string, string>;
  /** How many there are; the fewest, where they are autoscaled. */
  instances: number;
}

/**
 * A Vamp deployment: a Kubernetes Deployment for every version, a Service for every cluster, and a gateway agent when
 * there is something to route. The blueprint's gateways are its children.
 */
export class VampDeployment extends pulumi.ComponentResource {
  /** Clusters by name. */
  public readonly clusters: pulumi.Output<Record<string, ClusterOutput>>;
  /** The blueprint's gateways, by port number or name. */
  public readonly gateways: Readonly<Record<string, VampGateway>>;
  /** The blueprint as it came out of merging and of what was said over it, in YAML. Secret where a value in it is. */
  public readonly blueprint: pulumi.Output<string>;

  /** @internal */
  readonly plan: DeploymentPlan;

  constructor(name: string, args: VampDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const leaves = new Leaves();
    const { environment } = args;
    const { plan: home } = environment;
    const others = (args.dependsOn ?? []).map((other) => other.plan);
    const { plan, blueprint, view } = throwInputProblems((problems) => {
      const elsewhere = [...breedsOf(others), ...Object.keys(args.external ?? {})];
      const artifacts = artifactsOf(args.artifacts, leaves, problems);
      const blueprint = blueprintOf(args, { artifacts, elsewhere }, leaves, problems);
      const workflows = workflowsOf(args.workflows, artifacts, leaves, problems);
      const {
        images,
        ports,
        parameters,
        external,
        hop,
        clusterDomain,
        gatewayService,
        agent,
        autoscaling,
        await: waiting,
      } = args;
      const shared = { images, hop, clusterDomain, gatewayService, agent, autoscaling, await: waiting };
      const own = { ...shared, ports, parameters, external };
      const settings = leaves.read(deploymentSettings, own, "", problems);
      if (!blueprint || !settings) return undefined;
      const asked = { name: args.name ?? name, environment: home, blueprint, settings, workflows, others };
      const planned = planDeployment(asked, problems);
      if (problems.hasErrors) return undefined;
      environment.names.claim(renderDeployment(planned, home), `the deployment \`${planned.name}\``, problems);
      return { plan: planned, blueprint, view: deploymentView(planned, blueprint) };
    });
    const { name: ownName, namespace } = plan;
    super("vamp:index:VampDeployment", name, { name: ownName, namespace, ...leaves.release(view) }, opts);
    this.plan = plan;
    const options = pulumi.mergeOptions({ parent: this, ...environment.inside }, { dependsOn: args.dependsOn ?? [] });
    const objects = createObjects(name, renderDeployment(plan, home), leaves, options);
    const agent = objects.get(agentKey);
    const served = {
      environment,
      owner: plan.name,
      leaves,
      agent: agent === undefined ? [] : [agent],
    };
    this.gateways = Object.fromEntries(
      plan.gateways.map((gateway) => {
        const own = { ...served, plan: gateway, view: gatewayViewOf(view, gateway.name) };
        return [gateway.key, new VampGateway(`${name}-${gateway.key}`, own, { parent: this })];
      }),
    );
    this.clusters = pulumi.output(leaves.release(clusterOutputs(plan)));
    this.blueprint = pulumi.output(leaves.release(whenKnown(blueprint, (known) => writeArtifact("blueprints", known))));
    this.registerOutputs({ clusters: this.clusters, blueprint: this.blueprint });
  }
}

/** Reads the blueprint of a deployment, and what is said over it. */
function blueprintOf(args: VampDeploymentArgs, options: BlueprintOptions, leaves: Leaves, problems: Problems) {
  const { blueprint, weights, routes, scale, environmentVariables } = args;
  const overrides = leaves.read(overrideSettings, { weights, routes, scale, environmentVariables }, "", problems);
  const sources = sourcesOf(blueprint).map((source) =>
    "text" in source ? source : { ...source, value: leaves.hold(source.value, source.name) },
  );
  return readBlueprint(sources, problems, { ...options, overrides });
}

function sourcesOf(blueprint: VampDeploymentArgs["blueprint"]): readonly BlueprintSource[] {
  if (blueprint instanceof Blueprint) return blueprint.sources;
  return [
    typeof blueprint === "string" ? { name: "blueprint", text: blueprint } : { name: "blueprint", value: blueprint },
  ];
}

function artifactsOf(given: VampDeploymentArgs["artifacts"], leaves: Leaves, problems: Problems) {
  if (given === undefined) return undefined;
  const documents = (Array.isArray(given) ? given : [given]).flatMap((one, index) => {
    const name = Array.isArray(given) ? `artifacts[${index}]` : "artifacts";
    return one instanceof Artifacts
      ? readDocuments(one, problems)
      : documentsOfObject(leaves.hold(one, name), name, problems);
  });
  return new ArtifactSet(documents, problems);
}

function workflowsOf(
  given: VampDeploymentArgs["workflows"],
  artifacts: ArtifactSet | undefined,
  leaves: Leaves,
  problems: Problems,
) {
  const documents =
    given instanceof Artifacts
      ? readDocuments(given, problems)
      : documentsOfObject({ workflows: leaves.hold(given ?? {}, "workflows") }, "", problems);
  return documents.flatMap((document) => readArtifactOf("workflows", document, problems, { artifacts }) ?? []);
}
