import * as pulumi from "@pulumi/pulumi";
import { overrides as overrideSettings } from "../sdk/artifacts/overrides.js";
import { deploymentSettings } from "../sdk/artifacts/settings.js";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../sdk/expansion/artifactSet.js";
import { agentKey } from "../sdk/kubernetes/agentNames.js";
import { renderDeployment, renderWholeDeployment } from "../sdk/kubernetes/render.js";
import { nameOf, whenKnown } from "../sdk/later.js";
import { type BlueprintOptions, type BlueprintSource, readBlueprint } from "../sdk/merging/blueprint.js";
import { planDeployment } from "../sdk/planning/deployment.js";
import { clusterOutputs } from "../sdk/planning/outputs.js";
import { breedsOf } from "../sdk/planning/outside.js";
import type { DeploymentPlan } from "../sdk/planning/plan.js";
import { deploymentView, gatewayViewOf } from "../sdk/planning/view.js";
import { documentsOfObject, readArtifactOf, readDocuments } from "../sdk/reading/artifacts.js";
import { writeArtifact } from "../sdk/writing/artifact.js";
import { Artifacts, type ArtifactsArgs, Blueprint, type BlueprintArgs, type WorkflowArgs } from "./blueprint.js";
import { plansOf } from "./deployments.js";
import type { EnvironmentDescription, ScaleOverrideArgs } from "./environmentSettings.js";
import type { RouteArgs } from "./gatewayArgs.js";
import { homeOf } from "./home.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";
import type { AgentArgs, AutoscalingArgs, AwaitArgs, GatewayServiceArgs, Hop, Integer } from "./settings.js";
import type { VampEnvironment } from "./vampEnvironment.js";
import { type DeployedGateway, VampGateway } from "./vampGateway.js";

/** Arguments of a {@link VampDeployment}. */
export interface VampDeploymentArgs {
  /** The environment it runs in: one of this program, or a description of one that another stack made. */
  environment: VampEnvironment | EnvironmentDescription;
  /**
   * Vamp's name of the deployment, the first part of the name of everything in it.
   * @default the resource's name
   */
  name?: string;
  /**
   * What should run and who should get which version: an object, or YAML text. TypeScript programs may also give a
   * `Blueprint`, which knows the name of its file.
   */
  blueprint: BlueprintArgs | Blueprint | string;
  /**
   * What the blueprint names: breeds, scales, conditions and routes, as objects by kind and name, or as YAML texts with a
   * document for each. When they are given, every name has to be among them.
   * @default none
   */
  artifacts?: ArtifactsArgs | Artifacts | string | (ArtifactsArgs | Artifacts | string)[];
  /**
   * Programs that run beside the services, by name, or as YAML with a document for each.
   * @default none
   */
  workflows?: Record<string, WorkflowArgs> | Artifacts | string;
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
  ports?: Record<string, Integer>;
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
   * Whether requests to a cluster pass the gateway agent also where there is nothing to decide.
   * @default the environment's, else "auto"
   */
  hop?: Hop;
  /** How the Services of the blueprint's gateways are reached. */
  gatewayService?: GatewayServiceArgs;
  /** The gateway agent of this deployment. */
  agent?: AgentArgs;
  /**
   * Domain of the cluster's DNS.
   * @default the environment's, else "cluster.local"
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
  ports?: Record<string, pulumi.Input<Integer>>;
}

/** Where a cluster of a deployment is found. */
export interface DeployedCluster {
  /** Name of its Service. */
  serviceName: string;
  /** Name by which the whole Kubernetes cluster finds it. */
  host: string;
  /** Port numbers by name. */
  ports: Record<string, Integer>;
  /** `http://host:port`, or `tcp://host:port`, by name of the port. */
  urls: Record<string, string>;
  /** Its versions, by breed. */
  services: Record<string, DeployedService>;
}

/** One version of a cluster. */
export interface DeployedService {
  /** Name of its Kubernetes Deployment. */
  deployment: string;
  /** Labels by which its pods are found. */
  labels: Record<string, string>;
  /** How many there are; the fewest, where they are autoscaled. */
  instances: Integer;
}

/**
 * A Vamp deployment: a Kubernetes Deployment for every version, a Service for every cluster, and a gateway agent when
 * there is something to route. The blueprint's gateways are its children.
 *
 * @example A canary
 * {@includeCode ../examples/demo/index.ts}
 * {@includeCode ../examples/python/__main__.py}
 * {@includeCode ../examples/go/main.go}
 * {@includeCode ../examples/yaml/Pulumi.yaml}
 */
export class VampDeployment extends pulumi.ComponentResource {
  /** Clusters by name. */
  public readonly clusters: pulumi.Output<Record<string, DeployedCluster>>;
  /** The blueprint's gateways, by port number or name. */
  public readonly gateways: Readonly<Record<string, DeployedGateway>>;
  /** The blueprint as it came out of merging and of what was said over it, in YAML. Secret where a value in it is. */
  public readonly blueprint: pulumi.Output<string>;

  /** @internal */
  readonly plan: DeploymentPlan;

  constructor(name: string, args: VampDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const leaves = new Leaves();
    const { home, plan, blueprint, view } = throwInputProblems((problems) => {
      const home = homeOf(args.environment, leaves, problems);
      const others = plansOf(args.dependsOn, "dependsOn", problems);
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
      if (!home || !blueprint || !settings) return undefined;
      const asked = { name: args.name ?? name, environment: home.plan, blueprint, settings, workflows, others };
      const planned = planDeployment(asked, problems);
      if (problems.hasErrors) return undefined;
      home.names.claim(renderWholeDeployment(planned, home.plan), `the deployment \`${planned.name}\``, problems);
      return { home, plan: planned, blueprint, view: deploymentView(planned, blueprint) };
    });
    const { name: ownName, namespace } = plan;
    const { organisation, environment } = home.plan;
    const told = { name: ownName, namespace, organisation, environment, ...leaves.release(view) };
    super("vamp:index:VampDeployment", name, told, opts);
    this.plan = plan;
    const options = pulumi.mergeOptions({ parent: this, ...home.inside }, { dependsOn: args.dependsOn ?? [] });
    const objects = createObjects(name, renderDeployment(plan, home.plan), leaves, options);
    const agent = objects.get(agentKey);
    const served = {
      home,
      owner: plan.name,
      leaves,
      agent: agent === undefined ? [] : [agent],
    };
    this.gateways = Object.fromEntries(
      plan.gateways.map((gateway) => {
        const own = { ...served, plan: gateway, view: gatewayViewOf(view, gateway.name) };
        const made = new VampGateway(`${name}-${gateway.key}`, own, { parent: this });
        const { host, port, url, nodePort, address } = made;
        return [gateway.key, { host, port, url, nodePort, address }];
      }),
    );
    // Who uses a name waits for the object that has it.
    const named = (key: string, planned: string) => {
      const source = { path: `name of ${key}` };
      leaves.set(source, objects.get(key)?.metadata.apply((metadata) => metadata.name) ?? pulumi.output(planned));
      return nameOf(source);
    };
    this.clusters = pulumi.output(leaves.release(clusterOutputs(plan, named)));
    this.blueprint = pulumi.output(leaves.release(whenKnown(blueprint, (known) => writeArtifact("blueprints", known))));
    this.registerOutputs({ clusters: this.clusters, gateways: this.gateways, blueprint: this.blueprint });
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
    if (typeof one === "string") return readDocuments({ name, text: one }, problems);
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
  const text = typeof given === "string" ? Artifacts.fromYaml(given, "workflows") : given;
  const documents =
    text instanceof Artifacts
      ? readDocuments(text, problems)
      : documentsOfObject({ workflows: leaves.hold(text ?? {}, "workflows") }, "", problems);
  return documents.flatMap((document) => readArtifactOf("workflows", document, problems, { artifacts }) ?? []);
}
