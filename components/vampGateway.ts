import { Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { gatewaySettings } from "../sdk/artifacts/settings.js";
import { renderGateway, renderWholeGateway } from "../sdk/kubernetes/render.js";
import { gatewayServiceKey } from "../sdk/kubernetes/service.js";
import { planGateway } from "../sdk/planning/gateway.js";
import { gatewayPorts } from "../sdk/planning/outputs.js";
import type { GatewayPlan } from "../sdk/planning/plan.js";
import { agentView, type GatewayView, gatewayView } from "../sdk/planning/view.js";
import { readArtifactObject } from "../sdk/reading/artifacts.js";
import { plansOf } from "./deployments.js";
import type { EnvironmentDescription } from "./environmentSettings.js";
import type { GatewayArgs, RoutesArgs } from "./gatewayArgs.js";
import { type Home, homeOf } from "./home.js";
import { Leaves } from "./leaves.js";
import { createObjects } from "./objects.js";
import { throwInputProblems } from "./problems.js";
import type { AgentArgs, AwaitArgs, GatewayServiceArgs, Integer } from "./settings.js";
import type { VampDeployment } from "./vampDeployment.js";
import type { VampEnvironment } from "./vampEnvironment.js";

/** Arguments of a {@link VampGateway}. */
export interface VampGatewayArgs extends GatewayArgs {
  /** The environment it is in: one of this program, or a description of one that another stack made. */
  environment: VampEnvironment | EnvironmentDescription;
  /**
   * Vamp's name of the gateway, and the name of its Service.
   * @default the resource's name
   */
  name?: string;
  /** A number, then `/http` (default) or `/tcp`. */
  port: Integer | string;
  /** Where requests may go: `deployment/cluster/port` or `deployment/gateway` of a deployment below, or `[host:port]`. */
  routes?: RoutesArgs;
  /** Deployments that the routes name. */
  deployments?: VampDeployment[];
  /** Answers for the gateways of these deployments' blueprints, each under host names of its own. `{}` makes names up. */
  expose?: ExposeArgs;
  /** How its Service is reached. */
  service?: GatewayServiceArgs;
  /** Its gateway agent. */
  agent?: AgentArgs;
  /**
   * Domain of the cluster's DNS.
   * @default the environment's, else "cluster.local"
   */
  clusterDomain?: string;
  /** How long an update waits for its agents. Default: until they are ready, ten minutes at most. */
  await?: AwaitArgs;
}

/** Hosts under which a gateway answers for the gateways of deployments. */
export interface ExposeArgs {
  /**
   * What the names end with that are made for gateways without virtual hosts: `9050.shop.<domain>`.
   * @default "vamp"
   */
  domain?: string;
  /** Hosts of gateways, by Vamp's name of the gateway: `{ "shop/9050": "shop.example.com" }`. */
  hosts?: Record<string, string | string[]>;
}

/** @internal A gateway of a deployment's blueprint, which the deployment's agent serves. */
export interface ServedGateway {
  readonly home: Home;
  readonly plan: GatewayPlan;
  readonly view: GatewayView;
  readonly owner: string;
  readonly leaves: Leaves;
  /** What has to be ready before the gateway has an address. */
  readonly agent: readonly pulumi.Resource[];
}

/** Where a gateway is found. */
export interface DeployedGateway {
  /** Name by which the whole Kubernetes cluster finds it. */
  readonly host: pulumi.Output<string>;
  /** Number of its port. */
  readonly port: pulumi.Output<Integer>;
  /** `http://host:port`, or `tcp://host:port`. */
  readonly url: pulumi.Output<string>;
  /** Port on every node, for `NodePort` and `LoadBalancer`. */
  readonly nodePort: pulumi.Output<Integer | undefined>;
  /** Address or host name of its load balancer, for `LoadBalancer`. */
  readonly address: pulumi.Output<string | undefined>;
}

/**
 * A Vamp gateway: a Service, and behind it the gateway agents that share its requests between routes. It has agents of
 * its own, unless it is one of the gateways of a deployment's blueprint.
 *
 * @example A way in to two deployments
 * ```typescript
 * import { VampDeployment, VampEnvironment, VampGateway } from "pulumi-vamp";
 *
 * const environment = new VampEnvironment("test", { organisation: "acme" });
 * const deploy = (name: string) =>
 *   new VampDeployment(name, {
 *     environment,
 *     blueprint: {
 *       clusters: { web: { services: [{ breed: { name, deployable: `example/${name}:1`, ports: { http: 8080 } } }] } },
 *     },
 *   });
 * const edge = new VampGateway("edge", {
 *   environment,
 *   port: 80,
 *   deployments: [deploy("shop"), deploy("blog")],
 *   routes: { "blog/web/http": { weight: "50%" }, "shop/web/http": { weight: "50%" } },
 *   service: { type: "LoadBalancer" },
 * });
 * export const address = edge.address;
 * ```
 * {@includeCode provider/examples/gateway.py}
 * {@includeCode provider/examples/gateway.go}
 * {@includeCode provider/examples/gateway.yaml}
 */
export class VampGateway extends pulumi.ComponentResource implements DeployedGateway {
  /** Name by which the whole Kubernetes cluster finds it. */
  public readonly host: pulumi.Output<string>;
  /** Number of its port. */
  public readonly port: pulumi.Output<Integer>;
  /** Numbers of all its ports, its own first. */
  public readonly ports: pulumi.Output<Integer[]>;
  /** `http://host:port`, or with `https`, `tcp` or `tls` (TCP within TLS). */
  public readonly url: pulumi.Output<string>;
  /** The same for each of its ports, in their order. */
  public readonly urls: pulumi.Output<string[]>;
  /** Port on every node, for `NodePort` and `LoadBalancer`. */
  public readonly nodePort: pulumi.Output<Integer | undefined>;
  /** Address or host name of its load balancer, for `LoadBalancer`. */
  public readonly address: pulumi.Output<string | undefined>;

  constructor(name: string, args: VampGatewayArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: ServedGateway, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: VampGatewayArgs | ServedGateway, opts?: pulumi.ComponentResourceOptions) {
    const leaves = "plan" in args ? args.leaves : new Leaves();
    const { home, gateway, agent, view } =
      "plan" in args ? { ...args, gateway: args.plan, agent: undefined } : planOf(name, args, leaves);
    const { inside, plan } = home;
    const ports = gatewayPorts(gateway);
    super(
      "vamp:index:VampGateway",
      name,
      {
        namespace: plan.namespace,
        organisation: plan.organisation,
        environment: plan.environment,
        port: gateway.number,
        ports: ports.map(({ number }) => number),
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
        : renderWholeGateway(gateway, agent, plan);
    const created = createObjects(name, objects, leaves, options);
    const service = created.get(gatewayServiceKey);
    if (!(service instanceof Service)) throw new TypeError("a gateway has a Service");
    this.host = service.metadata.name.apply((serviceName) => `${serviceName}.${plan.namespace}.svc`);
    this.port = pulumi.output(gateway.number);
    this.ports = pulumi.output(ports.map(({ number }) => number));
    this.urls = this.host.apply((host) => ports.map(({ number, scheme }) => `${scheme}://${host}:${number}`));
    this.url = this.urls.apply(([own = ""]) => own);
    this.nodePort = service.spec.ports.apply((ports) => ports[0]?.nodePort);
    // Only a load balancer's has to be waited for, and what waits in a preview keeps all outputs of a deployment waiting.
    this.address =
      gateway.service.type === "LoadBalancer"
        ? service.status.loadBalancer.ingress.apply((ingress) => ingress?.[0]?.ip ?? ingress?.[0]?.hostname)
        : pulumi.output<string | undefined>(undefined);
    this.registerOutputs({
      host: this.host,
      port: this.port,
      ports: this.ports,
      url: this.url,
      urls: this.urls,
      nodePort: this.nodePort,
      address: this.address,
    });
  }
}

function planOf(name: string, args: VampGatewayArgs, leaves: Leaves) {
  return throwInputProblems((problems) => {
    const { service, agent, clusterDomain, await: waiting, environment, deployments, expose, ...own } = args;
    const home = homeOf(environment, leaves, problems);
    const plans = plansOf(deployments, "deployments", problems);
    const named = leaves.hold({ ...own, name: args.name ?? name }, "");
    const gateway = readArtifactObject("gateways", named, "", problems);
    const settings = leaves.read(
      gatewaySettings,
      { service, agent, clusterDomain, await: waiting, expose },
      "",
      problems,
    );
    if (!home || !gateway || !settings) return undefined;
    const asked = { name: args.name ?? name, environment: home.plan, gateway, deployments: plans, settings };
    const planned = planGateway(asked, problems);
    if (problems.hasErrors) return undefined;
    const objects = renderWholeGateway(planned.gateway, planned.agent, home.plan);
    home.names.claim(objects, `the gateway \`${planned.gateway.name}\``, problems);
    return { ...planned, home, view: gatewayView(planned.gateway, gateway) };
  });
}
