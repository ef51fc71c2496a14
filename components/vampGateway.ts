import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { gatewaySettings } from "../sdk/artifacts/settings.js";
import { renderAgentOf, renderGateway } from "../sdk/kubernetes/render.js";
import { gatewayServiceKey } from "../sdk/kubernetes/service.js";
import type { EnvironmentPlan } from "../sdk/planning/environment.js";
import { planGateway } from "../sdk/planning/gateway.js";
import type { AgentPlan, GatewayPlan } from "../sdk/planning/plan.js";
import { agentView, type GatewayView, gatewayView } from "../sdk/planning/view.js";
import { readArtifactObject } from "../sdk/reading/artifacts.js";
import type { RoutesArgs } from "./blueprint.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";
import type { AgentArgs, AwaitArgs, GatewayServiceArgs } from "./settings.js";
import type { VampDeployment } from "./vampDeployment.js";
import type { VampEnvironment } from "./vampEnvironment.js";

/** Arguments of a {@link VampGateway}. */
export interface VampGatewayArgs {
  /** The environment it is in. */
  environment: VampEnvironment;
  /**
   * Vamp's name of the gateway, and the name of its Service.
   * @default the resource's name
   */
  name?: string;
  /** A number, then `/http` (default) or `/tcp`. */
  port: number | string;
  /** Where requests may go: `deployment/cluster/port` or `deployment/gateway` of a deployment below, or `[host:port]`. */
  routes: RoutesArgs;
  /** Deployments that the routes name. */
  deployments?: VampDeployment[];
  /** How its Service is reached. */
  service?: GatewayServiceArgs;
  /** Its gateway agent. */
  agent?: AgentArgs;
  /**
   * Domain of the cluster's DNS.
   * @default "cluster.local"
   */
  clusterDomain?: string;
  /** How long an update waits for its agents. Default: until they are ready, ten minutes at most. */
  await?: AwaitArgs;
}

/** @internal A gateway of a deployment's blueprint, which the deployment's agent serves. */
export interface ServedGateway {
  readonly environment: VampEnvironment;
  readonly plan: GatewayPlan;
  readonly view: GatewayView;
  readonly owner: string;
  readonly leaves: Leaves;
  /** What has to be ready before the gateway has an address. */
  readonly agent: readonly pulumi.Resource[];
}

/**
 * A Vamp gateway: a Service, and behind it the gateway agents that share its requests between routes. It has agents of
 * its own, unless it is one of the gateways of a deployment's blueprint.
 */
export class VampGateway extends pulumi.ComponentResource {
  /** Name by which the whole Kubernetes cluster finds it. */
  public readonly host: pulumi.Output<string>;
  /** Number of its port. */
  public readonly port: pulumi.Output<number>;
  /** `http://host:port`, or `tcp://host:port`. */
  public readonly url: pulumi.Output<string>;
  /** Port on every node, for `NodePort` and `LoadBalancer`. */
  public readonly nodePort: pulumi.Output<number | undefined>;
  /** Address or host name of its load balancer, for `LoadBalancer`. */
  public readonly address: pulumi.Output<string | undefined>;

  constructor(name: string, args: VampGatewayArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: ServedGateway, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: VampGatewayArgs | ServedGateway, opts?: pulumi.ComponentResourceOptions) {
    const leaves = "plan" in args ? args.leaves : new Leaves();
    const { gateway, agent, view } =
      "plan" in args ? { gateway: args.plan, agent: undefined, view: args.view } : planOf(name, args, leaves);
    const { inside, plan } = args.environment;
    super(
      "vamp:index:VampGateway",
      name,
      {
        namespace: plan.namespace,
        port: gateway.number,
        service: leaves.release(gateway.service),
        ...leaves.release(view),
        agent: agent && leaves.release(agentView(agent)),
      },
      opts,
    );
    const before = "plan" in args ? args.agent : (args.deployments ?? []);
    const options = pulumi.mergeOptions({ parent: this, ...inside }, { dependsOn: [...before] });
    const objects =
      "plan" in args || agent === undefined
        ? renderGateway(gateway, plan, "plan" in args ? args.owner : gateway.name)
        : objectsOf(gateway, agent, plan);
    const created = createObjects(name, objects, leaves, options);
    const service = created.get(gatewayServiceKey);
    if (!(service instanceof k8s.core.v1.Service)) throw new TypeError("a gateway has a Service");
    this.host = service.metadata.name.apply((serviceName) => `${serviceName}.${plan.namespace}.svc`);
    this.port = pulumi.output(gateway.number);
    this.url = pulumi.interpolate`${gateway.type}://${this.host}:${gateway.number}`;
    this.nodePort = service.spec.ports.apply((ports) => ports[0]?.nodePort);
    this.address = service.status.loadBalancer.ingress.apply((ingress) => ingress?.[0]?.ip ?? ingress?.[0]?.hostname);
    this.registerOutputs({
      host: this.host,
      port: this.port,
      url: this.url,
      nodePort: this.nodePort,
      address: this.address,
    });
  }
}

function planOf(name: string, args: VampGatewayArgs, leaves: Leaves) {
  return throwInputProblems((problems) => {
    const gateway = readArtifactObject(
      "gateways",
      { port: args.port, routes: leaves.hold(args.routes, "routes") },
      "",
      problems,
    );
    const { service, agent, clusterDomain, await: waiting, environment } = args;
    const settings = leaves.read(gatewaySettings, { service, agent, clusterDomain, await: waiting }, "", problems);
    if (!gateway || !settings) return undefined;
    const deployments = (args.deployments ?? []).map((deployment) => deployment.plan);
    const asked = { name: args.name ?? name, environment: environment.plan, gateway, deployments, settings };
    const planned = planGateway(asked, problems);
    if (problems.hasErrors) return undefined;
    const objects = objectsOf(planned.gateway, planned.agent, environment.plan);
    environment.names.claim(objects, `the gateway \`${planned.gateway.name}\``, problems);
    const { table, mode } = planned.gateway.listener;
    return { ...planned, view: gatewayView(table, mode, gateway) };
  });
}

/** The objects of a gateway that stands alone. */
function objectsOf(gateway: GatewayPlan, agent: AgentPlan, environment: EnvironmentPlan) {
  return [...renderAgentOf(agent, environment), ...renderGateway(gateway, environment, gateway.name, agent)];
}
