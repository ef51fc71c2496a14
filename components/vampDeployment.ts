import * as pulumi from "@pulumi/pulumi";
import { overrides as overrideSettings } from "../sdk/artifacts/overrides.js";
import { deploymentSettings } from "../sdk/artifacts/settings.js";
import type { Problems } from "../sdk/diagnostics/problem.js";
import { ArtifactSet } from "../sdk/expansion/artifactSet.js";
import { agentKey } from "../sdk/kubernetes/agent.js";
import { renderDeployment } from "../sdk/kubernetes/render.js";
import { type BlueprintSource, readBlueprint } from "../sdk/merging/blueprint.js";
import { planDeployment } from "../sdk/planning/deployment.js";
import type { DeploymentPlan } from "../sdk/planning/plan.js";
import { documentsOfObject, readDocuments } from "../sdk/reading/artifacts.js";
import { Artifacts, type ArtifactsArgs, Blueprint, type BlueprintArgs, type RouteArgs } from "./blueprint.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";
import type { AgentArgs, GatewayServiceArgs } from "./settings.js";
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

  /** @internal */
  readonly plan: DeploymentPlan;

  constructor(name: string, args: VampDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const leaves = new Leaves();
    const { environment } = args;
    const { plan: home } = environment;
    const plan = throwInputProblems((problems) => {
      const blueprint = blueprintOf(args, leaves, problems);
      const { images, ports, parameters, hop, clusterDomain, gatewayService, agent } = args;
      const own = { images, ports, parameters, hop, clusterDomain, gatewayService, agent };
      const settings = leaves.read(deploymentSettings, own, "", problems);
      if (!blueprint || !settings) return undefined;
      const planned = planDeployment({ name: args.name ?? name, environment: home, blueprint, settings }, problems);
      if (problems.hasErrors) return planned;
      environment.names.claim(renderDeployment(planned, home), `the deployment \`${planned.name}\``, problems);
      return planned;
    });
    super("vamp:index:VampDeployment", name, { name: plan.name, namespace: plan.namespace }, opts);
    this.plan = plan;
    const options = { parent: this, ...environment.inside };
    const objects = createObjects(name, renderDeployment(plan, home), leaves, options);
    const agent = objects.get(agentKey);
    const served = {
      environment,
      owner: plan.name,
      leaves,
      agent: agent === undefined ? [] : [agent],
    };
    this.gateways = Object.fromEntries(
      plan.gateways.map((gateway) => [
        gateway.key,
        new VampGateway(`${name}-${gateway.key}`, { ...served, plan: gateway }, { parent: this }),
      ]),
    );
    this.clusters = pulumi.output(
      Object.fromEntries(
        plan.clusters.map(({ name, serviceName, ports }) => [
          name,
          {
            serviceName,
            host: `${serviceName}.${plan.namespace}.svc`,
            ports: Object.fromEntries(ports.map((port) => [port.name, port.number])),
          },
        ]),
      ),
    );
    this.registerOutputs({ clusters: this.clusters });
  }
}

/** Reads the blueprint of a deployment, what it names, and what is said over it. */
function blueprintOf(args: VampDeploymentArgs, leaves: Leaves, problems: Problems) {
  const { blueprint, artifacts, weights, routes, scale, environmentVariables } = args;
  const said = leaves.read(overrideSettings, { weights, routes, scale, environmentVariables }, "", problems);
  const options = artifacts === undefined ? {} : { artifacts: readArtifacts(artifacts, leaves, problems) };
  const sources = sourcesOf(blueprint).map((source) =>
    "text" in source ? source : { ...source, value: leaves.hold(source.value, source.name) },
  );
  return readBlueprint(sources, problems, { ...options, overrides: said });
}

function sourcesOf(blueprint: VampDeploymentArgs["blueprint"]): readonly BlueprintSource[] {
  if (blueprint instanceof Blueprint) return blueprint.sources;
  return [
    typeof blueprint === "string" ? { name: "blueprint", text: blueprint } : { name: "blueprint", value: blueprint },
  ];
}

function readArtifacts(given: NonNullable<VampDeploymentArgs["artifacts"]>, leaves: Leaves, problems: Problems) {
  const documents = (Array.isArray(given) ? given : [given]).flatMap((one, index) => {
    const name = Array.isArray(given) ? `artifacts[${index}]` : "artifacts";
    return one instanceof Artifacts
      ? readDocuments(one, problems)
      : documentsOfObject(leaves.hold(one, name), name, problems);
  });
  return new ArtifactSet(documents, problems);
}
